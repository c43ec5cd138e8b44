"""Assign themes: codes for every distinct tweet, by a coding frame."""

from pathlib import Path

from tasks import codebook as frames
from tasks.pure.coding import assign_themes as coding
from tasks.pure.coding.decide import decide, standing
from tasks.review.decisions import load
from tasks.storage import store
from tasks.storage.caching import stage_task
from tasks.storage.source import Source
from tasks.storage.store import Receipt


@stage_task
def assign_themes(tweets: Receipt, codebook: Source, decisions: Source | None = None) -> Receipt:
    """Codes one part of the distinct tweets; what people decided stands above what the rules say."""
    texts, frame = store.read(tweets, "tweets"), frames.load(Path(codebook.path))
    codes = coding.assign_themes(texts, frame)
    if decisions is None:
        return store.write("coded", codes=codes)
    settled = load(Path(decisions.path), frame)
    return store.write("coded", codes=decide(codes, settled, frame), decided=standing(texts, settled))
