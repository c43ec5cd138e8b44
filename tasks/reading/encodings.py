"""A dump's words: the bytes of a file as UTF-8 text with plain line ends, whatever they were saved as."""

import bz2
import codecs
import gzip
import io
import json
import os
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import IO

import numpy as np
import polars as pl

from tasks.errors import DumpUnreadable

CHUNK = 1 << 20
# What a processor keeps at hand while it goes over it several times.
BLOCK = 4 << 20
NEWLINE, RETURN, RETURN_NEWLINE = 0x0A, 0x0D, 0x0A0D
LONGEST_LINE = 256 << 20
ALWAYS_UNPACKED = 256 << 20
MOST_TIMES_LARGER = 200
ADVICE = "Fetch it again."
OWNER = {"handle": "username", "display_name": "accountDisplayName", "author_id": "accountId"}
ARCHIVES = {"tar": (257, b"ustar"), "7z": (0, b"7z\xbc\xaf\x27\x1c"), "RAR": (0, b"Rar!\x1a\x07"), "zip": (0, b"PK\x03\x04")}
LEGACY = ("cp1252", "mac_roman")
TELLING = set("‘’“”…–—•£€°áàâäãåçéèêëíìîïñóòôöõúùûü")
BROKEN_PACKAGES = (EOFError, zipfile.BadZipFile, RuntimeError, NotImplementedError)


def unpacked(path: Path, name: str, aside: Path) -> Path:
    """The file out of its package and in an encoding that keeps line ends bytes: itself, or a copy aside.

    Raises: DumpUnreadable when it is empty, damaged, packed too tight or an archive of another kind.
    """
    path = _unpacked(path, name, aside)
    with path.open("rb") as file:
        top = file.read(512)
    if not top:
        raise DumpUnreadable("the file is empty", name, "Leave it out, or fetch it again.")
    kind = next((kind for kind, (place, mark) in ARCHIVES.items() if top[place:].startswith(mark)), None)
    if kind:
        raise DumpUnreadable(f"is a {kind} archive", name, "Unpack it, and name its folder.")
    return _copied(_recoded(path), aside / "recoded") if top[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else path


def blocks(path: Path, name: str, size: int = BLOCK) -> Iterator[bytes]:
    """The text in blocks of whole lines, as UTF-8 without a mark, NULs or carriage returns.

    Raises: DumpUnreadable when one line is longer than 256 MiB.
    """
    asked, legacy = size, ""
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
    for block in blocks(path, name, size):
        for line in io.BytesIO(block):
            number += 1
            if not line.isspace():
                yield number, line


def owner(path: Path) -> dict[str, str]:
    """Whose account a personal archive is, as far as its account.js tells: that file itself, or the zip it lies in."""
    return _owner(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _owner(path: Path, changed: int) -> dict[str, str]:
    try:
        told = path.read_bytes()[:CHUNK] if path.suffix == ".js" else _account_in(path)
        account = json.loads(told[told.index(b"[") :])[0]["account"]
    except (*BROKEN_PACKAGES, OSError, ValueError, LookupError, TypeError):
        return {}
    known = {name: account.get(key) for name, key in OWNER.items()}
    return {name: value for name, value in known.items() if isinstance(value, str) and value}


def _account_in(path: Path) -> bytes:
    archive = _archive(path, path.stat().st_mtime_ns)
    inside = next((each for each in archive.infolist() if each.filename.rpartition("/")[2] == "account.js"), None)
    return archive.read(inside) if inside and inside.file_size < CHUNK else b""


def member(path: Path, number: int, name: str, aside: Path) -> Path:
    """A copy of one file of a zip archive, told by its place among them: two may have one name.

    Raises: DumpUnreadable when the archive is damaged, locked, or packed too tight.
    """
    try:
        archive = _archive(path, path.stat().st_mtime_ns)
        info = archive.infolist()[number]
        with archive.open(info) as file:
            packed = max(info.compress_size, 1)
            return _copied(_bounded(_chunks(file), packed, name), aside / f"member{Path(info.filename).suffix}")
    except (*BROKEN_PACKAGES, OSError, IndexError) as error:
        raise DumpUnreadable(f"the archive is damaged or locked ({type(error).__name__})", name, ADVICE) from None


# To read what an archive holds again for each of its files would take the square of their number.
@lru_cache(maxsize=2)
def _archive(path: Path, changed: int) -> zipfile.ZipFile:
    return zipfile.ZipFile(path)


def _unpacked(path: Path, name: str, aside: Path) -> Path:
    with path.open("rb") as file:
        magic = file.read(4)
    chunks = next((chunks for start, chunks in PACKAGES.items() if magic.startswith(start)), None)
    if chunks is None:
        return path
    try:
        return _copied(_bounded(chunks(path), path.stat().st_size, name), aside / "unpacked")
    except (*BROKEN_PACKAGES, OSError) as error:
        raise DumpUnreadable(f"cannot be unpacked ({type(error).__name__})", name, ADVICE) from None


def _chunks(file: IO[bytes] | gzip.GzipFile | bz2.BZ2File) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


def _zstd(path: Path) -> Iterator[bytes]:
    """Raises: EOFError when a frame is damaged, or the last one is cut, which the library's own reader passes over."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    # Archives of decades are packed with the widest window that there is.
    options = {int(zstd.DecompressionParameter.window_log_max): 31}
    frame = zstd.ZstdDecompressor(options=options)
    for chunk in _chunks(path.open("rb")):
        while chunk:
            if frame.eof:
                frame = zstd.ZstdDecompressor(options=options)
            try:
                yield frame.decompress(chunk)
            except zstd.ZstdError:
                raise EOFError from None
            chunk = frame.unused_data
    if not frame.eof:
        raise EOFError


PACKAGES: Mapping[bytes, Callable[[Path], Iterator[bytes]]] = {
    b"\x1f\x8b": lambda path: _chunks(gzip.GzipFile(path)),
    b"BZh": lambda path: _chunks(bz2.BZ2File(path)),
    b"\x28\xb5\x2f\xfd": _zstd,
}


def _bounded(chunks: Iterable[bytes], packed: int, name: str) -> Iterator[bytes]:
    """Raises: DumpUnreadable once more comes out than any honest dump holds."""
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > max(ALWAYS_UNPACKED, packed * MOST_TIMES_LARGER):
            raise DumpUnreadable(f"unpacks to more than {MOST_TIMES_LARGER} times its size", name, "Unpack it yourself.")
        yield chunk


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


def _copied(chunks: Iterable[bytes], to: Path) -> Path:
    with to.open("wb") as file:
        file.writelines(chunks)
    return to


def _recoded(path: Path) -> Iterator[bytes]:
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
    """Of the encodings before UTF-8, the one in which the file's high bytes make the likelier words."""
    seen: Counter[str] = Counter()
    with path.open("rb") as file:
        for line in file:
            if not _is_utf8(line):
                for encoding in LEGACY:
                    seen[encoding] += sum(letter in TELLING for letter in line.decode(encoding, errors="replace"))
    return max(LEGACY, key=lambda encoding: seen[encoding])
