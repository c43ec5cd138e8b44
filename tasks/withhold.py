"""Withhold: distinct texts whose words break a rule of the gate; they are counted and coded, and their words go nowhere."""

from collections.abc import Sequence

from expectations.verdict import LISTS
from expectations.withhold import script
from tasks.storage import parquet_sql, store
from tasks.storage.caching import stage_task
from tasks.storage.source import Source
from tasks.storage.store import Receipt
from tasks.studies import allowances


@stage_task
def withhold(
    ingested: Sequence[Receipt], anonymised: Sequence[Receipt], deduplicated: Receipt, allowed: Source | None = None
) -> Receipt:
    """Runs the gate's rules on words by the gate's own route; `allowed` is the file of texts that a person let out."""
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
    return out.receipt
