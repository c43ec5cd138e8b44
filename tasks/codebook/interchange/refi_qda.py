"""REFI-QDA codebook exchange (.qdc): codes with guids, themes above headings, definitions and proof as descriptions."""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from tasks.codebook.interchange.described import description, restored
from tasks.codebook.interchange.flat import assembled, text_of
from tasks.codebook.model import Codebook, Heading, Theme
from tasks.errors import CodebookInvalid

TITLE = "REFI-QDA codebook"
ENDINGS = (".qdc",)
NAMESPACE = "urn:QDA-XML:codebook:1.0"
SAMPLE = f"""<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="{NAMESPACE}" origin="another tool"><Codes>
<Code guid="11111111-2222-4333-8444-555555555555" name="Shelter" isCodable="false">
<Code guid="11111111-2222-4333-8444-666666666666" name="Offers" isCodable="true">
<Description>A bed is offered.</Description></Code></Code>
</Codes></CodeBook>""".encode()
HEADINGS: dict[str, tuple[str, ...]] = {"Offers": ()}
ADVICE = "Export it again as a REFI-QDA codebook."
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Row = tuple[str, str, str, tuple[str, ...]]


def decoded(content: bytes, path: Path) -> Codebook:
    """A theme a code at the top; a heading each code that text may be coded with, or that has none below it.

    Raises: CodebookInvalid where it is not such a file, or declares a DOCTYPE, which may name other files.
    """
    text = text_of(content, path)
    # Entities and outside files need a DOCTYPE.
    if "<!DOCTYPE" in text:
        raise CodebookInvalid("declares a DOCTYPE", path, "Remove it: a codebook needs none.")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - without a DOCTYPE there is nothing to expand
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (None,))[0]
        raise CodebookInvalid("is not XML", f"{path}, line {line}" if line else path, ADVICE) from None
    book = root if _tag(root) == "CodeBook" else next((each for each in root if _tag(each) == "CodeBook"), None)
    if book is None:
        raise CodebookInvalid(f"holds a {_tag(root)}, not a CodeBook", path, ADVICE)
    tops = [code for codes in book if _tag(codes) == "Codes" for code in codes if _tag(code) == "Code"]
    return restored(assembled(path, [row for top in tops for row in _rows(_name(top, path), [], top, path)]))


def encoded(codebook: Codebook) -> bytes:
    """A code a theme with a code a heading under it; guids are made of the ids, so that they stay the same."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}CodeBook", origin="Hushtag")
    codes = ElementTree.SubElement(root, f"{{{NAMESPACE}}}Codes")
    for theme in codebook.themes:
        # Text is coded with headings; a residual theme may have none.
        is_alone = theme.kind != "content" and all(heading.theme != theme.id for heading in codebook.headings)
        above = _code(codes, codebook, theme.id, said(theme.name), is_alone, theme.title)
        for heading in codebook.headings:
            if heading.theme == theme.id:
                _code(above, codebook, heading.id, _unique(codebook, theme, heading), True, description(codebook, heading))
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def lost(codebook: Codebook) -> list[str]:
    """What the form cannot hold."""
    rules = sum(len((*each.strong, *each.weak, *each.unless)) for each in codebook.headings)
    return [
        f"{rules:,} phrases are left out",
        "kinds of themes, sets, the subject, questions that no example asks for, precedence and history are left out",
    ]


def guid_of(codebook: Codebook, key: str) -> str:
    """The id of a theme's or a heading's code, made of its own id, so that it survives renaming."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"hushtag:{codebook.id}:{key}"))


def said(text: str) -> str:
    """Characters that XML has no way to write become spaces."""
    return NOT_XML.sub(" ", text)


def _code(
    above: ElementTree.Element, codebook: Codebook, key: str, name: str, is_codable: bool, described: str
) -> ElementTree.Element:
    codable = "true" if is_codable else "false"
    code = ElementTree.SubElement(above, f"{{{NAMESPACE}}}Code", guid=guid_of(codebook, key), name=name, isCodable=codable)
    if described:
        ElementTree.SubElement(code, f"{{{NAMESPACE}}}Description").text = said(described)
    return code


def _unique(codebook: Codebook, theme: Theme, heading: Heading) -> str:
    """Names of codes are unique in a codebook: one that another bears too is told apart by its theme."""
    names = [each.name for each in codebook.themes] + [each.name for each in codebook.headings]
    return said(heading.name if names.count(heading.name) == 1 else f"{heading.name} [{theme.name}]")


def _rows(theme: str, within: list[str], code: ElementTree.Element, path: Path) -> Iterator[Row]:
    """The code itself where text may be coded with it, then the codes below it; names of codes that only group are kept
    before those of what they group."""
    below = [each for each in code if _tag(each) == "Code"]
    is_own = not below or code.get("isCodable", "").lower() in {"true", "1"}
    if is_own:
        name = " / ".join(within) or theme
        yield theme, name.removesuffix(f" [{theme}]"), _description_of(code), ()
    for each in below:
        yield from _rows(theme, [*([] if is_own else within), _name(each, path)], each, path)


def _description_of(code: ElementTree.Element) -> str:
    return next(((each.text or "").strip() for each in code if _tag(each) == "Description"), "")


def _name(code: ElementTree.Element, path: Path) -> str:
    if not code.get("name"):
        raise CodebookInvalid("has a code without a name", path, ADVICE)
    return str(code.get("name"))


def _tag(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]

