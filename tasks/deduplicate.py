"""Deduplicate: one copy of each text, the earliest original, and a ledger of every copy set aside."""

from collections.abc import Sequence

from tasks.copies.ledger import ShortTexts, separate
from tasks.storage import store
from tasks.storage.caching import stage_task
from tasks.storage.store import Receipt


@stage_task
def deduplicate(
    anonymised: Sequence[Receipt], near: float | None, short_texts: ShortTexts, hashtags: Sequence[str] = ()
) -> Receipt:
    """Keeps each distinct text once, over all parts; `near` is the similarity from which texts are copies, or none.

    `hashtags` are the study's own; any other is a word of the text.
    """
    with store.output("deduplicated") as out:
        separate(store.files(anonymised, "tweets"), out.path, near, short_texts, hashtags)
    return out.receipt
