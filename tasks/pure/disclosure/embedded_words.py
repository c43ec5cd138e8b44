"""The words inside manuscripts and images, so that a search of a bundle sees them."""

import html
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from xml.etree import ElementTree

# Names of vocabularies look like links and lead nowhere.
VOCABULARIES = re.compile(
    r"http://(?:schemas\.openxmlformats\.org|schemas\.microsoft\.com|www\.w3\.org|purl\.org)/[\w./-]*"
)
# The parser takes these away.
NAME_SPACE = re.compile(r"""\bxmlns(?::[\w.-]+)?\s*=\s*("[^"]*"|'[^']*')""")
PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
# The chunks that our figures may have beside their pixels, with their sizes in bytes; any other may hold words.
PNG_CHUNKS = {b"IHDR": 13, b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"pHYs": 9, b"IEND": 0}
# Numbers a pixel by the head's kind of colour: grey, red-green-blue, and either with transparency.
SAMPLES = {0: 1, 2: 3, 4: 2, 6: 4}
# Of a part and of a picture once unpacked; what is larger is a bomb.
LARGEST = 64 * 1024 * 1024
LOCAL_HEAD = struct.Struct("<4s22xHH")


def docx_words(content: bytes) -> Iterator[str]:
    """Names of the parts, their attributes' values, comments, and their paragraphs, each whole however many runs it has.

    Raises: ValueError when a part is of a kind that cannot be searched or too large, the archive is none, or something
        lies in it beside its parts.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _hold_tight(archive, content)
            for part in archive.infolist():
                if part.file_size > LARGEST:
                    raise ValueError("a part of the manuscript is too large to be searched")
                yield part.filename
                yield from _part_words(part.filename, archive.read(part))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, struct.error) as error:
        raise ValueError(f"no archive that can be searched ({type(error).__name__})") from None


def png_words(content: bytes) -> Iterator[str]:
    """Nothing: an image of pixels alone has no words.

    Raises: ValueError when it holds anything else.
    """
    if not content.startswith(PNG_HEAD):
        raise ValueError("the image has no head of a PNG")
    chunks = list(_chunks(content))
    around = [(kind, body) for kind, body in chunks if kind != b"IDAT"]
    is_once = len(dict(around)) == len(around)
    is_known = is_once and all(PNG_CHUNKS.get(kind) == len(body) for kind, body in around)
    if not is_known or not chunks or (chunks[0][0], chunks[-1][0]) != (b"IHDR", b"IEND") or not _is_whole(chunks):
        raise ValueError("the image holds more than pixels, or fewer")
    yield from ()


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_HEAD)
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content.ljust(at + 8), at)
        end = at + length + 12
        body = content[at + 8 : end - 4]
        if content[end - 4 : end] != struct.pack(">I", zlib.crc32(kind + body)):
            raise ValueError("a chunk of the image is not as long as it says, or not what was written")
        yield kind, body
        at = end


def _is_whole(chunks: Sequence[tuple[bytes, bytes]]) -> bool:
    """Whether an image's packed pixels are as many as its head says, with nothing behind them."""
    width, height, depth, colours, interlaced = struct.unpack(">IIBB2xB", chunks[0][1])
    size = height * (1 + (width * SAMPLES.get(colours, 0) * depth + 7) // 8)
    if size > LARGEST or interlaced:
        return False
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"), size + 1)
    except zlib.error:
        return False
    return len(found) == size and unpacking.eof and not unpacking.unused_data


def _hold_tight(archive: zipfile.ZipFile, content: bytes) -> None:
    """Refuses an archive with notes, with a name twice, or with bytes before, between or behind its parts."""
    parts, at = sorted(archive.infolist(), key=lambda part: part.header_offset), 0
    for part in parts:
        _, name, extra = LOCAL_HEAD.unpack_from(content, part.header_offset)
        named = content[part.header_offset + 30 : part.header_offset + 30 + name]
        if part.header_offset != at or extra or part.extra or part.comment or named != part.filename.encode():
            raise ValueError("the archive holds more than its parts")
        at += 30 + name + part.compress_size
    directory = sum(46 + len(part.filename.encode()) for part in parts)
    is_twice = len({part.filename for part in parts}) < len(parts)
    if is_twice or archive.comment or archive.start_dir != at or len(content) != at + directory + 22:
        raise ValueError("the archive holds more than its parts")


def _part_words(name: str, part: bytes) -> Iterator[str]:
    if name.endswith(".png"):
        yield from png_words(part)
    elif name.endswith((".xml", ".rels")):
        yield from _xml_words(part)
    else:
        raise ValueError("a part of the manuscript cannot be searched")


def _xml_words(part: bytes) -> Iterator[str]:
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise ValueError("a part of the manuscript declares its own entities")
    builder = ElementTree.TreeBuilder(insert_comments=True, insert_pis=True)
    try:
        parser = ElementTree.XMLParser(target=builder)  # noqa: S314  entities are refused above
        parser.feed(words := part.decode("utf-8"))
        root = parser.close()
    except ElementTree.ParseError:
        raise ValueError("a part of the manuscript cannot be searched") from None
    yield from (VOCABULARIES.sub("", found) for found in NAME_SPACE.findall(words))
    for element in root.iter():
        values = [VOCABULARIES.sub("", html.unescape(value)) for value in element.attrib.values()]
        if "External" in values:
            raise ValueError("a part of the manuscript leads elsewhere")
        yield from values
        yield from (words for words in (element.text, element.tail) if words)
    for paragraph in root.iter(PARAGRAPH):
        yield "".join(paragraph.itertext())
