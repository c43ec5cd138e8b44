"""Dump formats: one module each, a declaration with its own proof, found by presence."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal


@dataclass(frozen=True)
class Format:
    """How one tool's dump is known and where it keeps what `ingested` holds.

    `columns` maps a column of `ingested` to sources, of which the first that is not null wins. A source is a column of
    a CSV, or a path into a JSON record: `user.name`, `entities.hashtags[].text` (a list), `refs[type=retweeted].id`
    (of the first that matches), `retweeted_status?` (whether it is there).
    `signature` holds the columns or top-level keys that all must be there; the largest that fits claims the dump.
    """

    id: str
    title: str
    container: Literal["csv", "json"]
    signature: frozenset[str]
    columns: Mapping[str, tuple[str, ...]]
    sample: str
    expected: tuple[Mapping[str, Any], ...]
    pages: bool = field(default=False)


@cache
def formats() -> tuple[Format, ...]:
    """Every format, A to Z by id."""
    modules = [importlib.import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__)]
    return tuple(sorted((module.FORMAT for module in modules), key=lambda format: format.id))
