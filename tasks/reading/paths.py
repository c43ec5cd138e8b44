"""Sources of a format: paths into a record, each compiled once to a function."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import orjson
import polars as pl

# The key that items are chosen by may lie deeper: `[domain>name=Person]`.
STEP = re.compile(r"(?P<key>[^\[\]?]*)(?P<many>\[(?:(?P<by>[\w>]+)=(?P<value>[\w ]+))?\])?(?P<every>\[\])?(?P<there>\?)?")

Reader = Callable[[Any], Any]
# Times that Python prints as calls, a zone perhaps within.
OF_TIME = re.compile(r"datetime\.\w+\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
# What tweepy prints for a tweet that another refers to.
REFERENCE = re.compile(r"<ReferencedTweet id=(\d+) type=(\w+)>?")
LONGEST_LITERAL = 1 << 20
NOTHING: Mapping[str, Any] = {}
BETWEEN = "\x1f"
# Under what tags and people say in lists what they are called.
CALLED = ("text", "tag", "hashtag", "screen_name", "screenName", "username", "userName")
# What tools write where there is nothing to mark, in lower case and without what `DRESS` takes off.
NO_MARK = ("", "na", "n/a", "<na>", "none", "null", "nan", "nat", "\\n", "0", "0.0", "-1", "false")
DRESS = " \t\r\n'\"[]{}"


def column(values: Iterable[Any], source: str, is_list: bool) -> pl.Series:
    """A source of each record as a column of strings; a list is one string, its items joined by BETWEEN."""
    read, told = reader(source), _joined if is_list else _string
    return pl.Series(source, [told(read(value)) for value in values], dtype=pl.String)


def cell(values: Iterable[Any], source: str) -> pl.Series:
    """A source of each record as a column of cells, in which an object or a list is told as JSON."""
    read = reader(source)
    return pl.Series(source, [_told(read(value)) for value in values], dtype=pl.String)


def cells(words: pl.Series, wanted: Mapping[str, bool]) -> dict[str, pl.Series]:
    """Paths into the JSON that stands in each cell, each with whether it leads to a list; null where there is none."""
    # The same author or source stands in many cells, and each path leads into the same ones.
    every = words.alias("words").to_frame()
    different = every.unique(maintain_order=True).with_row_index("place")
    places = every.join(different, on="words", how="left", nulls_equal=True, maintain_order="left")["place"]
    values = [_json(cell) for cell in different["words"]]
    return {path: column(values, path, is_list).gather(places) for path, is_list in wanted.items()}


@cache
def reader(source: str) -> Reader:
    """A function that follows a source into a record, and gives null where it leads nowhere."""
    if source.endswith("?"):
        marker = reader(source[:-1])
        return lambda record: _is_mark(marker(record))
    path = steps(source)
    if all(step["many"] is None for step in path):
        return _straight([step["key"] for step in path], source)
    return lambda record: _walk(record, path)


def steps(source: str) -> list[dict[str, Any]]:
    """The steps of a source; one that is not a path is a key as it stands."""
    matches = [STEP.fullmatch(part) for part in source.split(".")]
    found = [match.groupdict() for match in matches if match]
    return found if len(found) == len(matches) else [{"key": source, "many": None, "by": None, "every": None, "there": None}]


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
    return follow if not outer else lambda record: follow(record) if (flat := _get(record, source)) is None else flat


def _walk(value: Any, path: Sequence[Mapping[str, Any]]) -> Any:
    for place, step in enumerate(path):
        value = _get(value, step["key"]) if step["key"] else value
        if step["by"]:
            items = value if isinstance(value, list) else []
            deeper = [{"key": key, "many": None, "by": None, "every": None} for key in step["by"].split(">")]
            found = [item for item in items if _walk(item, deeper) == step["value"]]
            value = found if step["every"] else next(iter(found), None)
        if step["every"] or (step["many"] and not step["by"]):
            rest = path[place + 1 :]
            return [_walk(item, rest) for item in value] if isinstance(value, list) else None
    return value


def _is_mark(value: Any) -> bool:
    if isinstance(value, dict):
        return _holds(value)
    if isinstance(value, list):
        return bool(value)
    return value is not None and str(value).strip(DRESS).lower() not in NO_MARK


def _holds(value: Any) -> bool:
    return any(map(_holds, value.values())) if isinstance(value, dict) else value is not None


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _string(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, dict) and len(value) == 1 and (key := next(iter(value)))[:1] == "$":
        # A date or a long number as MongoDB exports it.
        return _string(value[key])
    # Parquet nests times and decimal numbers too.
    return None if isinstance(value, dict | list) else str(value)


def _told(value: Any) -> str | None:
    return orjson.dumps(value, default=_string).decode() if isinstance(value, dict | list) else _string(value)


def _joined(value: Any) -> str | None:
    if not isinstance(value, list):
        return _string(value)
    return BETWEEN.join([item for item in map(_string, _items(value)) if item])


def _items(value: list[Any]) -> Iterator[Any]:
    """The items of a list, and of lists within it; of an object what it is called."""
    for item in value:
        if isinstance(item, list):
            yield from _items(item)
        else:
            yield next((item[key] for key in CALLED if key in item), None) if isinstance(item, dict) else item


def _json(cell: str | None) -> Any:
    if not cell:
        return None
    try:
        return orjson.loads(cell)
    except orjson.JSONDecodeError:
        return literal(cell)


def literal(cell: str) -> Any:
    """An object or a list as Python prints it, which is what stands in tables that Pandas wrote."""
    if not cell.startswith(("{", "[")) or len(cell) > LONGEST_LITERAL:
        return None
    try:
        return ast.literal_eval(REFERENCE.sub(r"{'id': '\1', 'type': '\2'}", OF_TIME.sub("None", cell)))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
