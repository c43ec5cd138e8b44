"""A dump's words: the bytes of a file as text, whatever encoding they were saved in."""

from pathlib import Path

from tasks.errors import DumpUnreadable


def text_of(path: Path, name: str) -> str:
    """The whole file as text: UTF-8 with or without a mark, UTF-16 by its mark, else Windows-1252.

    Raises: DumpUnreadable when the file is missing.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DumpUnreadable(f"cannot be read ({error.strerror})", name, "Check the path.") from None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
