"""Which studies are held, kept in the restricted folder: for a server whose database of runs is new and has not heard of it."""

from contextlib import suppress
from pathlib import Path

from tasks.storage import store
from tasks.storage.store import RESTRICTED_STAGE

FOLDER = ".holds"


def keep(name: str) -> None:
    """Notes that a study, or the nightly rerun, is held; nothing where no run has made the data folder.

    Raises: StorageError when that cannot be written.
    """
    if _place().parent.is_dir() and name not in kept():
        store.write_secret(FOLDER, name, "")


def lift(name: str) -> None:
    """Notes that it is held no longer."""
    # Who may not look into the data folder has no note there either.
    with suppress(PermissionError):
        (_place() / name).unlink(missing_ok=True)


def kept() -> set[str]:
    """The names of all that is held."""
    try:
        return {path.name for path in _place().iterdir() if not path.name.startswith(".")}
    except OSError:
        return set()


def _place() -> Path:
    return store.root() / RESTRICTED_STAGE / FOLDER
