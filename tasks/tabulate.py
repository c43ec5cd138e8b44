"""Tabulate: from codes to the tables of the paper."""

from collections.abc import Sequence
from pathlib import Path

from tasks import codebook as frames
from tasks.pure.coding.decide import counts
from tasks.review.decisions import load
from tasks.storage import parquet_files, parquet_sql, store
from tasks.storage.caching import stage_task
from tasks.storage.source import Source
from tasks.storage.store import Receipt

SQL = Path(__file__).parent / "pure" / "coding" / "tabulate.sql"


@stage_task
def tabulate(
    ingested: Sequence[Receipt],
    anonymised: Sequence[Receipt],
    deduplicated: Receipt,
    withheld: Receipt,
    coded: Sequence[Receipt],
    codebook: Source,
    decisions: Source | None = None,
) -> Receipt:
    """Counts every stage's rows into Table 1, overlap, timeline, flow and what was removed, and lays out the release.

    Where people decided codes, a table `decisions` of one row says how many decisions count, and how many do not.
    """
    inputs = {
        "ingested": store.files(ingested, "tweets"),
        "set_aside": store.files(ingested, "set_aside"),
        "anonymised": store.files(anonymised, "tweets"),
        "replacements": store.files(anonymised, "replacements"),
        "deduplicated": store.files(deduplicated, "tweets"),
        "copies": store.files(deduplicated, "copies"),
        "withheld": store.files(withheld, "withheld"),
        "codes": store.files(coded, "codes"),
    }
    with store.output("tabulated") as out:
        headings = out.path / "headings.parquet"
        frame = frames.load(Path(codebook.path))
        parquet_files.write(frame.frame(), headings)
        if decisions:
            known = load(Path(decisions.path), frame)
            parquet_files.write(counts(known, store.read(coded, "decided")), out.path / "decisions.parquet")
        tables = ("table1", "overlap", "timeline", "flow", "removed", "tweets")
        outputs = {name: out.path / f"{name}.parquet" for name in tables}
        outputs["released_codes"] = out.path / "codes.parquet"
        parquet_sql.query(SQL.read_text(encoding="utf-8"), inputs | {"headings": [str(headings)]}, outputs)
    return out.receipt
