"""A dump's words: the bytes of a file as UTF-8 text with plain line ends, whatever they were saved as."""

import codecs
import io
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from tasks.errors import DumpUnreadable
from tasks.reading.legacy import encoding_of

CHUNK = 1 << 20
# Mostly a few lines are asked for.
FIRST_CHUNK = 64 << 10
# What a processor keeps at hand while it goes over it several times.
BLOCK = 4 << 20
NEWLINE, RETURN, RETURN_NEWLINE = 0x0A, 0x0D, 0x0A0D
LONGEST_LINE = 256 << 20


def blocks(path: Path, name: str, size: int = BLOCK, first: int = BLOCK) -> Iterator[bytes]:
    """The text in blocks of whole lines, as UTF-8 without a mark, NULs or carriage returns; the first may be smaller.

    Raises: DumpUnreadable when one line is longer than 256 MiB.
    """
    asked, legacy = min(first, size), ""
    with path.open("rb") as file:
        while chunk := file.read(asked):
            end = _last_line_end(chunk) if len(chunk) == asked else len(chunk)
            if len(chunk) > LONGEST_LINE and not _last_line_end(chunk):
                raise DumpUnreadable("one line is longer than 256 MiB", name, "Split it into a record a line.")
            file.seek(end - len(chunk), os.SEEK_CUR)
            asked = size if end else 2 * asked
            block = chunk[:end]
            if block:
                legacy = legacy or ("" if _is_utf8(block) else _legacy(path))
                yield _repaired(block, legacy)


def lines(path: Path, name: str, size: int = CHUNK) -> Iterator[tuple[int, bytes]]:
    """The lines of the text that are not blank, with their numbers from 1.

    Raises: DumpUnreadable as `blocks` does.
    """
    number = 0
    for block in blocks(path, name, size, FIRST_CHUNK):
        for line in io.BytesIO(block):
            number += 1
            if not line.isspace():
                yield number, line


def _last_line_end(block: bytes) -> int:
    """Where the last whole line ends; a carriage return at the very end may be half of a line end."""
    return (block.rfind(b"\n") + 1) or (block.rfind(b"\r", 0, -1) + 1)


def _is_utf8(block: bytes) -> bool:
    if block.isascii():
        return True
    try:
        # Many times faster than Python's decoder on words that are not all ASCII.
        pl.Series([block], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:
        return False
    return True


def recoded(path: Path) -> Iterator[bytes]:
    """A file in UTF-16 as UTF-8, which keeps line ends bytes."""
    with path.open(encoding="utf-16", errors="replace", newline="") as file:
        while text := file.read(CHUNK):
            yield text.encode()


def _repaired(block: bytes, legacy: str) -> bytes:
    if b"\0" in block:
        block = block.replace(b"\0", b"")
    if b"\r" in block:
        block = _with_plain_ends(block)
    block = block.removeprefix(codecs.BOM_UTF8)
    return b"\n".join(_decoded(line, legacy).encode() for line in block.split(b"\n")) if legacy else block


def _with_plain_ends(block: bytes) -> bytes:
    # Pairs begin on even bytes or on odd ones.
    twos = (np.frombuffer(block, "<u2", (len(block) - start) // 2, start) for start in (0, 1))
    pairs = sum(np.count_nonzero(two == RETURN_NEWLINE) for two in twos)
    if pairs == np.count_nonzero(np.frombuffer(block, np.uint8) == RETURN):
        return block.replace(b"\r", b"")
    letters = np.frombuffer(bytearray(block), np.uint8)
    returns = np.flatnonzero(letters == RETURN)
    after = letters[np.minimum(returns + 1, len(letters) - 1)]
    letters[returns[after != NEWLINE]] = NEWLINE
    return letters.tobytes().replace(b"\r", b"")


def _decoded(line: bytes, encoding: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        # Some tools write each half of an emoji as a letter of its own.
        halves = line.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return line.decode(encoding, errors="replace")
    return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _legacy(path: Path) -> str:
    with path.open("rb") as file:
        return encoding_of(line for line in file if not _is_utf8(line))
