"""Dump formats: one module each, a declaration with its own proof, found by presence."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

JOINT = " + "


@dataclass(frozen=True)
class Format:
    """How one tool's dump is known and where it keeps what `ingested` holds.

    `columns` maps a column of `ingested` to sources, of which the first that is not null wins (a list gathers them
    all). A source is a column of a table, or a path into a record: `user.name`, `entities.hashtags[].text` (a list),
    `refs[type=retweeted].id` (of the first that matches), `refs[type=retweeted][].id` (of every one), `retweeted_status?`
    (whether it is there); `user/name` goes on into what a cell holds as JSON, or as Python prints it, and `date + time` is
    what two columns hold together.
    Each of `signatures` holds columns, or paths of at most two steps (`data[].text`, `tweet.id_str`), that must all be
    there; the largest that fits claims the file.
    `within` is the path in a record at which the tweet lies, `wrapped` the key at which some lie deeper still; `pages` says
    that a record is a page of v2 tweets. `is_general` claims only what no other format does.
    `head` is the pattern of what stands before a tweet's words in text without columns, its groups named as the columns
    are; `tail` is what may follow them. The words are the column `text`. In a table a cell that is a head alone holds no words.
    `is_escaped` says that a text's new lines are written as a stroke and an n, `is_parted` that a space parts a hashtag or a
    handle from its sign.
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
    wrapped: str = ""
    pages: bool = False
    head: str = ""
    tail: str = ""
    month_first: bool = False
    is_escaped: bool = False
    is_parted: bool = False
    is_general: bool = False
    timezone: str | None = None


def bases(source: str) -> list[str]:
    """The columns of a table, or the paths into a record, that a source begins from."""
    return source.split("/")[0].split(JOINT)


@cache
def formats() -> tuple[Format, ...]:
    """Every format, A to Z by id."""
    modules = [importlib.import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__)]
    return tuple(sorted((module.FORMAT for module in modules), key=lambda format: format.id))
