"""What the dictionaries of other tools share: plain words and phrases, one an entry, and names made into ids."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tasks.codebook.model import UNCODED, Codebook, Heading, Theme
from tasks.codebook.phrases import PhraseError, compiled
from tasks.errors import CodebookInvalid

MOST = 500
# How a file in UTF-16 begins.
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
PLAIN = re.compile(r"[\w'#@*&+/. -]+")


def entries(phrase: str, sets: Mapping[str, tuple[str, ...]]) -> list[str] | None:
    """A phrase as plain entries, `*` the only sign in them; None where it says more than they can."""
    found = compiled(phrase, sets)
    places = found.places
    if not places or found.question or any(place.gap for place in places):
        return None
    ways = [[way for word in place.words for way in _ways(word)] for place in places]
    if any(not PLAIN.fullmatch(way) for place in ways for way in place) or _product(ways) > MOST:
        return None
    return list(dict.fromkeys(" ".join(words) for words in itertools.product(*ways)))


def kept(codebook: Codebook, heading: Heading) -> list[str]:
    """The entries of a heading: of its strong phrases, then of its weak ones."""
    phrases = (*heading.strong, *heading.weak)
    found = [entry for phrase in phrases for entry in entries(phrase, codebook.sets) or ()]
    return list(dict.fromkeys(found))


def losses(codebook: Codebook) -> list[str]:
    """What a dictionary of plain entries cannot hold, in words."""
    both = [phrase for each in codebook.headings for phrase in (*each.strong, *each.weak)]
    complex_ = sum(entries(phrase, codebook.sets) is None for phrase in both)
    weak = sum(len(each.weak) for each in codebook.headings)
    unless = sum(len(each.unless) for each in codebook.headings)
    proof = sum(len((*each.examples, *each.near_misses)) for each in codebook.headings)
    said = {
        "phrases with gaps, optional letters, capitals, regular expressions, questions or placeholders are left out": complex_,
        "weak cues stand as strong ones": weak,
        "`unless` phrases are left out": unless,
        "examples and near misses are left out": proof,
    }
    counted = [f"{count:,} {what}" for what, count in said.items() if count]
    return [*counted, "definitions, kinds of themes, the subject, questions, precedence and history are left out"]


def assembled(path: Path, rows: Sequence[tuple[str, str, str, Sequence[str]]], source: str = "") -> Codebook:
    """A coding frame of (theme, heading, definition, phrases); names become ids, in order.

    Raises: CodebookInvalid naming the line of `source` where a phrase is not of our language.
    """
    if not rows:
        raise CodebookInvalid("holds no category", path, "Check that it is the form that its ending says.")
    ids = dict(zip(dict.fromkeys(row[0] for row in rows), _slugs(dict.fromkeys(row[0] for row in rows)), strict=True))
    slugs = _slugs(f"{row[0]} {row[1]}" if row[0] != row[1] else row[1] for row in rows)
    headings = []
    for (theme, name, definition, phrases), slug in zip(rows, slugs, strict=True):
        strong = tuple(map(phrase, phrases))
        _check(strong, name, path, source)
        headings.append(Heading(f"{ids[theme]}.{slug}", ids[theme], name, definition, strong=strong))
    themes = tuple(Theme(slug, name, "content") for name, slug in ids.items())
    return Codebook(_slug(path.stem), "0.1.0", path.stem, themes, tuple(headings), {})


def phrase(entry: str) -> str:
    """An entry as a phrase; an emoticon becomes a regular expression of its signs."""
    if " " in entry or len(re.findall(r"\w", entry)) > 1 or (PLAIN.fullmatch(entry) and re.search(r"\w", entry)):
        return entry
    before, after = (r"\b" if re.match(r"\w", letter) else "" for letter in (entry[0], entry[-1]))
    return f"/{before}{re.escape(entry)}{after}/"


def _check(phrases: Iterable[str], heading: str, path: Path, source: str) -> None:
    for phrase in phrases:
        try:
            compiled(phrase, {})
        except PhraseError as error:
            lines = source.splitlines()
            line = next((number for number, text in enumerate(lines, 1) if phrase in text), None)
            where = f"{path}, line {line}" if line else path
            raise CodebookInvalid(f"category {heading}: {phrase!r} {error}", where, "Change or drop it.") from None


def text_of(content: bytes, path: Path) -> str:
    """UTF-8 with or without its mark, or UTF-16 with it, line ends alike.

    Raises: CodebookInvalid naming the byte.
    """
    try:
        encoding = "utf-16" if content.startswith(UTF_16) else "utf-8-sig"
        return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise CodebookInvalid(f"is not UTF-8 (byte {error.start})", path, "Save it as UTF-8.") from None


def _ways(word: str) -> Iterator[str]:
    """A hyphen also stands for a space or nothing."""
    yield word
    if re.search(r"\w-\w", word):
        yield re.sub(r"(?<=\w)-(?=\w)", " ", word)
        yield re.sub(r"(?<=\w)-(?=\w)", "", word)


def _product(ways: Sequence[Sequence[str]]) -> int:
    size = 1
    for each in ways:
        size *= len(each)
    return size


def _slugs(names: Iterable[str]) -> list[str]:
    """Ids for names, apart where names are alike."""
    found: list[str] = []
    for name in names:
        slug = _slug(name)
        again = next(
            filter(lambda each: each not in found, itertools.chain([slug], (f"{slug}_{n}" for n in itertools.count(2))))
        )
        found.append(again)
    return found


def _slug(name: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "codes"
    return f"{slug}_codes" if slug == UNCODED else slug
