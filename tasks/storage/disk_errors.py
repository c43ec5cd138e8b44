"""What the system says when storage fails, whichever library passes it on; a library's own words may quote a row."""

import errno
import os
import re

from tasks.errors import StorageError

ADVICE = "Free some space, fix permissions, or name another folder with --data."
OF_STORAGE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
# As Polars and as DuckDB quote it.
NUMBER = re.compile(r'os error (\d+)|"errno":"(\d+)"')


def told(error: Exception) -> str:
    """The system's words for what went wrong, else the kind of error."""
    number = _number(error)
    return os.strerror(number) if number else type(error).__name__


def of_storage(error: Exception, where: object) -> StorageError | None:
    """The refusal that tells of an error, where it is one of a disk that is full, read-only, closed or broken."""
    return StorageError(f"cannot write ({told(error)})", where, ADVICE) if _number(error) in OF_STORAGE else None


def _number(error: Exception) -> int:
    if isinstance(error, OSError) and error.errno:
        return error.errno
    found = NUMBER.search(str(error))
    return int(found[1] or found[2]) if found else 0
