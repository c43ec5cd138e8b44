"""A REFI-QDA project (.qdpx): tweets as texts, the codebook, and codings with what each rests on as its note.

Positions count code points from 0, ends excluded. Ids are made of the bundle's keys and times are fixed, so that the same
tweets and codings give the same bytes. Programs differ on codings of whole texts, so that every coding has a selection.
"""

import uuid
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import polars as pl

from tasks.bundles.codings import CODINGS
from tasks.codebook.interchange import refi_project, refi_qda
from tasks.codebook.model import UNCODED, UNCODED_NAME, Codebook
from tasks.pure.review.project_texts import BREAKS, LAYOUTS, Text, texts_of

LEAST_DATE, STAMP = (1980, 1, 1, 0, 0, 0), "2000-01-01T00:00:00Z"
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def encoded(tweets: pl.DataFrame, codings: pl.DataFrame, coders: Sequence[str], codebook: Codebook, layout: str) -> bytes:
    """A project of the tweets that have words; `codings` as in CODINGS of
    `tasks.bundles.codings`, in the order in which a tweet's shall stand; the first coder is said to have made the project."""
    ElementTree.register_namespace("", refi_project.NAMESPACE)
    root = ElementTree.Element(tag("Project"), name=codebook.title, origin="Hushtag", creationDateTime=STAMP)
    users = ElementTree.SubElement(root, tag("Users"))
    for coder in coders:
        ElementTree.SubElement(users, tag("User"), guid=guid(codebook, "user", coder), name=coder)
    root.set("creatingUserGUID", guid(codebook, "user", coders[0]))
    root.append(_codes(codebook))
    texts, notes = texts_of(tweets, layout), ElementTree.Element(tag("Notes"))
    sources = ElementTree.SubElement(root, tag("Sources"))
    by_tweet = _by_tweet(codings)
    for text in texts:
        _source(sources, notes, text, by_tweet, codebook, coders[0])
    if len(notes):
        root.append(notes)
    return _zipped(root, {source_name(codebook, text): text.words for text in texts})


def blind(sample: pl.DataFrame, coder: str, codebook: Codebook) -> bytes:
    """A project of one coder without a coding, a text a tweet."""
    return encoded(sample, pl.DataFrame(schema=CODINGS), [coder], codebook, LAYOUTS[0])


def tag(name: str) -> str:
    """A name of the project's namespace, as ElementTree writes it."""
    return f"{{{refi_project.NAMESPACE}}}{name}"


def guid(codebook: Codebook, *parts: str) -> str:
    """The id of a part of the project, the same for the same parts."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, ":".join(["hushtag", codebook.id, *parts])))


def source_name(codebook: Codebook, text: Text) -> str:
    """The file name of a text."""
    return f"{guid(codebook, 'text', text.name)}.txt"


def _codes(codebook: Codebook) -> ElementTree.Element:
    """The codes of a codebook file, and Uncoded: a person may find that no heading applies."""
    project = ElementTree.fromstring(refi_project.encoded(codebook))  # noqa: S314 - made by ourselves
    book = project[0]
    for element in book.iter():
        element.text = element.text if element.text and element.text.strip() else None
        element.tail = None
    uncoded = ElementTree.SubElement(
        book[0], tag("Code"), guid=refi_qda.guid_of(codebook, UNCODED), name=UNCODED_NAME, isCodable="true"
    )
    ElementTree.SubElement(uncoded, tag("Description")).text = "No heading applies."
    return book


def _source(
    sources: ElementTree.Element, notes: ElementTree.Element, text: Text, codings: Rows, codebook: Codebook, creator: str
) -> None:
    source = ElementTree.SubElement(
        sources, tag("TextSource"), guid=guid(codebook, "text", text.name), name=text.name,
        plainTextPath=f"internal://{source_name(codebook, text)}", creatingUser=guid(codebook, "user", creator),
        creationDateTime=STAMP,
    )  # fmt: skip
    for key, line, start in text.spans():
        for coding in codings.get(key, ()):
            made = _coding(source, coding, codebook, _span(line, coding["words"], start))
            if coding["note"]:
                _note(notes, made, coding, codebook)


def _coding(
    source: ElementTree.Element, coding: Mapping[str, Any], codebook: Codebook, span: tuple[int, int]
) -> ElementTree.Element:
    parts, user = _parts(coding), guid(codebook, "user", coding["coder"])
    selection = ElementTree.SubElement(
        source, tag("PlainTextSelection"), guid=guid(codebook, "selection", *parts), name=coding["tweet_key"],
        startPosition=str(span[0]), endPosition=str(span[1]), creatingUser=user, creationDateTime=STAMP,
    )  # fmt: skip
    made = ElementTree.SubElement(
        selection, tag("Coding"), guid=guid(codebook, "coding", *parts), creatingUser=user, creationDateTime=STAMP
    )
    ElementTree.SubElement(made, tag("CodeRef"), targetGUID=refi_qda.guid_of(codebook, coding["heading"]))
    return made


def _note(
    notes: ElementTree.Element, made: ElementTree.Element, coding: Mapping[str, Any], codebook: Codebook
) -> None:
    name = guid(codebook, "note", *_parts(coding))
    ElementTree.SubElement(made, tag("NoteRef"), targetGUID=name)
    user = guid(codebook, "user", coding["coder"])
    note = ElementTree.SubElement(
        notes, tag("Note"), guid=name, name=coding["heading"], creatingUser=user, creationDateTime=STAMP
    )
    ElementTree.SubElement(note, tag("PlainTextContent")).text = refi_qda.said(coding["note"])


def _parts(coding: Mapping[str, Any]) -> tuple[str, str, str]:
    return coding["tweet_key"], coding["coder"], coding["heading"]


def _span(line: str, words: str | None, start: int) -> tuple[int, int]:
    """Where the words first stand; the whole tweet where there are none, or they were cut."""
    at = line.find(words) if words else -1
    return (start, start + len(line)) if at < 0 else (start + at, start + at + len(words or ""))


def _by_tweet(codings: pl.DataFrame) -> Rows:
    found: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in codings.with_columns(pl.col("words").str.replace_all(BREAKS, " ")).iter_rows(named=True):
        found[row["tweet_key"]].append(row)
    return found


def _zipped(root: ElementTree.Element, texts: Mapping[str, str]) -> bytes:
    out = BytesIO()
    content = b'<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="utf-8")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in {"project.qde": content, **{f"sources/{name}": text for name, text in texts.items()}}.items():
            entry = zipfile.ZipInfo(name, LEAST_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, words)
    return out.getvalue()
