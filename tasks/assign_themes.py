"""Assign themes: codes for every distinct tweet, by a coding frame."""

from tasks import codebook as frames
from tasks.pure.coding import assign_themes as coding
from tasks.pure.coding.decide import decide, standing
from tasks.pure.coding.questions import asked_of
from tasks.review.decisions import load
from tasks.storage import store
from tasks.storage.caching import stage_task
from tasks.storage.source import Source
from tasks.storage.store import Receipt


@stage_task
def assign_themes(tweets: Receipt, codebook: Source, decisions: Source | None = None) -> Receipt:
    """Codes one part of the distinct tweets; what people decided stands above what the rules say."""
    texts, frame = store.read(tweets, "tweets"), frames.load(codebook.here())
    tables = {"codes": coding.assign_themes(texts, frame)}
    if frame.questions:
        tables["asked"] = asked_of(texts, frame)
    if decisions is not None:
        settled = load(decisions.here(), frame)
        tables |= {"codes": decide(tables["codes"], settled, frame), "decided": standing(texts, settled)}
    return store.write("coded", **tables)
