"""Folders in which something is written before it takes its place; those that a dead run left behind are found and removed.

Who writes holds a lock on the folder, which ends with the process, however it ends.
"""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = ".aside-"
# A folder is made a moment before it is held.
YOUNG_SECONDS = 60


@contextmanager
def aside(home: Path) -> Iterator[Path]:
    """A folder within another, for its owner only, gone when the block ends unless it was given a place."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=home))
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield folder
    finally:
        os.close(descriptor)
        shutil.rmtree(folder, ignore_errors=True)


def sweep(homes: Iterable[Path]) -> int:
    """Removes from some folders what dead runs left in them, and says how many there were."""
    dead = [path for home in homes for path in sorted(home.glob(f"{PREFIX}*")) if path.is_dir() and _is_dead(path)]
    for path in dead:
        shutil.rmtree(path, ignore_errors=True)
    return len(dead)


def _is_dead(folder: Path) -> bool:
    with suppress(OSError):
        if time.time() - folder.stat().st_ctime < YOUNG_SECONDS:
            return False
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        finally:
            os.close(descriptor)
    return False
