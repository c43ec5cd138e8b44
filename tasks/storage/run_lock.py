"""One run of a study at a time, whichever way it was started; a lock that ends with the process that holds it.

Where a remote is named, machines that share no disk hold each other off by it (`claims`).

Its file says at which stage the run is. Whatever still stands there when nobody holds the lock is of a run that was killed.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import partial

from tasks.errors import StorageError
from tasks.storage import claims, remote, store

_noting: list[int] = []


@contextmanager
def turn(study: str, waiting: Callable[[], None]) -> Iterator[Callable[[str], None]]:
    """Holds the study for the block, which notes each stage by what it is given; where another run holds the study, says so
    through `waiting` and waits for its end.

    Raises: StorageError when the lock's file cannot be made, or as `claims.held` does.
    """
    folder = store.root() / "runs"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = (folder / f"{study}.lock").open("ab")
    except OSError as error:
        raise StorageError(f"cannot write ({error.strerror})", folder, "Fix its permissions.") from None
    with file:
        if not _taken(file.fileno()):
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        _noting.append(file.fileno())
        try:
            with claims.held(study, waiting) if remote.is_named() else nullcontext(_alone) as check:
                yield partial(_begun, file.fileno(), check)
        finally:
            _noting.remove(file.fileno())
            _note(file.fileno(), "")


def _begun(descriptor: int, check: Callable[[], None], stage: str) -> None:
    check()
    _note(descriptor, stage)


def _alone() -> None:
    """No other machine can take the study over."""


def explained() -> None:
    """Takes back what this process has noted: it ends without an orderly end, and has said why."""
    for descriptor in _noting:
        _note(descriptor, "")


def cut_short(study: str) -> str:
    """What is to be told of the last run where something killed it; nothing where it ended by itself or is still at work."""
    path = store.root() / "runs" / f"{study}.lock"
    if not path.is_file() or is_taken(study) or not (stage := path.read_text(encoding="utf-8")):
        return ""
    why = "probably because memory ran out, in a container or on the machine"
    return f"The last run of this study was killed at {stage}, {why}. If so, run it with --workers 1 or give it more memory."


def is_taken(study: str) -> bool:
    """Whether a run of the study is at work now, as far as this data folder knows."""
    path = store.root() / "runs" / f"{study}.lock"
    if not path.is_file():
        return False
    with path.open("ab") as file:
        return not _taken(file.fileno())


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _note(descriptor: int, stage: str) -> None:
    # On a full disk the stage itself says what is wrong.
    with suppress(OSError):
        os.truncate(descriptor, 0)
        os.write(descriptor, stage.encode())
