"""Withhold: distinct texts whose words break a rule of the gate; they are counted and coded, and their words go nowhere."""

from collections.abc import Sequence

import polars as pl

from expectations.verdict import LISTS, judged_by
from expectations.withhold import script
from tasks.storage import parquet_sql, store
from tasks.storage.caching import stage_task
from tasks.storage.source import Source
from tasks.storage.store import Receipt
from tasks.studies import allowances

JUDGED_BY = "judged_by"


@stage_task
def withhold(
    ingested: Sequence[Receipt], anonymised: Sequence[Receipt], deduplicated: Receipt, allowed: Source | None = None
) -> Receipt:
    """Runs the gate's rules on words by the gate's own route; `allowed` is the file of texts that a person let out.

    Every rule that a text breaks is told, so that `judged` can say of a text what a gate would find.
    """
    with store.scratch() as folder, store.output("withheld") as out:
        let_out = folder / "allowed.parquet"
        allowances.table(allowed).write_parquet(let_out)
        inputs = {
            "ingested": store.files(ingested, "tweets"),
            "anonymised": store.files(anonymised, "tweets"),
            "replacements": store.files(anonymised, "replacements"),
            "deduplicated": store.files(deduplicated, "tweets"),
            "allowed": [str(let_out)],
        }
        outputs = {name: out.path / f"{name}.parquet" for name in ("withheld", "let_out")}
        parquet_sql.query(script(LISTS), inputs, outputs)
        _judged_by(ingested, anonymised, deduplicated).write_parquet(out.path / f"{JUDGED_BY}.parquet")
    return out.receipt


def judged(
    ingested: Sequence[Receipt], anonymised: Sequence[Receipt], deduplicated: Receipt, withheld: Receipt
) -> dict[str, list[str]]:
    """The view of the texts that were judged by the gate's rules as they are now, for the same dump; none where others were."""
    if JUDGED_BY not in withheld.rows:
        return {}
    is_same = store.read(withheld, JUDGED_BY).equals(_judged_by(ingested, anonymised, deduplicated))
    return {"judged": store.files(deduplicated, "tweets")} if is_same else {}


def _judged_by(ingested: Sequence[Receipt], anonymised: Sequence[Receipt], deduplicated: Receipt) -> pl.DataFrame:
    return judged_by(*(receipt.sha256 for receipt in (*ingested, *anonymised, deduplicated)))
