"""Assign themes: codes for every distinct tweet, by a coding frame."""

from pathlib import Path

from tasks import codebook as frames
from tasks.pure.coding import assign_themes as coding
from tasks.pure.coding.decide import decide, standing
from tasks.pure.coding.shares import shared_out
from tasks.review.decisions import load
from tasks.storage import store
from tasks.storage.caching import Source, stage_task
from tasks.storage.store import Receipt


@stage_task
def share_out(deduplicated: Receipt) -> list[Receipt]:
    """The distinct texts with their keys, in parts, in their order; a text that is added changes the part that it is in."""
    parts = shared_out(store.read(deduplicated, "tweets").select("tweet_key", "text"))
    return [store.write("deduplicated", tweets=part) for part in parts]


@stage_task
def assign_themes(tweets: Receipt, codebook: Source, decisions: Source | None = None) -> Receipt:
    """Codes one part of the distinct tweets; what people decided stands above what the rules say."""
    texts, frame = store.read(tweets, "tweets"), frames.load(Path(codebook.path))
    codes = coding.assign_themes(texts, frame)
    if decisions is None:
        return store.write("coded", codes=codes)
    settled = load(Path(decisions.path), frame)
    return store.write("coded", codes=decide(codes, settled, frame), decided=standing(texts, settled))
