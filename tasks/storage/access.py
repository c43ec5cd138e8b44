"""Who may read what is stored: its owner, a group that the study names, or everybody; whatever the umask says."""

import os
import pwd
import stat
from collections.abc import Iterable
from pathlib import Path

from tasks.errors import StorageError, StudyInvalid

OWNER, GROUP, EVERYBODY = (0o700, 0o600), (0o750, 0o640), (0o755, 0o644)
"""Modes of folders and of files."""
READ_BY_OTHERS = 0o077


def account() -> str:
    """The account that this process runs as; its number where it has no name. No variable that anybody can set counts."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def for_everybody(folder: Path) -> None:
    """Lets everybody read a folder with all that is in it; only its owner may change it."""
    _set(folder, EVERYBODY)


def for_readers(folder: Path, group: str | None, owners: Iterable[str] = ()) -> None:
    """Lets a group of this machine, or where none is named the owner alone, read a folder; files `owners` stay the owner's.

    Raises: StudyInvalid when there is no such group; StorageError when the folder cannot be given to it.
    """
    if group is None:
        _set(folder, OWNER)
        return
    number = group_number(group)
    try:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, -1, number)
    except OSError as error:
        advice = f"The account that runs Hushtag must belong to the group {group}."
        raise StorageError(f"cannot be given to the study's group ({error.strerror})", folder, advice) from None
    _set(folder, GROUP)
    for name in owners:
        (folder / name).chmod(OWNER[1])


def like(folder: Path, other: Path) -> None:
    """Gives a folder the modes and the groups of one with the same files in it.

    Raises: OSError when they cannot be given to it.
    """
    for path in (*sorted(other.rglob("*")), other):
        as_it_is, twin = path.stat(), folder / path.relative_to(other)
        os.chown(twin, -1, as_it_is.st_gid)
        twin.chmod(stat.S_IMODE(as_it_is.st_mode))


def group_number(name: str) -> int:
    """The number of a group of this machine.

    Raises: StudyInvalid when this machine has none of that name.
    """
    try:
        import grp

        return grp.getgrnam(name).gr_gid
    except (ImportError, KeyError):
        raise StudyInvalid(f"group: this machine has no group {name!r}", "", "Name one that `getent group` lists.") from None


def new_file(path: Path) -> None:
    """Makes an empty file that only its owner can read; one that is there keeps its mode.

    Raises: OSError when it cannot be made.
    """
    path.touch(mode=OWNER[1])


def is_open_to_others(path: Path) -> bool:
    """Whether anybody but its owner may do anything with a file or folder."""
    return bool(path.lstat().st_mode & READ_BY_OTHERS)


def _set(folder: Path, modes: tuple[int, int]) -> None:
    # From the inside out: a folder is opened once all that is in it is as it should be.
    for path in (*sorted(folder.rglob("*"), reverse=True), folder):
        mode = modes[0] if path.is_dir() else modes[1]
        # What another account owns may already be as it should be.
        if stat.S_IMODE(path.stat().st_mode) != mode:
            path.chmod(mode)
