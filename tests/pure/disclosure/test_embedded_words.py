"""What lies inside manuscripts and images comes to light, and what cannot be searched is refused."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
import vl_convert
from docx import Document

from tasks.pure.disclosure.embedded_words import PNG_HEAD, docx_words, png_words

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4" fill="red"/></svg>'


def written(document: object) -> bytes:
    out = BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    out = BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, part)
    return out.getvalue()


def plain_docx(*words: str) -> bytes:
    document = Document()
    paragraph = document.add_paragraph()
    for each in words:
        paragraph.add_run(each)
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("thumbnail"):
            del package.rels[key]
    return written(document)


def test_a_handle_in_two_runs_is_one_word() -> None:
    assert any("@quillfeather_z" in line for line in docx_words(plain_docx("ask @quill", "feather_z")))


def test_a_link_to_elsewhere_is_seen_and_a_vocabulary_is_not() -> None:
    link = b'<Relationships><Relationship Target="https://quillfeather.example.net/a?b=1&amp;c=2"/></Relationships>'
    words = list(docx_words(with_part(plain_docx("so"), "word/_rels/more.rels", link)))
    assert "https://quillfeather.example.net/a?b=1&c=2" in words
    assert not [line for line in words if "openxmlformats" in line and "://" in line]


@pytest.mark.parametrize("name", ["word/media/image1.jpeg", "word/vbaProject.bin", "customXml/item1.json"])
def test_a_part_of_another_kind_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be searched"):
        list(docx_words(with_part(plain_docx("so"), name, b"x")))


def test_what_is_no_archive_is_refused() -> None:
    with pytest.raises(ValueError, match="no archive"):
        list(docx_words(b"PK nothing"))


def test_pixels_have_no_words() -> None:
    assert list(png_words(vl_convert.svg_to_png(SVG))) == []


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content), kind) + content + struct.pack(">I", zlib.crc32(kind + content))


@pytest.mark.parametrize("kind", [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"vpAg", b"pHYs", b"gAMA", b"PLTE"])
def test_an_image_with_another_chunk_is_refused(kind: bytes) -> None:
    content = vl_convert.svg_to_png(SVG)
    with pytest.raises(ValueError, match="more than pixels"):
        list(png_words(content[:-12] + chunk(kind, b"Comment\0x") + content[-12:]))


@pytest.mark.parametrize(
    "change", [lambda png: png + b"x", lambda png: png[:-12], lambda png: b"", lambda png: png[1:]]
)
def test_an_image_cut_or_lengthened_is_refused(change: object) -> None:
    with pytest.raises(ValueError, match="image"):
        list(png_words(change(vl_convert.svg_to_png(SVG))))  # type: ignore[operator]


def picture(*behind: bytes, pixels: bytes = b"\0" * 5 * 4) -> bytes:
    """A grey square of four by four, whatever is packed as its pixels."""
    head = struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0)
    packed = zlib.compress(pixels)
    return PNG_HEAD + b"".join([chunk(b"IHDR", head), chunk(b"IDAT", packed), *(behind or [chunk(b"IEND", b"")])])


HIDDEN = b"from @quillfeather_z"


@pytest.mark.parametrize(
    "hiding",
    [
        picture() + HIDDEN,
        picture(chunk(b"IEND", HIDDEN)),
        picture(chunk(b"IEND", b""), chunk(b"IDAT", HIDDEN)),
        picture(chunk(b"IDAT", HIDDEN), chunk(b"IEND", b"")),
        picture(chunk(b"pHYs", HIDDEN[:9]), chunk(b"pHYs", HIDDEN[9:18]), chunk(b"IEND", b"")),
        picture(pixels=b"\0" * 5 * 4 + HIDDEN),
        picture()[:-4] + HIDDEN[-4:],
    ],
    ids=["behind the end", "in the end", "past the end", "behind the packed", "twice", "more pixels", "as a checksum"],
)
def test_what_hides_behind_pixels_is_refused(hiding: bytes) -> None:
    assert list(png_words(picture())) == []
    with pytest.raises(ValueError, match="image"):
        list(png_words(hiding))
