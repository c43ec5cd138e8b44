"""Files out of their packages: gzip, bzip2, xz, zstd and the members of zip archives, in bounded room."""

import bz2
import codecs
import gzip
import lzma
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import IO

from tasks.errors import DumpUnreadable
from tasks.reading.encodings import recoded

CHUNK = 1 << 20
ALWAYS_UNPACKED = 256 << 20
MOST_TIMES_LARGER = 200
ADVICE = "Fetch it again."
SALVAGE = f"{ADVICE[:-1]}, or name what its own program (gzip -dc, xz -dc) saves of it."
# The marks of a tar end in what no text holds: "custard" does not make one.
ARCHIVES = {
    "tar": (257, (b"ustar\0", b"ustar  \0")), "7z": (0, (b"7z\xbc\xaf\x27\x1c",)), "RAR": (0, (b"Rar!\x1a\x07",)),
    "zip": (0, (b"PK\x03\x04",)),
}  # fmt: skip
BROKEN = (EOFError, lzma.LZMAError, zipfile.BadZipFile, RuntimeError, NotImplementedError)


def unpacked(path: Path, name: str, aside: Path) -> Path:
    """The file out of its package and in an encoding that keeps line ends bytes: itself, or a copy aside.

    Raises: DumpUnreadable when it is empty, damaged, packed too tight or an archive of another kind.
    """
    path = _unpacked(path, name, aside)
    with path.open("rb") as file:
        top = file.read(512)
    if not top:
        raise DumpUnreadable("the file is empty", name, "Leave it out, or fetch it again.")
    kind = next((kind for kind, (place, marks) in ARCHIVES.items() if top[place:].startswith(marks)), None)
    if kind:
        raise DumpUnreadable(f"is a {kind} archive", name, "Unpack it, and name its folder.")
    return _copied(recoded(path), aside / "recoded") if top[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else path


def member(path: Path, number: int, name: str, aside: Path) -> Path:
    """A copy of one file of a zip archive, told by its place among them: two may have one name.

    Raises: DumpUnreadable when the archive is damaged, locked, or packed too tight.
    """
    try:
        archive = opened(path)
        info = archive.infolist()[number]
        with archive.open(info) as file:
            packed = max(info.compress_size, 1)
            return _copied(_bounded(_chunks(file), packed, name), aside / f"member{Path(info.filename).suffix}")
    except (*BROKEN, OSError, IndexError) as error:
        raise DumpUnreadable(f"the archive is damaged or locked ({type(error).__name__})", name, ADVICE) from None


def opened(path: Path) -> zipfile.ZipFile:
    """A zip archive, opened once however many of its members are read."""
    return _archive(path, path.stat().st_mtime_ns)


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
    except (*BROKEN, OSError) as error:
        raise DumpUnreadable(f"cannot be unpacked ({type(error).__name__})", name, SALVAGE) from None


def _chunks(file: IO[bytes] | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile) -> Iterator[bytes]:
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
    b"\xfd7zX": lambda path: _chunks(lzma.LZMAFile(path)),  # noqa: SIM115 - it is closed where it is read
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


def _copied(chunks: Iterable[bytes], to: Path) -> Path:
    with to.open("wb") as file:
        file.writelines(chunks)
    return to
