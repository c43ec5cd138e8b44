"""Assign themes: codes for every distinct tweet, by a coding frame."""

from pathlib import Path

from tasks import codebook as frames
from tasks.pure.coding import assign_themes as coding
from tasks.storage import store
from tasks.storage.caching import Source, stage_task
from tasks.storage.store import Receipt


@stage_task
def assign_themes(tweets: Receipt, codebook: Source) -> Receipt:
    """Codes one part of the distinct tweets."""
    codes = coding.assign_themes(store.read(tweets, "tweets"), frames.load(Path(codebook.path)))
    return store.write("coded", codes=codes)
