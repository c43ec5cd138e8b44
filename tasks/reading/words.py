"""A dump's words: the bytes of a file as UTF-8 text with plain line ends, whatever they were saved as."""

import bz2
import codecs
import gzip
import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import zstandard

from tasks.errors import DumpUnreadable

CHUNK = 1 << 20
LONGEST_LINE = 256 << 20
ALWAYS_UNPACKED = 256 << 20
MOST_TIMES_LARGER = 200
ADVICE = "Fetch it again."
LEGACY = ("cp1252", "mac_roman")
TELLING = set("‘’“”…–—•£€°áàâäãåçéèêëíìîïñóòôöõúùûü")
BROKEN_PACKAGES = (EOFError, zipfile.BadZipFile, zstandard.ZstdError, RuntimeError, NotImplementedError)


@dataclass(frozen=True)
class Shape:
    """What one pass over a file's bytes finds out."""

    is_plain: bool
    is_utf8: bool
    newlines: int


def plain(path: Path, name: str, aside: Path) -> tuple[Path, int]:
    """The file as UTF-8 without a mark, NULs or lone carriage returns, and its newlines: itself, or a copy aside.

    Raises: DumpUnreadable when it is empty, not text, packed too tight, or holds a line of more than 256 MiB.
    """
    path = _unpacked(path, name, aside)
    with path.open("rb") as file:
        mark = file.read(2)
    if not mark:
        raise DumpUnreadable("the file is empty", name, "Leave it out, or fetch it again.")
    if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        path = _copied(_recoded(path), aside / "recoded")
    shape = _shape(path, name)
    if shape.is_plain:
        return path, shape.newlines
    path = _copied(_mended(path, shape.is_utf8), aside / "mended")
    return path, _shape(path, name).newlines


def member(path: Path, inside: str, name: str, aside: Path) -> Path:
    """A copy of one file of a zip archive.

    Raises: DumpUnreadable when the archive is damaged, locked, or packed too tight.
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open(inside) as file:
            packed = max(archive.getinfo(inside).compress_size, 1)
            return _copied(_bounded(_chunks(file), packed, name), aside / f"member{Path(inside).suffix}")
    except (*BROKEN_PACKAGES, OSError) as error:
        raise DumpUnreadable(f"the archive is damaged or locked ({type(error).__name__})", name, ADVICE) from None


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
    """Raises: EOFError when the last frame is cut, which the library's own reader passes over."""
    whole = zstandard.ZstdDecompressor(max_window_size=1 << 31)
    frame = whole.decompressobj()
    for chunk in _chunks(path.open("rb")):
        while chunk:
            if frame.eof:
                frame = whole.decompressobj()
            yield frame.decompress(chunk)
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


def _shape(path: Path, name: str) -> Shape:
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, has_nul, newlines, length, returns, pairs, mark = True, False, 0, 0, 0, 0, b""
    with path.open("rb") as file:
        last = b""
        while chunk := file.read(CHUNK):
            mark = mark or chunk[:3]
            newlines += chunk.count(b"\n")
            if b"\r" in chunk or last == b"\r":
                returns += chunk.count(b"\r")
                pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk[:1] == b"\n")
            has_nul = has_nul or b"\0" in chunk
            cut = chunk.rfind(b"\n")
            length = length + len(chunk) if cut < 0 else len(chunk) - cut
            if length > LONGEST_LINE:
                raise DumpUnreadable("one line is longer than 256 MiB", name, "Split it into a record a line.")
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
            last = chunk[-1:]
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    return Shape(is_utf8 and returns == pairs and not has_nul and mark != codecs.BOM_UTF8, is_utf8, newlines)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
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


def _mended(path: Path, is_utf8: bool) -> Iterator[bytes]:
    encoding = "utf-8" if is_utf8 else _legacy(path)
    with path.open("rb") as file:
        for number, line in enumerate(file):
            line = line.removeprefix(codecs.BOM_UTF8) if number == 0 else line
            yield _decoded(line.replace(b"\0", b""), encoding).replace("\r\n", "\n").replace("\r", "\n").encode()


def _decoded(line: bytes, encoding: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(encoding, errors="replace")


def _legacy(path: Path) -> str:
    """Of the encodings before UTF-8, the one in which the file's high bytes make the likelier words."""
    seen: Counter[str] = Counter()
    with path.open("rb") as file:
        for line in file:
            if not line.isascii() and not _decodes(codecs.getincrementaldecoder("utf-8")(), line, final=True):
                for encoding in LEGACY:
                    seen[encoding] += sum(letter in TELLING for letter in line.decode(encoding, errors="replace"))
    return max(LEGACY, key=lambda encoding: seen[encoding])


def every_line(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a plain file with their numbers from 1."""
    with io.BufferedReader(path.open("rb", buffering=0), CHUNK) as file:
        yield from enumerate(file, 1)


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a plain file that are not blank, with their numbers from 1."""
    return ((number, line) for number, line in every_line(path) if not line.isspace())
