"""Handles, names and places in the cells of a dump: out of their dress, and told from what is none."""

import polars as pl

HANDLE = r"^\w{1,20}$"
# A profile's address, whole or from the stroke before its name on.
NAME_IN_LINK = r"(?:#!/|intent/(?:user|follow)\?screen_name=)?[@＠]?(\w{1,20})"
PROFILE = rf"(?i)^(?:(?:https?:)?//)?(?:[\w-]+\.)*[\w-]*/{NAME_IN_LINK}(?:[/?#&].*)?$"
LINKED = rf"(?i)(?:https?://)?(?:[\w-]+\.)+\w+/{NAME_IN_LINK}(?:[/?#&][^\s,;'\"\]\x1f]*)?"
STROKE = r"(^|[\s,;\['\"\x1f])/[@＠]?(\w{1,20})\b"
BEHIND_NAME = r"^[^()]*\([@＠](\w{1,20})\)$"
# A spreadsheet's formula: what it shows stands last.
FORMULA = r'(?i)^\s*=\s*HYPERLINK\(.*"([^"]*)"\s*\)\s*$'
DRESS = " \t\r\n\u00a0\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff'\"`<>[]@＠:,;"
NUMBER = r"^[+-]?\d{9,}$|^[+-]?\d+[.,]\d+$|^\d(?:[.,]\d+)?[eE]\+?\d+$"
TIME = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d|^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d "
CONTAINER = r"^[\[{].*['\":{].*[\]}]$|^c\(.*\)$"
LINK = r"^(?:https?:/)?/\S+$"
NO_PLACE = rf"{TIME}|{CONTAINER}|{LINK}|^(?i:true|false)$"
NO_NAME = rf"{NUMBER}|{NO_PLACE}"


def handles(words: pl.Series) -> pl.Series:
    """Handles without the sign, the link or the name around them; what is none stays as it is.

    Rows: as given.
    """
    bare = _shown(words).str.strip_chars(DRESS)
    is_linked = bare.str.contains("/", literal=True).fill_null(False)
    if is_linked.any():
        bare = bare.zip_with(~is_linked, bare.str.extract(PROFILE).fill_null(bare))
    is_behind = bare.str.ends_with(")").fill_null(False)
    return bare.zip_with(~is_behind, bare.str.extract(BEHIND_NAME).fill_null(bare)) if is_behind.any() else bare


def _shown(words: pl.Series) -> pl.Series:
    is_formula = words.str.contains("=", literal=True).fill_null(False)
    return words.zip_with(~is_formula, words.str.replace(FORMULA, "$1")) if is_formula.any() else words


def unlinked(words: pl.Series) -> pl.Series:
    """Lists of handles in words, with each link to a profile replaced by its handle."""
    if not words.str.contains("/", literal=True).any():
        return words
    return words.str.replace_all(LINKED, "$1").str.replace_all(STROKE, "$1$2")


def are_handles(words: pl.Series) -> pl.Series:
    """Whether each is formed as a handle is; null where there is none."""
    return words.str.contains(HANDLE)


def are_answers(words: pl.Series) -> pl.Series:
    """Whether each is a number, an answer or the code of a language, as stand in columns beside those of handles."""
    return words.str.contains(r"^\d{5,}$|^(?i:true|false|yes|no|[a-z]{2})$").fill_null(False)


def names(words: pl.Series) -> pl.Series:
    """Names of people; null for numbers, times, links, answers and lists, which name nobody.

    Rows: as given.
    """
    return _without(words, NO_NAME)


def places(words: pl.Series) -> pl.Series:
    """Names of places, among which numbers may be postal codes; null for the others that name nobody.

    Rows: as given.
    """
    return _without(words, NO_PLACE)


def _without(words: pl.Series, pattern: str) -> pl.Series:
    bare = _shown(words).str.strip_chars()
    is_none = bare.str.contains(pattern).fill_null(False)
    return bare.set(is_none, None) if is_none.any() else bare
