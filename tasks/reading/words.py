"""The words of a tweet as they were typed, out of the codes, alphabets and entities in which a dump keeps them."""

import html
import re

import polars as pl

from tasks.reading.restored import changed, restored

# Words of one alphabet read in another: the first byte of two or more, then the next.
MANGLED = "[ÃÂâÅÄÐÑð][\u0080-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'"}


def words_of(words: pl.Series) -> pl.Series:
    """Words as they were typed: codes of tools restored, words of a wrong alphabet put right, entities unescaped once."""
    words = restored(words)
    words = changed(words, words.str.contains(MANGLED), unmangled)
    escaped = words.str.contains("&", literal=True).fill_null(False)
    if not escaped.any():
        return words
    marked = words.filter(escaped)
    common = marked.str.replace_many(ENTITIES)
    is_rare = marked.str.replace_many(dict.fromkeys(ENTITIES, "")).str.contains("&", literal=True)
    rare = marked.filter(is_rare)
    unescaped = common.scatter(is_rare.arg_true(), pl.Series([html.unescape(each) for each in rare], dtype=pl.String))
    return words.scatter(escaped.arg_true(), unescaped)


def unmangled(words: str) -> str:
    """Words that were UTF-8, read as Windows-1252 and saved again; as they are where that is not so."""
    return words if words.isascii() else re.sub(r"[^\x00-\x7f]+", _reread, words)


def _reread(run: re.Match[str]) -> str:
    try:
        return b"".join(_byte(letter) for letter in run[0]).decode("utf-8")
    except UnicodeError:
        return run[0]


def _byte(letter: str) -> bytes:
    # Five bytes have no letter in Windows-1252, and came through as they were.
    return bytes([ord(letter)]) if ord(letter) < 0xA0 else letter.encode("cp1252")
