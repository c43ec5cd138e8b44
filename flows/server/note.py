"""The note that `hushtag ui` leaves for other commands of the same account: its address and its login.

A note counts only while its writer runs and holds the lock on it, and only if this account owns it and nobody else can read it.
"""

import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from flows.server import addresses
from flows.server.addresses import Api
from tasks.errors import StorageError
from tasks.storage.places import mark

TRIES = 5
BETWEEN_TRIES_SECONDS = 0.1


def path() -> Path:
    """The note's file: each checkout has its own, and so its own service."""
    return addresses.home() / f"hushtag-ui-{mark()}.url"


@contextmanager
def left(api: Api) -> Iterator[Api | None]:
    """Leaves the note for as long as the block runs; gives what the service that is there already has noted.

    Raises: StorageError when the note cannot be written, or is another account's.
    """
    with _opened() as file:
        if not _locked(file):
            yield _noted(file) or api
            return
        file.truncate(0)
        file.write("\n".join(api))
        file.flush()
        try:
            yield None
        finally:
            file.truncate(0)


def read() -> Api | None:
    """What the service that runs now has noted; nothing where none runs, or where the note is not to be trusted."""
    try:
        descriptor = os.open(path(), os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    with os.fdopen(descriptor, encoding="utf-8") as file:
        if not _is_ours(file):
            return None
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _noted(file)
    return None


def _opened() -> TextIO:
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        # A file that is cut on opening would take the first one's note away.
        descriptor = os.open(path(), os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        file = os.fdopen(descriptor, "a+", encoding="utf-8")
        # An older one may be readable.
        os.fchmod(descriptor, 0o600)
    except OSError as error:
        raise StorageError(
            f"cannot write ({error.strerror})", path(), "Check whose file it is, and its permissions."
        ) from None
    if not _is_ours(file):
        raise StorageError("belongs to another account", path(), "Remove it, or name another folder: PREFECT_HOME.")
    return file


def _is_ours(file: TextIO) -> bool:
    of_file = os.fstat(file.fileno())
    return of_file.st_uid == os.geteuid() and not stat.S_IMODE(of_file.st_mode) & 0o077


def _locked(file: TextIO) -> bool:
    """Whether we have the lock now; a command that looks whether anybody has it holds it for a moment."""
    for _ in range(TRIES):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(BETWEEN_TRIES_SECONDS)
        else:
            return True
    return False


def _noted(file: TextIO) -> Api | None:
    file.seek(0)
    lines = file.read().split()
    return Api(*lines) if len(lines) == len(Api._fields) else None
