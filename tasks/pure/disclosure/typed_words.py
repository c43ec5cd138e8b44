"""All words of a bundle that people typed: a coding frame's file, a study's settings, reasons of all kinds.

Names of those who sign are left out: they are meant to be told, and every file is searched for handles and addresses.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from tasks.schema import TYPED_WORDS, TypedWords

Said = tuple[str, str, bool]
"""Where a text stands, the text, and whether it is a phrase by which tweets are coded."""

PHRASES = frozenset({"strong", "weak", "unless", "sets", "points", "phrases", "precedence"})
# What a table of a codebook is called by, where it is one of a list.
NAMED_BY = {"headings": "id", "history": "version"}
NUMBERED = {"headings": "heading", "history": "history", "examples": "example", "near_misses": "near miss"}
# Where a study may name a place without naming anybody's, who made a release, and what is read elsewhere.
OF_NOBODY = frozenset({"hashtags", "timezone", "by", "columns", "exceptions", "stewards", "citation"})
STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
# A paper leads to nobody, and example.org nowhere (RFC 2606).
LEADS_NOWHERE = re.compile(
    r"https?://(?:dx\.)?doi\.org/10\.\d{4,9}/[\w.()/:;-]*\w|https?://(?:www\.)?example\.(?:org|com|net)\b(?:/\S*)?"
)
SEAL = re.compile(r"[0-9a-f]{64}")
ITS_ID = "its id"


def typed_words(
    codebook: str,
    study: Mapping[str, Any],
    reasons: Mapping[str, str],
    excepted: Collection[str] = (),
    shipped: Iterable[str] = (),
) -> TypedWords:
    """Every text that people typed, where it stands, and how many of its words in a row may be a tweet's.

    `codebook` is the text of its file, `study` the settings that a release tells, `reasons` what people wrote by its place.
    Texts at a place that begins with one of `excepted` are left out, and so is what the codebook has from one of the
    `shipped` ones, which were written before anybody had the dump.
    Rows: the codebook's, the study's, the reasons, each in its order.
    """
    known = {text for each in shipped for _, text, _ in _of_codebook(each)}
    own = [each for each in _of_codebook(codebook) if each[1] not in known]
    said = [*own, *_of_study(study), *((place, text, False) for place, text in reasons.items())]
    told = [each for each in said if each[1].strip() and not any(each[0].startswith(place) for place in excepted)]
    rows = [(f"{number:016x}", place, LEADS_NOWHERE.sub(" ", text), phrase) for number, (place, text, phrase) in enumerate(told)]
    return pl.DataFrame(rows, schema=TYPED_WORDS.dtypes, orient="row")


def told_places(broken: Iterable[tuple[str, str, str]]) -> list[str]:
    """Where a rule is broken (place, text, rule), as a sentence has it; a heading whose id breaks one goes by its number."""
    found = list(broken)
    ids = {text: place.removesuffix(f", {ITS_ID}") for place, text, _ in found if place.endswith(ITS_ID)}
    told = []
    for place, _, rule in found:
        for name, number in ids.items():
            place = place.replace(f"codebook.toml, heading {name}", number)
        told.append(f"{place} ({rule})")
    return list(dict.fromkeys(told))


def _of_codebook(words: str) -> Iterator[Said]:
    yield from _strings("codebook.toml", tomllib.loads(words.removeprefix("\ufeff")))
    for number, line in enumerate(words.splitlines(), 1):
        _, hash_, comment = STRING.sub('""', line).partition("#")
        if hash_ and comment.strip(" -#"):
            yield f"codebook.toml, line {number}", comment, False


def _of_study(settings: Mapping[str, Any]) -> Iterator[Said]:
    for name, value in settings.items():
        if name not in OF_NOBODY:
            # An id names a conversation, as a phrase does.
            yield from _strings(f"study, {name}", value, name == "id")
    for number, exception in enumerate(settings.get("exceptions", ()), 1):
        yield f"study, exception {number}, reason", exception["reason"], False


def _strings(place: str, value: Any, is_phrase: bool = False) -> Iterator[Said]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            if place.endswith((", sets", ", themes", ", questions")):
                yield place, name, is_phrase
            yield from _strings(f"{place}, {name}", each, is_phrase or name in PHRASES)
    elif isinstance(value, list | tuple):
        for number, each in enumerate(value, 1):
            yield from _listed(place, number, each, is_phrase)
    elif isinstance(value, str) and not SEAL.fullmatch(value):
        yield place, value, is_phrase


def _listed(place: str, number: int, each: Any, is_phrase: bool) -> Iterator[Said]:
    before, _, kind = place.rpartition(", ")
    one = f"{before}, {NUMBERED.get(kind, kind)}"
    key = NAMED_BY.get(kind, "")
    if key and isinstance(each, Mapping) and key in each:
        yield f"{one} {number}, {ITS_ID}", str(each[key]), False
        yield from _strings(f"{one} {each[key]}", {name: part for name, part in each.items() if name != key})
    else:
        yield from _strings(f"{one} {number}", each, is_phrase)
