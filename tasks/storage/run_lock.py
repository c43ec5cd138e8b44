"""One run of a study at a time, whichever way it was started; a lock that ends with the process that holds it."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tasks.errors import StorageError
from tasks.storage import store


@contextmanager
def turn(study: str, waiting: Callable[[], None]) -> Iterator[None]:
    """Holds the study for the block; where another run holds it, says so through `waiting` and waits for its end.

    Raises: StorageError when the lock's file cannot be made.
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
        yield


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
