"""What counts as evidence that a text still names somebody or some place of its dump.

The rule, with its examples, is data/models/evidence.toml: the gate has its own reading of it, in SQL. Here terms are
drawn from what a dump says of its authors.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
PLACEHOLDER = re.compile(r"\[(?:USER|PERSON|PLACE|SERVICE|CONTACT|LINK|DATE|ID)\]")
WALL = " | "
# The same as letter by letter below, where \w knows all there is.
OUTER, JOINING = re.compile(r"[^\w#\s'.-]+", re.ASCII), re.compile(r"[\s'.-]+", re.ASCII)
TITLES = frozenset(str.split("dr doctor prof professor mr mrs ms miss sir dame rev"))
LONGEST = 6
# A name of two characters or three is whole in Chinese, Japanese and Korean.
SPACELESS = re.compile("[\u3005\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]{3}")
# Letters of scripts that set no space between words, Thai too.
UNSPACED = re.compile("[\u0e01-\u0e4e\u3005\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
CUTS = re.compile(r"/|(?<!\S)(?:and|or)(?!\S)", re.IGNORECASE)


@dataclass(frozen=True)
class Lists:
    """The word lists that the rule speaks of."""

    common: frozenset[str]
    given: frozenset[str]
    places: frozenset[str]


class Term(NamedTuple):
    """Words to be found whole and in order; `as_written` where capitals matter."""

    words: str
    kind: str
    as_written: bool = False


def normalised(text: str) -> str:
    """A text as the rule reads it: words with one space between, and | where a phrase may not reach across."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text)).replace("＃", "#").replace("#", " #")
    text = PLACEHOLDER.sub(WALL, text)
    if text.isascii():
        return JOINING.sub(" ", OUTER.sub(WALL, text)).strip()
    return " ".join("".join(c if is_inner(c) else " " if _joins(c) else WALL for c in text).split())


def terms(kind: str, values: Iterable[str], lists: Lists) -> set[Term]:
    """Terms that the values of one column give: `handle`, `display_name`, `profile_location` or `place`."""
    drawn = {"handle": _of_handle, "display_name": _of_name, "profile_location": _of_location, "place": _of_place}
    return {term for value in values for term in drawn[kind](value, lists)}


def is_found(term: Term, text: str) -> bool:
    """Whether a term stands in a text; the long way, for tests and audits."""
    words = normalised(text)
    if f" {term.words} " in f" {words if term.as_written else words.lower()} ":
        return True
    untagged = " ".join("|" if word.startswith("#") else word for word in words.lower().split(" "))
    return is_unspaced(term.words) and bool(re.search(term.words.replace(" ", " ?"), untagged))


def is_unspaced(words: str) -> bool:
    """Whether words are letters of scripts without spaces alone: these are found within longer runs of letters too."""
    return bool(UNSPACED.fullmatch(words.replace(" ", "")))


def is_inner(character: str) -> bool:
    """Whether a character stays in words as the rule reads them: a letter, a mark, a digit, _ or #."""
    return character in "_#" or unicodedata.category(character)[0] in "LMN"


def _joins(character: str) -> bool:
    return character in "'’.-" or character.isspace()


def _of_handle(value: str, lists: Lists) -> Iterator[Term]:
    words = normalised(value.lstrip("@")).lower()
    if len(words) >= 4 and " " not in words and _letters(words) >= 3 and words not in lists.common:
        yield Term(words, "USER")


def _of_place(value: str, lists: Lists) -> Iterator[Term]:
    yield Term(value, "PLACE")
    if " " not in value:
        yield Term(f"#{value}", "PLACE")


def _of_location(value: str, lists: Lists) -> Iterator[Term]:
    for part in CUTS.split(value):
        yield from (Term(term.words, "PLACE") for term in _of_name(part, lists) if not term.as_written)


def _of_name(value: str, lists: Lists) -> Iterator[Term]:
    for part in normalised(value).split("|"):
        words = [word for word in part.split() if not word.startswith("#")]
        yield from _of_part(words, lists)
        if words and words[0].lower() in TITLES:
            yield from _of_part(words[1:], lists)


def _of_part(words: list[str], lists: Lists) -> Iterator[Term]:
    small = [word.lower() for word in words]
    counting = [word for word in small if _letters(word) >= 3 and word not in lists.common]
    is_counted = counting and (len(words) > 1 or _letters(small[0]) >= 4)
    if 0 < len(words) <= LONGEST and (is_counted or _is_whole("".join(small))):
        yield Term(" ".join(small), "PERSON")
    elif 1 < len(words) <= LONGEST and small[0] in lists.given and all(word[0].isupper() for word in words):
        yield Term(" ".join(words), "PERSON", as_written=True)


def _is_whole(joined: str) -> bool:
    """Whether a name in a script without spaces is long enough to be one."""
    return bool(SPACELESS.fullmatch(joined)) or (is_unspaced(joined) and _letters(joined) >= 4)


def _letters(word: str) -> int:
    return sum(map(str.isalpha, word))
