"""The secret that keyed digests are made with: random, drawn once a study, and kept as long as the study lives.

    <data>/keys/<study>.key

Somebody with the archive and the key can tell which tweet a row is of; somebody with the archive alone cannot.
"""

import secrets
from collections.abc import Iterator
from pathlib import Path

from tasks.errors import StorageError
from tasks.storage import store
from tasks.storage.access import is_open_to_others
from tasks.storage.disk_errors import ADVICE, told
from tasks.storage.durable import new_file
from tasks.storage.source import Source

LEAST_BYTES = 32
DRAWN = (
    "{path}: this study's key was drawn. Keep a copy where only you can read it: if it is lost, the same dump gives other"
    " keys, and workbooks, decisions and paraphrases fit no tweet. Who has it and the archive can find every author."
)


def study_key(study: str) -> Source:
    """The study's secret, as a file that only its owner can read.

    Raises: StorageError when it is missing, or is not secret.
    """
    path = place(study)
    check(path)
    return Source.of(path)


def drawn(study: str) -> str:
    """Draws the study's key where it has none, and says what to do with it; nothing where there is one.

    Raises: StorageError when it cannot be written.
    """
    path = place(study)
    return DRAWN.format(path=path) if _draw(path) else ""


def folder_secret() -> bytes:
    """The secret by which releases of all studies are compared, drawn when it is needed first.

    Raises: StorageError when it cannot be written, or is not secret.
    """
    path = store.root() / "keys" / "releases.secret"
    _draw(path)
    check(path)
    return path.read_bytes()


def _draw(path: Path) -> bool:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        return not path.exists() and new_file(path, f"{secrets.token_hex(32)}\n".encode())
    except OSError as error:
        raise StorageError(f"cannot write ({told(error)})", path, ADVICE) from None


def check_if_there(study: str) -> None:
    """Holds the study's key to what a secret is, where it has one.

    Raises: StorageError as `check` does.
    """
    if place(study).exists():
        check(place(study))


def place(study: str) -> Path:
    """Where the study's key lies."""
    return store.root() / "keys" / f"{study}.key"


def every(folder: Path) -> Iterator[Path]:
    """All keys of a data folder, A to Z."""
    yield from sorted((folder / "keys").glob("*.key"))


def check(path: Path) -> None:
    """Holds a key to what a secret is.

    Raises: StorageError when it is missing, empty, short, or open to others.
    """
    try:
        length = len(path.read_bytes().strip())
        is_open = is_open_to_others(path.resolve())
    except OSError as error:
        raise StorageError(f"the study's key cannot be read ({told(error)})", path, "Put its copy back.") from None
    if length < LEAST_BYTES:
        what = f"has {length} characters, fewer than {LEAST_BYTES}" if length else "is empty"
        raise StorageError(f"the study's key {what}", path, "Put its copy back, or move it away: another is drawn.")
    if is_open:
        raise StorageError("the study's key can be read by others", path, f"chmod 600 {path}")
