"""Sources of a format: paths into a record, each compiled once to a function."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import orjson
import polars as pl

STEP = re.compile(r"(?P<key>[^\[\]?]*)(?P<many>\[(?:(?P<by>\w+)=(?P<value>\w+))?\])?(?P<there>\?)?")

Reader = Callable[[Any], Any]


def column(values: Iterable[Any], source: str, is_list: bool) -> pl.Series:
    """A source of each record as a column: strings, or lists of strings."""
    read = reader(source)
    if is_list:
        return pl.Series(source, [_strings(read(value)) for value in values], dtype=pl.List(pl.String))
    return pl.Series(source, [_string(read(value)) for value in values], dtype=pl.String)


def cells(words: pl.Series, path: str, is_list: bool) -> pl.Series:
    """A path into the JSON that stands in each cell; null where there is none."""
    return column([_json(cell) for cell in words], path, is_list)


@cache
def reader(source: str) -> Reader:
    """A function that follows a source into a record, and gives null where it leads nowhere."""
    matches = [STEP.fullmatch(part) for part in source.split(".")]
    steps = [match.groupdict() for match in matches if match]
    if len(steps) < len(matches):
        return lambda record: _get(record, source)
    if all(step["many"] is None and step["there"] is None for step in steps):
        return _straight([step["key"] for step in steps], source)
    return lambda record: _walk(record, steps)


def _straight(keys: Sequence[str], source: str) -> Reader:
    def follow(record: Any) -> Any:
        for key in keys:
            if not isinstance(record, dict):
                return None
            record = record.get(key)
        return record

    # Flat records may have dots in their keys.
    return follow if len(keys) == 1 else lambda record: follow(record) if source not in record else record[source]


def _walk(value: Any, steps: Sequence[Mapping[str, Any]]) -> Any:
    for place, step in enumerate(steps):
        value = _get(value, step["key"]) if step["key"] else value
        if step["by"]:
            value = next((item for item in value or [] if _get(item, step["by"]) == step["value"]), None)
        elif step["many"]:
            rest = steps[place + 1 :]
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


def _strings(value: Any) -> list[str] | None:
    if value is None:
        return None
    many = value if isinstance(value, list) else [value]
    return [item for item in map(_string, many) if item is not None]


def _json(cell: str | None) -> Any:
    try:
        return orjson.loads(cell) if cell else None
    except orjson.JSONDecodeError:
        return None
