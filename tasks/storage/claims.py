"""One run of a study at a time among machines that share a remote: each writes a claim, and only who finds no other goes on.

    <remote>/internal/runs/<study>/<claim>

Object stores list what was written before, and so of two that claim at once at least one sees the other. Who sees one takes
the own claim back and tries again. A claim is written again and again; one that stays as it was is of a run that was killed.
"""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from random import SystemRandom

from tasks.errors import StorageError
from tasks.storage import remote

WRITTEN_EVERY, GIVEN_UP_AFTER, LOOK_EVERY = 10.0, 60.0, 2.0
"""Seconds between two signs of life, without one until a claim is taken for dead, and between two looks of who waits."""


@contextmanager
def held(study: str, waiting: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Holds the study for the block, which is given what raises where another run has taken it over meanwhile.

    Raises: StorageError when the remote cannot be reached, or another run took the study over.
    """
    home = f"{remote.INTERNAL}/runs/{study}"
    claim = f"{home}/{secrets.token_hex(8)}"
    _take(home, claim, waiting)
    ended, lost = threading.Event(), threading.Event()
    signs = threading.Thread(target=_signs_of_life, args=(home, claim, ended, lost), daemon=True)
    signs.start()

    def check() -> None:
        if lost.is_set():
            raise StorageError("another run took this study over, since this one gave no sign of life", study, "Run it again.")

    try:
        yield check
    finally:
        ended.set()
        signs.join()
        # A store that is gone keeps a claim that nobody writes any more.
        with suppress(StorageError):
            remote.remove(claim)


def _take(home: str, claim: str, waiting: Callable[[], None]) -> None:
    seen: dict[str, tuple[int, float]] = {}
    while True:
        others = _living(home, seen)
        if not others:
            remote.write(claim, b"")
            if remote.listed(home).keys() == {claim.rpartition("/")[2]}:
                return
            remote.remove(claim)
            # Each waits for a time of its own, or both would meet again.
            time.sleep(SystemRandom().uniform(0, LOOK_EVERY))
            continue
        waiting()
        waiting = _nothing
        time.sleep(LOOK_EVERY)


def _living(home: str, seen: dict[str, tuple[int, float]]) -> list[str]:
    """The claims of others; one that was not written for long, by this machine's own clock, is removed."""
    living = []
    for name, written in remote.listed(home).items():
        before, since = seen.get(name, (None, 0.0))
        if written != before:
            seen[name] = written, time.monotonic()
        elif time.monotonic() - since > GIVEN_UP_AFTER:
            remote.remove(f"{home}/{name}")
            continue
        living.append(name)
    return living


def _signs_of_life(home: str, claim: str, ended: threading.Event, lost: threading.Event) -> None:
    while not ended.wait(WRITTEN_EVERY):
        # The stages tell of a store that is gone.
        with suppress(StorageError):
            if claim.rpartition("/")[2] not in remote.listed(home):
                lost.set()
                return
            remote.write(claim, b"")


def _nothing() -> None:
    """Who waits says so once."""
