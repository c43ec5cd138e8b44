"""Digests of files and folders: what is the same content has the same one, under whatever name."""

import hashlib
from functools import lru_cache
from pathlib import Path

from tasks.errors import StorageError


def folder_sha256(folder: Path) -> str:
    """Digest over the names and bytes of a folder's files."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder)}\0{file_sha256(path)}\n".encode())
    return digest.hexdigest()


def file_sha256(path: Path) -> str:
    """Digest of a file's bytes, computed again only when its size or time of change differ.

    Raises: StorageError when it cannot be read.
    """
    try:
        stat = path.stat()
        return _sha256(path, stat.st_size, stat.st_mtime_ns, stat.st_ino)
    except OSError as error:
        raise StorageError(f"cannot read ({error.strerror})", path.name, "Fix its permissions.") from None


def folder_state(folder: Path) -> str:
    """Digest over the names, sizes and times of change of a folder's files, none of which is read; empty where it is not there."""
    if not folder.is_dir():
        return ""
    files = ((path, path.stat()) for path in sorted(folder.rglob("*")) if path.is_file())
    told = [f"{path.relative_to(folder)}\0{state.st_size}\0{state.st_mtime_ns}\n" for path, state in files]
    return hashlib.sha256("".join(told).encode()).hexdigest()


@lru_cache(maxsize=65536)
def _sha256(path: Path, *_state: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
