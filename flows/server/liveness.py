"""Whether a server is still there while a command uses it: a server that is gone is reported within fifteen seconds.

Prefect's own client would retry for three minutes, and again for each further request.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn
from urllib.error import URLError
from urllib.request import urlopen

from flows.server.addresses import plain
from tasks.errors import StorageError
from tasks.storage import run_lock

EVERY_SECONDS = 2.5
# Each check takes two seconds at most, so the third failure comes within fourteen.
MISSED = 3


def gone(url: str) -> StorageError:
    """What is told of a server that is gone."""
    advice = "Start it and run again: stages that were done are kept, nothing was published."
    return StorageError("the Prefect server went away in the middle of a run", plain(url), advice)


def is_there(url: str) -> bool:
    """Whether somebody listens; a server that takes a call and answers late is busy, and not gone."""
    try:
        with urlopen(f"{plain(url)}/health", timeout=2):  # noqa: S310  our own or the configured address
            return True
    except URLError:
        return False
    except OSError:
        return True


def _end(error: StorageError) -> NoReturn:
    # An orderly end would take minutes: Prefect first reports each run to the server that is gone.
    print(f"hushtag: {error.line()}", file=sys.stderr, flush=True)
    run_lock.explained()
    os._exit(error.exit_code)


@contextmanager
def watched(url: str, end: Callable[[StorageError], object] = _end) -> Iterator[Callable[[], None]]:
    """Ends this process with a line once the server is gone; starts to look when the block calls what it is given."""
    over = threading.Event()

    def watch() -> None:
        missed = 0
        while missed < MISSED:
            if over.wait(EVERY_SECONDS):
                return
            missed = 0 if is_there(url) else missed + 1
        end(gone(url))

    watcher = threading.Thread(target=watch, daemon=True)
    try:
        yield watcher.start
    finally:
        over.set()
