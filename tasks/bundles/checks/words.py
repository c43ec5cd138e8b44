"""The words in every file of a bundle, whatever its kind, and the traces that none of them may hold."""

import html
import json
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from tasks.bundles.checks.bundle import Bundle, Promise
from tasks.bundles.checks.parquet import metadata_words
from tasks.pure.disclosure.embedded_words import docx_words, png_words

WRITTEN = frozenset({".html", ".json", ".sql", ".toml", ".svg"})
# Words of JSON-LD, which every research object has; a handle is written otherwise.
JSON_LD = re.compile(r'"@(context|graph|id|type)"(?=:)')
# What a research object and a data package conform to, and where a licence is kept.
STANDARDS = r"(?:w3id\.org/ro/crate/1\.2(?:/context)?|spdx\.org/licenses/[A-Za-z0-9.+-]+)(?:\"|$)"
OPENED = {".docx": docx_words, ".png": png_words}
SEARCHED = {*WRITTEN, *OPENED, ".csv", ".parquet"}
STYLES = re.compile(r"<style\b(?:(?!<style\b).)*?</style>", re.DOTALL)
AT_RULES = re.compile(r"@(?:media|supports|font-face|page|keyframes|layer|container|charset)\b")
# Within a line of a page nobody sees these; any other tag begins a line.
INLINE = "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|tspan|u|var|wbr"
WITHIN = re.compile(rf"<!--(?:(?!<!--).)*?-->|</?(?:{INLINE})\b[^<>]*>", re.DOTALL)
TAG = re.compile(r"<[^<>]*>")
KEY = re.compile(r"[0-9a-f]{16}")
# A paper leads to nobody; only files that cite may name one, and only one that the codebook's head names.
DOI = re.compile(r"https?://(?:dx\.)?doi\.org/10\.\d{4,9}/[\w.()/:;-]*\w")
CITING = {".toml", ".html", ".docx"}
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufe00-\ufe0f\ufeff]"
)
CURSES = r"(?i:(?:ss|rse)(?:e[dr]|er?s|ing?|s|y|ty|ies|holes?|wits?|heads?|faces?)?)"
ROWS = 200_000
TRACES = {
    # Faces and curses are nobody: "@__@", "@rse".
    "no usernames": re.compile(rf"(?<![\w.+-])@(?!_+(?:@|\W|\Z))(?!{CURSES}\b)\w{{2,}}"),
    # The name space of SVG looks like a link and is none; example.org leads nowhere (RFC 2606).
    "no links": re.compile(
        rf"https?://(?!www\.w3\.org/|{STANDARDS}|example\.(?:org|com|net)\b)\S|(?<!http://)\bwww\.\w|\bt\.co/|\bftp://|hxxps?:",
        re.IGNORECASE,
    ),
    "no e-mail addresses": re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[A-Za-z]{2,}"),
    "no platform ids": re.compile(r"(?<![\w.$£€¥])\d{15,20}(?![\w.])"),
}
# A text without any of these, as it is read, holds none of the traces; most cells of a table are such.
MAY_HOLD = r"(?i)@|http|www|t\.co/|ftp:|hxxp|\p{Nd}{15}"


def texts(path: Path, let_out: frozenset[str] = frozenset(), only: str = "") -> Iterator[str]:
    """A file's or folder's name and every text in it that could hold a trace, but for tweets that a person let out; of a table
    those cells that match `only`, as a reader sees them.
    """
    yield path.name
    if path.is_dir():
        return
    if path.suffix == ".parquet":
        # A column of keys has two of them for its bounds.
        yield from (words for words in metadata_words(path) if not KEY.fullmatch(words))
        yield from _cells(pl.scan_parquet(path), let_out, only)
    elif path.suffix == ".csv":
        yield from _cells(pl.scan_csv(path, infer_schema=False), let_out, only)
    elif path.suffix in OPENED:
        yield from OPENED[path.suffix](path.read_bytes())
    elif path.suffix in WRITTEN:
        yield from _lines(path.suffix, path.read_text(encoding="utf-8"))


def _lines(kind: str, words: str) -> Iterator[str]:
    """Each line as it is written, and as it is read: entities, escapes and what markup has cut in two."""
    if kind in {".html", ".svg"}:
        page = STYLES.sub(lambda style: AT_RULES.sub("", style[0]), words)
        yield from html.unescape(page).splitlines()
        yield from html.unescape(TAG.sub("\n", WITHIN.sub("", page))).splitlines()
    else:
        words = JSON_LD.sub(r'"\1"', words) if kind == ".json" else words
        yield from words.splitlines()
        if kind != ".sql":
            yield from _strings(json.loads(words) if kind == ".json" else tomllib.loads(words))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from (key, *_strings(each))
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    else:
        yield str(value)


def _cells(table: pl.LazyFrame, let_out: frozenset[str], only: str) -> Iterator[str]:
    """Names and cells of a table, read a part at a time; one of our keys may by chance be all digits."""
    names = table.collect_schema().names()
    yield from names
    if let_out and "tweet_key" in names:
        table = table.filter(~pl.col("tweet_key").is_in(let_out))
    for part in table.select(pl.all().cast(pl.String, strict=False)).collect_batches(chunk_size=ROWS):
        for column in part.iter_columns():
            is_key = column.name.endswith("_key")
            cells = _matching(column, only) if only else column.drop_nulls()
            yield from (cell for cell in cells if not (is_key and KEY.fullmatch(cell)))


def _matching(cells: pl.Series, only: str) -> Iterator[str]:
    """Cells that match as `_read` gives them, each as it is; most are plain already."""
    is_plain = cells.str.len_bytes() == cells.str.len_chars()
    plain, other = cells.filter(is_plain), cells.filter(~is_plain)
    yield from plain.filter(plain.str.contains(only))
    yield from other.filter(other.str.normalize("NFKC").str.replace_all(UNSEEN.pattern, "").str.contains(only))


def _traces(bundle: Bundle, name: str) -> int:
    return _counted(bundle)[name]


@lru_cache(maxsize=1)
def _counted(bundle: Bundle) -> Counter[str]:
    """How many texts of a bundle hold each kind of trace, all looked for at once; no more than a part of a table is held."""
    sources, let_out = _sources(bundle.folder), bundle.let_out
    # Keys of tweets that were let out are read over, and what stands around one may be a trace.
    only = "|".join((MAY_HOLD, *sorted(let_out)))
    said = (
        (text, (*(sources if path.suffix in CITING else ()), *let_out))
        for path in sorted(bundle.folder.rglob("*"))
        for text in texts(path, let_out, only)
    )
    read = (_read(text, unread) for text, unread in said)
    return Counter(name for text in read for name, pattern in TRACES.items() if pattern.search(text))


def _read(text: str, sources: Iterable[str]) -> str:
    """A text as a reader sees it: letters in their plain form, nothing unseen, and without the codebook's own
    sources and our keys.
    """
    for source in sources:
        text = text.replace(source, "")
    if text.isascii():
        return text
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def _sources(folder: Path) -> list[str]:
    """Links to the papers that the codebook itself says it was made from, by their DOI."""
    path = folder / "codebook.toml"
    declared = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    said = " ".join(str(value) for value in declared.get("codebook", {}).values())
    return sorted(set(DOI.findall(said)), key=len, reverse=True)


def _promise(name: str) -> Promise:
    return Promise(name, "A trace in any file leads back to a person.", lambda bundle: _traces(bundle, name))


PROMISES = tuple(map(_promise, TRACES))
