"""The words inside files that are no text, so that a search of a bundle sees them: manuscripts and images."""

import html
import re
import struct
import zipfile
from collections.abc import Iterator
from io import BytesIO

# Names of vocabularies look like links and lead nowhere.
VOCABULARIES = re.compile(r"http://(?:schemas\.openxmlformats\.org|schemas\.microsoft\.com|www\.w3\.org|purl\.org)/[\w./-]*")
PARAGRAPH, TAG, VALUE = re.compile(r"</w:p>"), re.compile(r"<[^>]*>"), re.compile(r'="([^"]*)"')
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
# Pixels, their colours and their density; any other chunk may hold words.
PNG_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"IDAT", b"IEND"}


def docx_words(content: bytes) -> Iterator[str]:
    """Names of the parts, their attributes' values and their paragraphs, each whole however many runs it has.

    Raises: ValueError when a part is of a kind that cannot be searched, or the archive is none.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            yield archive.comment.decode("utf-8", "replace")
            for name in archive.namelist():
                yield name
                yield from _part_words(name, archive.read(name))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ValueError(f"no archive that can be searched ({type(error).__name__})") from None


def png_words(content: bytes) -> Iterator[str]:
    """Nothing: an image of pixels alone has no words.

    Raises: ValueError when it holds anything else.
    """
    at = len(PNG_HEAD)
    kind = b"" if content.startswith(PNG_HEAD) else b"no head"
    while not kind or (kind in PNG_CHUNKS and kind != b"IEND"):
        if len(content) < at + 12:
            raise ValueError("the image is cut short")
        length, kind = struct.unpack_from(">I4s", content, at)
        at += length + 12
    if kind not in PNG_CHUNKS or at != len(content):
        raise ValueError("the image holds more than pixels")
    yield from ()


def _part_words(name: str, part: bytes) -> Iterator[str]:
    if name.endswith(".png"):
        yield from png_words(part)
    elif name.endswith((".xml", ".rels")):
        words = VOCABULARIES.sub("", part.decode("utf-8"))
        yield from (html.unescape(value) for tag in TAG.findall(words) for value in VALUE.findall(tag))
        yield from html.unescape(TAG.sub("", PARAGRAPH.sub("\n", words))).splitlines()
    else:
        raise ValueError("a part of the manuscript cannot be searched")
