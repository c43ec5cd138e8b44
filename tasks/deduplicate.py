"""Deduplicate: one copy of each text, the earliest original, and a ledger of every copy set aside."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from tasks import store
from tasks.caching import stage_task
from tasks.store import Receipt

SQL = Path(__file__).parent / "pure" / "deduplicate.sql"


@stage_task
def deduplicate(
    anonymised: Sequence[Receipt], near: float | None = 0.9, short_texts: Literal["merge", "keep"] = "merge"
) -> Receipt:
    """Keeps each distinct text once, over all parts."""
    with store.output("deduplicated") as out:
        outputs = {"kept": out.path / "tweets.parquet", "ledger": out.path / "copies.parquet"}
        store.query(SQL.read_text(), {"tweets": store.files(anonymised, "tweets")}, outputs)
    return out.receipt
