"""Rows of `ingested` from the columns that a format names, whatever file they came from."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

import polars as pl

from tasks.formats import Format, bases
from tasks.pure.ingest import hashtags
from tasks.reading import dating, lists, paths, people
from tasks.reading.ids import are_destroyed, ids_of
from tasks.reading.json_lines import EDITIONS
from tasks.reading.times import TIMES, read
from tasks.reading.words import words_of
from tasks.schema import INGESTED

LISTS = {column.name for column in INGESTED.columns if column.dtype == pl.List(pl.String)} | {EDITIONS}
READ = [name for name in INGESTED.names if name not in {"sequence", "dump", "line", "format", "posted_at"}]
# What is read besides, to put the tweets in order: the other reading of a day and month, whether a time shows which is meant,
# the hashtags in the words, and the first edition of an edited tweet.
BESIDES: Mapping[str, pl.DataType | type[pl.DataType]] = {
    **{name: dtype for name, dtype in dating.DATED.items() if name not in INGESTED.names},
    "said_tags": pl.List(pl.String),
    "edition_of": pl.String,
}
IDS = {"tweet_id", "author_id", "retweet_of_id"}
WORDS = ("text", "original_text", "question")
# The answers that tools give; the last are those of a spreadsheet in another language.
YES = [
    "true", "t", "1", "1.0", "yes", "y", "retweet", "retweeted", "share", "mentionsinretweet",
    "wahr", "vrai", "verdadero", "verdadeiro", "vero", "waar", "истина", "doğru", "prawda", "sí", "si", "sim",
    "oui", "ja", "да", "evet",
]  # fmt: skip
NO = [
    "false", "f", "0", "0.0", "no", "n", "original", "reply", "quote", "quoted", "replied_to", "tweet", "post", "mentions",
    "replies to", "falsch", "faux", "falso", "onwaar", "ложь", "yanlış", "fałsz", "non", "nein", "nee", "não", "nej",
    "нет", "hayır",
]  # fmt: skip
LONGEST_MISSING = max(map(len, lists.MISSING))


def from_records(records: Sequence[tuple[int, Mapping[str, Any]]], format: Format) -> pl.DataFrame:
    """A column for each source of a format, and the line.

    Rows: one a record, in order.
    """
    values = [record for _, record in records]
    columns = {}
    for name, sources in format.columns.items():
        for source in sources:
            # A cell that holds JSON is followed further when the rows are made, and columns are joined then.
            is_cell = "/" in source
            for base in bases(source):
                columns[base] = paths.cell(values, base) if is_cell else paths.column(values, base, name in LISTS)
    return pl.DataFrame({"line": pl.Series([line for line, _ in records], dtype=pl.Int64)} | columns)


def rows(sources: pl.DataFrame, format: Format, timezone: str) -> pl.DataFrame:
    """The columns of `ingested` but for `sequence` and `dump`, from the columns that a format names, its cells opened.

    Rows: one a row, in order; a column that no source fills is null.
    """
    frame = pl.DataFrame([sources["line"], *(_column(sources, name, format) for name in READ)])
    times = dating.dated(_times(sources, format, timezone), frame["tweet_id"])
    editions = _column(sources, EDITIONS, format).list.eval(pl.element().cast(pl.UInt64, strict=False)).list.min()
    besides = {"said_tags": _said_tags(frame), "edition_of": editions.cast(pl.String)}
    return _settled(frame).hstack(times).with_columns(format=pl.lit(format.id), **besides)


def _times(sources: pl.DataFrame, format: Format, timezone: str) -> pl.DataFrame:
    """The time of each row, in the columns of `TIMES`, from the first source in which one can be read."""
    there = [source for source in format.columns.get("posted_at", ()) if _has(sources, source)]
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, sources.height)
    first, *others = (_present(sources[source]) for source in there) if there else (nothing,)
    found = read(first, timezone, format.month_first)
    for words in others:
        left = found["at"].is_null()
        if left.any():
            told = read(words.filter(left), timezone, format.month_first)
            found = found.with_columns(found[name].scatter(left.arg_true(), told[name]) for name in TIMES)
    return found


def _said_tags(frame: pl.DataFrame) -> pl.Series:
    """The hashtags in the words of a tweet and of what it repeats."""
    return lists.gathered([hashtags.tags_of(frame["text"]), hashtags.tags_of(frame["original_text"])])


def are_filled(sources: pl.DataFrame, name: str, format: Format) -> pl.Series:
    """Whether any source of a column holds something in a row."""
    there = [source for source in format.columns.get(name, ()) if not source.endswith("?") and _has(sources, source)]
    filled = (_present(sources[source]).is_not_null() for source in there)
    return reduce(or_, filled, pl.repeat(False, sources.height, eager=True))


def destroyed_ids(sources: pl.DataFrame, format: Format) -> pl.Series:
    """Whether a spreadsheet has rounded a row's id."""
    column = next((each for each in format.columns.get("tweet_id", ()) if each in sources.columns), None)
    return are_destroyed(sources[column]) if column else pl.repeat(False, sources.height, eager=True)


def _column(sources: pl.DataFrame, name: str, format: Format) -> pl.Series:
    there = [source for source in format.columns.get(name, ()) if _has(sources, source)]
    if not there:
        return pl.Series(name, [None], dtype=INGESTED.dtypes.get(name, pl.List(pl.String))).new_from_index(0, sources.height)
    typed = (_typed(words, name, format) for words in _found(sources, there))
    if name in LISTS:
        return lists.gathered(list(typed)).alias(name)
    found = next(typed)
    while found.has_nulls() and (other := next(typed, None)) is not None:
        found = found.zip_with(found.is_not_null(), other)
    return found.alias(name)


def _has(sources: pl.DataFrame, source: str) -> bool:
    if source.endswith("?"):
        return source in sources.columns or source.rstrip("?") in sources.columns
    return source in sources.columns and sources[source].null_count() < sources.height


def _found(sources: pl.DataFrame, there: Sequence[str]) -> Iterator[pl.Series]:
    """The words of each source, and then whether any of those that mark does."""
    yield from (_present(sources[source]) for source in there if not source.endswith("?"))
    if marks := [_is_mark(sources, source) for source in there if source.endswith("?")]:
        yield reduce(or_, marks)


def _is_mark(sources: pl.DataFrame, source: str) -> pl.Series:
    """Of `column?`: whether the cell holds anything that marks."""
    if source in sources.columns:
        return sources[source].fill_null("false") == "true"
    bare = sources[source.rstrip("?")].str.strip_chars(paths.DRESS).str.to_lowercase()
    return bare.is_not_null() & ~bare.is_in(paths.NO_MARK).fill_null(True)


def _present(words: pl.Series) -> pl.Series:
    """Words, or null where they stand for none: only what is short, or begins with a space of some kind, is looked at."""
    likely = ((words.str.len_bytes() <= LONGEST_MISSING) | (words < "!") | (words > "\x7f")).arg_true()
    missing = likely.filter(words.gather(likely).str.strip_chars().is_in(lists.MISSING))
    return words.scatter(missing, None) if len(missing) else words


def _typed(words: pl.Series, name: str, format: Format) -> pl.Series:
    if name in LISTS:
        return lists.listed(words, name)
    if words.dtype == pl.Boolean:
        return words
    if name in IDS:
        ids = ids_of(words)
        # Nothing is number 0, which stands for no tweet where a null cannot.
        return ids.set(ids == "0", None) if name == "retweet_of_id" else ids
    if name == "is_retweet":
        lower = words.str.strip_chars().str.to_lowercase()
        return pl.select(pl.when(lower.is_in(YES)).then(True).when(lower.is_in(NO)).then(False)).to_series()
    if name == "handle":
        return people.handles(words)
    if name in {"display_name", "profile_location"}:
        clean = people.names if name == "display_name" else people.places
        return clean(words_of(words))
    return words_of(_said(words, format)) if name in WORDS else words.str.strip_chars()


def _said(words: pl.Series, format: Format) -> pl.Series:
    """A tweet's words without what the format says that its tool did to them."""
    if format.head and format.container != "text":
        words = words.set(words.str.contains(rf"^\s*(?:{format.head})\s*$"), None)
    if format.is_parted:
        words = words.str.replace_all(r"(^|\s)([#@]) (\w)", "${1}${2}${3}")
    return words.str.replace_all(r"\\r?\\n|\\n", "\n") if format.is_escaped else words


def _settled(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns held against each other: an original is not a retweet of itself, nor is a quotation, and what cannot be a
    handle may be a name."""
    of, handle = pl.col("retweet_of_id"), pl.col("handle")
    is_other = (of != pl.col("tweet_id")).fill_null(True) & pl.col("is_retweet").fill_null(True)
    return frame.with_columns(
        _present(frame["text"]),
        retweet_of_id=pl.when(is_other).then(of),
        original_text=pl.when(pl.col("is_retweet").fill_null(True)).then("original_text"),
        other_names=pl.when(handle.str.contains(people.HANDLE).fill_null(True))
        .then("other_names")
        .otherwise(pl.concat_list(pl.col("other_names").fill_null([]), handle)),
    ).with_columns(is_retweet=pl.when(pl.col("is_retweet").is_null() & of.is_not_null()).then(True).otherwise("is_retweet"))
