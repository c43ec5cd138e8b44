"""Search-back: how surely what is left of each text leads to the tweet it came from."""

from collections.abc import Sequence
from pathlib import Path

from tasks.storage import store
from tasks.storage.caching import stage_task
from tasks.storage.store import Receipt

PURE = Path(__file__).parent / "pure"
MARKS, SEARCH = PURE / "copies" / "copy_marks.sql", PURE / "quotes" / "search_back.sql"


@stage_task
def search_back(ingested: Sequence[Receipt], anonymised: Sequence[Receipt], deduplicated: Receipt) -> Receipt:
    """Searches the originals of the whole study for the words that each kept text still holds."""
    inputs = {
        "ingested": store.files(ingested, "tweets"),
        "anonymised": store.files(anonymised, "tweets"),
        "deduplicated": store.files(deduplicated, "tweets"),
    }
    with store.output("search_back") as out:
        outputs = {"search_back": out.path / "search_back.parquet"}
        store.query(MARKS.read_text(encoding="utf-8") + SEARCH.read_text(encoding="utf-8"), inputs, outputs)
    return out.receipt
