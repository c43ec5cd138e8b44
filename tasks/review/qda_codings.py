"""What people coded in another program, out of the REFI-QDA project (.qdpx) that it saved."""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import polars as pl

from tasks.bundles.agreement import CODES, RULES
from tasks.codebook.interchange import refi_qda
from tasks.codebook.model import UNCODED, UNCODED_NAME, Codebook
from tasks.errors import ReviewInvalid
from tasks.pure.review.project_texts import LAYOUTS, Text, texts_of
from tasks.pure.review.sample import sample_digest
from tasks.review.qda_project import tag
from tasks.review.workbook import Sheet, labels

LARGEST = 256 << 20
ADVICE = "Save the project that was exported, once coded, as REFI-QDA again."
FOUND = {"coder": pl.String, "tweet_key": pl.String, "heading": pl.String, "note": pl.String}


@dataclass(frozen=True)
class _Project:
    path: Path
    root: ElementTree.Element
    words: Mapping[str, str]

    def named(self, name: str) -> dict[str, ElementTree.Element]:
        """Its elements of a name, by id."""
        return {_id(each.get("guid")): each for each in self.root.iter(tag(name))}


def sheets_in(path: Path, tweets: pl.DataFrame, codebook: Codebook) -> list[Sheet]:
    """What each person coded on the bundle's tweets in a project, by name.

    Of a tweet's headings content ones come first, then those on earlier words, then as the project has them: the first is
    the primary one. What the rules coded is left out. Who coded is the file's name where the project names nobody.
    Raises: ReviewInvalid when it is not a project of this bundle, its words were changed, a code is not of the codebook, a
    coding lies on no tweet, or nobody coded.
    """
    project = _opened(path)
    texts = _texts(project, tweets)
    keys = sorted({key for text in texts.values() for key in text.keys})
    rows = tweets.filter(pl.col("tweet_key").is_in(keys)).sort("tweet_key").select("tweet_key", "text")
    found = pl.DataFrame(list(_codings(project, texts, codebook)), schema=FOUND, orient="row")
    if found.is_empty():
        raise ReviewInvalid("holds no coding of a person", path, "Code it first.")
    given = found.group_by("coder", maintain_order=True)
    return [_sheet(coder, codings, rows, codebook, path) for (coder,), codings in sorted(given, key=lambda each: str(each[0][0]))]


def _sheet(coder: object, codings: pl.DataFrame, rows: pl.DataFrame, codebook: Codebook, path: Path) -> Sheet:
    content = {each.id for each in codebook.headings if each.theme in {t.id for t in codebook.themes if t.kind == "content"}}
    last = ~pl.col("heading").is_in(sorted(content))
    once = codings.sort("tweet_key", last, maintain_order=True).unique(["tweet_key", "heading"], keep="first", maintain_order=True)
    codes = once.with_columns(is_primary=pl.int_range(pl.len()).over("tweet_key") == 0).select(*CODES)
    many = codes.filter(pl.len().over("tweet_key") > 1).get_column("heading")
    if UNCODED in many:
        raise ReviewInvalid(f"{coder} found a tweet {UNCODED_NAME} and gave it a heading too", path, "Keep one of them.")
    notes = codings.drop_nulls("note").group_by("tweet_key").agg(pl.col("note").unique(maintain_order=True).str.join("; "))
    told = rows.join(notes, on="tweet_key", how="left", maintain_order="left")
    return Sheet(str(coder), f"{codebook.id} {codebook.version}", sample_digest(rows), told, codes)


def _codings(project: _Project, texts: Mapping[str, Text], codebook: Codebook) -> Iterator[tuple[str, str, str, str | None]]:
    """Coder, tweet, heading and note of each coding of a person, by text, then by where it begins."""
    users = {key: user.get("name") or user.get("id") or key for key, user in project.named("User").items()}
    headings, notes = _headings(project, codebook), project.named("Note")
    alone = next(iter(users.values())) if len(users) == 1 else project.path.stem.removeprefix("review-")
    for source, selection, coding in _coded(project):
        coder = users.get(_id(coding.get("creatingUser") or (selection or source).get("creatingUser")), alone)
        if coder == RULES:
            continue
        for code in coding.iter(tag("CodeRef")):
            heading = headings.get(_id(code.get("targetGUID")))
            if heading is None:
                raise ReviewInvalid("has a code that the codebook does not know", project.path, "Use its codes alone.")
            note = "; ".join(_said(notes, each) for at in (coding, selection or coding) for each in at.findall(tag("NoteRef")))
            for key in _keys(project, texts[str(source.get("name"))], selection):
                yield coder, key, heading, note or None


def _coded(project: _Project) -> Iterator[tuple[ElementTree.Element, ElementTree.Element | None, ElementTree.Element]]:
    for source in project.root.iter(tag("TextSource")):
        for coding in source.findall(tag("Coding")):
            yield source, None, coding
        selections = source.findall(tag("PlainTextSelection"))
        for selection in sorted(selections, key=lambda each: _position(project, each, "startPosition")):
            for coding in selection.findall(tag("Coding")):
                yield source, selection, coding


def _keys(project: _Project, text: Text, selection: ElementTree.Element | None) -> list[str]:
    """The tweets that a coding is on: all of a text where it has no selection, which is one tweet's."""
    if len(text.keys) == 1:
        return list(text.keys)
    if selection is None:
        raise ReviewInvalid("has a code on a whole text of many tweets", project.path, "Code the tweets' own lines.")
    start, end = (_position(project, selection, name) for name in ("startPosition", "endPosition"))
    if not (keys := text.keys_within(start, end)):
        raise ReviewInvalid("has a code on no tweet's words", project.path, "Code the tweets' own lines.")
    return keys


def _texts(project: _Project, tweets: pl.DataFrame) -> dict[str, Text]:
    """The project's texts by name, as it has them, with the tweets that they are."""
    ours = {text.name: text for layout in LAYOUTS for text in texts_of(tweets, layout)}
    found = {}
    for source in project.root.iter(tag("TextSource")):
        name = str(source.get("name"))
        if name not in ours:
            raise ReviewInvalid("has a text that the bundle does not", project.path, "Name its own bundle.")
        lines = _words(project, source).split("\n")
        if [" ".join(line.split()) for line in lines] != [" ".join(line.split()) for line in ours[name].lines]:
            raise ReviewInvalid("its texts are not those that were exported: words were changed", project.path, ADVICE)
        found[name] = Text(name, ours[name].keys, lines)
    return found


def _words(project: _Project, source: ElementTree.Element) -> str:
    """A text's words, in the file beside the project or within it; a last line end of a program's own is left out."""
    file = str(source.get("plainTextPath")).rpartition("/")[2]
    words = project.words.get(file.lower()) or source.findtext(tag("PlainTextContent")) or ""
    return words.removeprefix("\ufeff").removesuffix("\n").removesuffix("\r")


def _headings(project: _Project, codebook: Codebook) -> dict[str, str]:
    """The heading of each code that is one: by the id that we gave it, else by its name as a project or a sheet has it."""
    ids = [*(each.id for each in codebook.headings), UNCODED]
    ours = {refi_qda.guid_of(codebook, each): each for each in ids}
    names = [each.name.casefold() for each in codebook.headings]
    by_name = {each.name.casefold(): each.id for each in codebook.headings if names.count(each.name.casefold()) == 1}
    by_name |= {label.casefold(): heading for label, heading in labels(codebook).items()}
    found = {key: ours.get(key) or by_name.get(str(code.get("name")).casefold()) for key, code in project.named("Code").items()}
    return {key: heading for key, heading in found.items() if heading}


def _said(notes: Mapping[str, ElementTree.Element], reference: ElementTree.Element) -> str:
    note = notes.get(_id(reference.get("targetGUID")))
    return "" if note is None else (note.findtext(tag("PlainTextContent")) or note.get("name") or "")


def _position(project: _Project, selection: ElementTree.Element, name: str) -> int:
    try:
        return int(selection.get(name, ""))
    except ValueError:
        raise ReviewInvalid("has a selection without a position", project.path, ADVICE) from None


def _id(guid: str | None) -> str:
    """An id in one writing: some programs put it in braces or in capitals."""
    return (guid or "").strip("{}").lower()


def _opened(path: Path) -> _Project:
    try:
        with zipfile.ZipFile(BytesIO(path.read_bytes())) as archive:
            if sum(each.file_size for each in archive.infolist()) > LARGEST:
                raise ReviewInvalid(f"is larger than {LARGEST >> 20} MB unpacked", path, "Export fewer tweets.")
            names = [each for each in archive.namelist() if each.lower().endswith((".qde", ".txt"))]
            inside = {each.rpartition("/")[2].lower(): archive.read(each).decode("utf-8-sig") for each in names}
        project = next(words for name, words in inside.items() if name.endswith(".qde"))
        # Entities and outside files need a DOCTYPE.
        if "<!DOCTYPE" in project:
            raise ReviewInvalid("declares a DOCTYPE", path, "Remove it: a project needs none.")
        root = ElementTree.fromstring(project)  # noqa: S314 - without a DOCTYPE there is nothing to expand
    except (zipfile.BadZipFile, StopIteration, UnicodeDecodeError, ElementTree.ParseError, OSError, ValueError) as error:
        raise ReviewInvalid(f"is not a REFI-QDA project ({type(error).__name__})", path, ADVICE) from None
    return _Project(path, root, inside)
