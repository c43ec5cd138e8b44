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


@lru_cache(maxsize=65536)
def _sha256(path: Path, *_state: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
