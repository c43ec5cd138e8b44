"""Rows of `ingested` from records, by a format's declaration of where each column lies."""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import polars as pl

from tasks.schema import INGESTED, UTC

LISTS = {column.name for column in INGESTED.columns if column.dtype == pl.List(pl.String)}
WORDS = {"text", "original_text", "display_name", "profile_location", "other_names", "other_locations"}
MISSING = {"", "NA", "None", "null", "NULL", "NaN"}
STEP = re.compile(r"(?P<key>[^\[\]?]+)(?:\[(?:(?P<by>\w+)=(?P<value>\w+))?\])?(?P<there>\?)?")

ZONED = ("%a %b %d %H:%M:%S %z %Y", "%Y-%m-%d %H:%M:%S %z", "%+", "%Y-%m-%d %H:%M:%S%z")
ZONELESS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")
DAYS = ("%Y-%m-%d", "%d/%m/%Y")


def rows(
    records: Sequence[tuple[int, Mapping[str, Any]]], columns: Mapping[str, Sequence[str]], timezone: str
) -> pl.DataFrame:
    """The columns of `ingested` that a record holds, with its line.

    Rows: one a record, in order.
    """
    found = {name: [_value(record, name, columns.get(name, ())) for _, record in records] for name in _READ}
    frame = pl.DataFrame(found, schema=dict.fromkeys(found, pl.String) | _LISTS | {"is_retweet": pl.Boolean})
    return frame.with_columns(
        posted_at(pl.col("posted_at"), timezone).alias("posted_at"),
        pl.col("hashtags").list.eval(pl.element().str.to_lowercase()),
        pl.Series("line", [line for line, _ in records], dtype=pl.Int64),
    )


def posted_at(words: pl.Expr, timezone: str) -> pl.Expr:
    """An instant from any of the ways in which dumps write it; without a zone, it is read in the study's."""
    zoned = [words.str.to_datetime(form, strict=False, time_unit="us").dt.convert_time_zone("UTC") for form in ZONED]
    local = [words.str.to_datetime(form, strict=False, time_unit="us") for form in ZONELESS]
    days = [words.str.to_date(form, strict=False).cast(pl.Datetime("us")) for form in DAYS]
    # Of an hour that comes twice in autumn the first is taken; one that spring leaves out has no instant.
    here = [each.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null") for each in (*local, *days)]
    return pl.coalesce(*zoned, *(each.dt.convert_time_zone("UTC") for each in here)).cast(UTC)


_READ = [name for name in INGESTED.names if name not in {"sequence", "dump", "line", "format"}]
_LISTS = dict.fromkeys(LISTS, pl.List(pl.String))


def _value(record: Mapping[str, Any], name: str, sources: Sequence[str]) -> Any:
    if name in LISTS:
        return _gathered(record, name, sources)
    for source in sources:
        value = _reader(source)(record)
        if value is not None and not (isinstance(value, str) and value.strip() in MISSING):
            return _clean(name, value)
    return None


def _gathered(record: Mapping[str, Any], name: str, sources: Sequence[str]) -> list[str] | None:
    values: dict[str, None] = {}
    has_any = False
    for source in sources:
        value = _reader(source)(record)
        has_any |= value is not None
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str) and item.strip() not in MISSING:
                values[_clean(name, item)] = None
    return list(values) if has_any else None


def _clean(name: str, value: Any) -> Any:
    if name == "is_retweet":
        return value if isinstance(value, bool) else str(value).strip().lower() in {"true", "t", "1", "yes"}
    text = str(value)
    return html.unescape(text) if name in WORDS else text.strip()


@cache
def _reader(source: str) -> Callable[[Any], Any]:
    steps = [STEP.fullmatch(part) for part in source.split(".")] if _is_path(source) else [None]
    if None in steps:
        return lambda record: record.get(source)
    parts = [step.groupdict() | {"many": "[" in step[0]} for step in steps if step]
    return lambda record: _walk(record, parts)


def _is_path(source: str) -> bool:
    return bool(re.search(r"[.\[?]", source))


def _matches(item: Any, step: Mapping[str, Any]) -> bool:
    return isinstance(item, Mapping) and item.get(step["by"]) == step["value"]


def _walk(value: Any, steps: Sequence[Mapping[str, Any]]) -> Any:
    for place, step in enumerate(steps):
        if not isinstance(value, Mapping):
            return None
        value = value.get(step["key"])
        if step["by"]:
            value = next((item for item in value or [] if _matches(item, step)), None)
        elif step["many"]:
            if not isinstance(value, list):
                return None
            return [_walk(item, steps[place + 1 :]) for item in value]
        if step["there"]:
            return value is not None
    return value
