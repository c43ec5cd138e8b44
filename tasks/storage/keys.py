"""The secret that keyed digests are made with, one a study.

A file `keys/<study>.key` in the data folder, where there is one, keeps keys the same as dumps are added. Without it the
secret is drawn from the ingested rows themselves: the same dumps give the same keys, and nobody without them can.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from tasks.storage import store
from tasks.storage.caching import Source
from tasks.storage.store import Receipt


def study_key(study: str, ingested: Sequence[Receipt]) -> Source:
    """The study's secret, as a file that only its owner can read."""
    given = store.root() / "keys" / f"{study}.key"
    return Source.of(given if given.is_file() else _drawn(ingested))


def _drawn(ingested: Sequence[Receipt]) -> Path:
    # Over the bytes and not over their digests, which the manifest may show.
    digest = hashlib.sha256(b"hushtag study key\0")
    for path in store.files(ingested, "tweets"):
        with Path(path).open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return store.keep_secret(f"{digest.hexdigest()}\n")
