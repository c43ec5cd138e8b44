"""TOML beyond its parser: on which line a key stands, and how a value is written."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

HEADER = re.compile(r"\A\s*\[\[?([^\]#]+)\]\]?")
KEY = re.compile(r"""\A\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def line_of(path: Sequence[str], text: str) -> int | None:
    """The line of the key that a path of names leads to, else of the innermost table around it that is written down."""
    places = dict(reversed([(names, line) for line, names in _written(text)]))
    found = (places.get(tuple(path[:end])) for end in range(len(path), 0, -1))
    return next((line for line in found if line), None)


def lines_of(table: str, text: str) -> list[int]:
    """The lines on which the entries of a list of tables, [[table]], begin."""
    return [number for number, names in _written(text) if names == (table,)]


def toml_value(value: Any) -> str:
    """A date, text, number, truth value or list of them as TOML writes it."""
    if isinstance(value, date):
        return value.isoformat()
    # JSON's strings, numbers, lists and truth values are TOML's too, but for one control character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _written(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := HEADER.match(line):
            table = _names(header[1])
            yield number, table
        elif key := KEY.match(line):
            yield number, table + _names(key[1])


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in PART.findall(dotted))
