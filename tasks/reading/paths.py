"""Sources of a format: paths into a record, each compiled once to a function."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import orjson
import polars as pl

STEP = re.compile(r"(?P<key>[^\[\]?]*)(?P<many>\[(?:(?P<by>\w+)=(?P<value>\w+))?\])?(?P<there>\?)?")

Reader = Callable[[Any], Any]
NOTHING: Mapping[str, Any] = {}
BETWEEN = "\x1f"


def column(values: Iterable[Any], source: str, is_list: bool) -> pl.Series:
    """A source of each record as a column of strings; a list is one string, its items joined by BETWEEN."""
    read, told = reader(source), _joined if is_list else _string
    return pl.Series(source, [told(read(value)) for value in values], dtype=pl.String)


def cells(words: pl.Series, path: str, is_list: bool) -> pl.Series:
    """A path into the JSON that stands in each cell; null where there is none."""
    return column([_json(cell) for cell in words], path, is_list)


@cache
def reader(source: str) -> Reader:
    """A function that follows a source into a record, and gives null where it leads nowhere."""
    path = steps(source)
    if all(step["many"] is None and step["there"] is None for step in path):
        return _straight([step["key"] for step in path], source)
    return lambda record: _walk(record, path)


def steps(source: str) -> list[dict[str, Any]]:
    """The steps of a source; one that is no path is a key as it stands."""
    matches = [STEP.fullmatch(part) for part in source.split(".")]
    found = [match.groupdict() for match in matches if match]
    return found if len(found) == len(matches) else [{"key": source, "many": None, "by": None, "there": None}]


def _straight(keys: Sequence[str], source: str) -> Reader:
    *outer, last = keys

    def follow(record: Any) -> Any:
        inner = record
        try:
            for key in outer:
                inner = inner.get(key) or NOTHING
            return inner.get(last)
        except AttributeError:
            return None

    # Flat records may have dots in their keys.
    return follow if not outer else lambda record: record[source] if source in record else follow(record)


def _walk(value: Any, path: Sequence[Mapping[str, Any]]) -> Any:
    for place, step in enumerate(path):
        value = _get(value, step["key"]) if step["key"] else value
        if step["by"]:
            value = next((item for item in value or [] if _get(item, step["by"]) == step["value"]), None)
        elif step["many"]:
            rest = path[place + 1 :]
            return [_walk(item, rest) for item in value] if isinstance(value, list) else None
        if step["there"]:
            return value is not None
    return value


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _string(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else None


def _joined(value: Any) -> str | None:
    if not isinstance(value, list):
        return _string(value)
    return BETWEEN.join([item for item in map(_string, value) if item])


def _json(cell: str | None) -> Any:
    try:
        return orjson.loads(cell) if cell else None
    except orjson.JSONDecodeError:
        return None
