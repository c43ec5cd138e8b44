"""The data folder and what studies name: who may read and write it, keys that are secret, files that hold together."""

import glob
import os
from collections.abc import Iterator
from pathlib import Path

from tasks.errors import StorageError
from tasks.storage import keys as secret_keys
from tasks.storage import remote
from tasks.storage.places import PROJECT, existing
from tasks.storage.store import RESTRICTED_STAGE
from tasks.studies import study_file
from tasks.studies.study import Study

# What holds a tweet's words or leads to its author, and whom it must be closed to; a steward may share dumps with a group.
RESTRICTED = {RESTRICTED_STAGE: 0o077, "withheld": 0o077, "votes": 0o077, "dumps": 0o027, "paraphrases": 0o027}
OWNER_ONLY = "chmod -R u=rwX,go= "


def storage(folder: Path) -> str:
    """The data folder can be written, and what is restricted is for its owner only.

    Raises: StorageError naming the command that fixes it.
    """
    if folder.exists() and not folder.is_dir():
        raise StorageError("is not a folder", folder, "Name another: --data.")
    if not os.access(existing(folder), os.W_OK):
        raise StorageError(
            "cannot be written", folder, "Give it to the user who runs Hushtag, or name another: --data."
        )
    if folder.is_dir() and folder.stat().st_mode & 0o002:
        what = "can be changed by every account of this machine: they could put folders of theirs in its place"
        raise StorageError(what, folder, f"chmod o-w {folder}")
    looked_at = 0
    for name, closed in RESTRICTED.items():
        within = [*(folder / name).rglob("*"), *([folder / name] if name == RESTRICTED_STAGE else [])]
        there = [path for path in within if path.exists() and not path.is_symlink()]
        if open_to_others := sum(bool(path.stat().st_mode & closed) for path in there):
            what = f"{open_to_others} files or folders are open to others"
            raise StorageError(what, folder / name, OWNER_ONLY + str(folder / name))
        looked_at += len(there)
    return f"{looked_at} files and folders, for their owner only"


def keys(folder: Path) -> str:
    """Every study's key is a secret: long enough, and its owner's.

    Raises: StorageError naming the first that is not.
    """
    found = list(secret_keys.every(folder))
    for path in found:
        secret_keys.check(path)
    return f"{len(found)} as secret as they must be"


def dumps(_: Path) -> str:
    """What studies name as their dumps is closed to all but its owner and their group; what ships is for everybody.

    Raises: StorageError naming the study, and how many files are open.
    """
    looked_at = 0
    for path, study in study_file.every(study_file.placed()):
        found = [file for dump in study.dumps for file in _files_of(dump)] if isinstance(study, Study) else []
        if open_to_others := sum(bool(file.stat().st_mode & RESTRICTED["dumps"]) for file in found):
            what = f"{open_to_others} of its {len(found)} dump files can be read by others, or written by its group"
            raise StorageError(what, path.stem, "chmod o=,g-w on them, and see who may enter their folder.")
        looked_at += len(found)
    return f"{looked_at} files, closed to others"


def studies(_: Path) -> str:
    """Every study file is valid.

    Raises: DeclarationError naming the first that is not.
    """
    found = dict(study_file.every(study_file.placed()))
    for study in found.values():
        if not isinstance(study, Study):
            raise study
    return f"{len(found)} valid"


def shared(_: Path) -> str:
    """The remote can be written and read, where one is named.

    Raises: StorageError or UsageError when it cannot.
    """
    if not remote.is_named():
        return f"no remote is named: {remote.VARIABLE} is for clusters"
    remote.probe()
    return f"{remote.VARIABLE} can be written and read"


def _files_of(dump: str) -> Iterator[Path]:
    """The files that a dump of a study names, but for those that ship."""
    for path in map(Path, glob.glob(dump, recursive=True)):  # noqa: PTH207  a glob with its own beginning
        within = path.rglob("*") if path.is_dir() else [path]
        yield from (each for each in within if each.is_file() and not each.resolve().is_relative_to(PROJECT / "data" / "sample"))
