"""One file of a dump, read whole: its format recognised, its records made rows or set aside."""

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import polars as pl

from tasks.errors import DumpUnreadable
from tasks.formats import Format, formats
from tasks.reading.records import NOT_A_TWEET, Record, csv_records, json_records, pages
from tasks.reading.rows import rows
from tasks.reading.words import text_of
from tasks.schema import INGESTED, SET_ASIDE

NO_TWEETS = "file without tweets"
NO_TEXT = "tweet without text"
PEEK = 200


def read(path: Path, name: str, columns: Mapping[str, str] | None, timezone: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tweets of a file, in the columns of `ingested` but for `sequence`, and the records set aside.

    Rows: tweets and set-aside records together are the file's records.
    Raises: DumpUnreadable when nothing in it can be read, with the nearest format.
    """
    text = text_of(path, name)
    if not text.strip():
        raise DumpUnreadable("the file is empty", name, "Leave it out, or fetch it again.")
    records = list(_records(path, text))
    format = _mapped(columns, records, name) if columns else _recognised(records, name)
    if format.pages:
        records = list(pages(iter(records)))
    return _split(records, format, name, timezone)


def _records(path: Path, text: str) -> Iterator[Record]:
    if path.suffix in {".json", ".jsonl", ".ndjson"} or text.lstrip()[:1] in {"{", "["}:
        return json_records(text)
    return csv_records(text, _delimiter(text))


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _recognised(records: list[Record], name: str) -> Format:
    keys = [set(record) for _, record in records[:PEEK] if not isinstance(record, str)]
    fitting = [format for format in formats() if any(format.signature <= each for each in keys)]
    if not fitting:
        raise DumpUnreadable(_unlike(keys), name, "See `hushtag formats`, or map its columns in the study file.")
    return max(fitting, key=lambda format: (len(format.signature), format.id))


def _unlike(keys: list[set[str]]) -> str:
    seen = set(chain.from_iterable(keys))
    nearest = max(formats(), key=lambda format: (len(format.signature & seen) / len(format.signature), format.id))
    lacking = ", ".join(sorted(nearest.signature - seen))
    return f"no format that is known; the nearest is {nearest.title}, which also has {lacking}"


def _mapped(columns: Mapping[str, str], records: list[Record], name: str) -> Format:
    keys = set(chain.from_iterable(record for _, record in records[:PEEK] if not isinstance(record, str)))
    unknown = sorted(set(columns.values()) - keys)
    if unknown:
        raise DumpUnreadable(f"has no column {', '.join(unknown)}", name, "Mend [columns] in the study file.")
    sources = {target: (source,) for target, source in columns.items()}
    return Format("mapped", "columns mapped by the study", "csv", frozenset(), sources, "", ())


def _split(records: list[Record], format: Format, name: str, timezone: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    whole = [(line, record) for line, record in records if not isinstance(record, str)]
    aside = [(line, record) for line, record in records if isinstance(record, str)]
    tweets = rows(whole, format.columns, timezone).with_columns(dump=pl.lit(name), format=pl.lit(format.id))
    textless = tweets.filter(pl.col("text").is_null())
    ledger = pl.DataFrame(
        [*aside, *((line, NOT_A_TWEET if _bare(format) else NO_TEXT) for line in textless["line"])],
        schema={"line": pl.Int64, "reason": pl.String}, orient="row",
    )
    named = [column for column in INGESTED.names if column != "sequence"]
    kept = tweets.filter(pl.col("text").is_not_null()).select(named)
    return kept, SET_ASIDE.conform(ledger.with_columns(dump=pl.lit(name)).sort("line"))


def _bare(format: Format) -> bool:
    return format.container == "json"


def without_tweets(name: str, records: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """No tweets, and every record of the file set aside because it holds none."""
    ledger = pl.DataFrame({"line": range(1, records + 1)}, schema={"line": pl.Int64})
    ledger = ledger.with_columns(dump=pl.lit(name), reason=pl.lit(NO_TWEETS))
    return INGESTED.empty().drop("sequence"), SET_ASIDE.conform(ledger)
