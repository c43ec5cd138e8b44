"""Dump formats: one module each, a declaration with its own proof, found by presence."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal


@dataclass(frozen=True)
class Format:
    """How one tool's dump is known and where it keeps what `ingested` holds.

    `columns` maps a column of `ingested` to sources, of which the first that is not null wins (a list gathers them
    all). A source is a column of a table, or a path into a record: `user.name`, `entities.hashtags[].text` (a list),
    `refs[type=retweeted].id` (of the first that matches), `retweeted_status?` (whether it is there).
    Each of `signatures` holds columns, or paths of at most two steps (`data[].text`, `tweet.id_str`), that must all be
    there; the largest that fits claims the file.
    `within` is the path in a record at which the tweet lies; `pages` says that a record is a page of v2 tweets.
    `timezone` is that of times without one, where the tool is known to write them so; else it is the study's.
    """

    id: str
    title: str
    signatures: tuple[frozenset[str], ...]
    columns: Mapping[str, tuple[str, ...]]
    sample: str
    expected: tuple[Mapping[str, Any], ...]
    container: Literal["csv", "json", "any", "text"] = "csv"
    within: str = ""
    pages: bool = False
    month_first: bool = False
    timezone: str | None = None


@cache
def formats() -> tuple[Format, ...]:
    """Every format, A to Z by id."""
    modules = [importlib.import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__)]
    return tuple(sorted((module.FORMAT for module in modules), key=lambda format: format.id))
