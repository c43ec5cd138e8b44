"""The gate's rules: named expectations, each with the row that breaks it, one suite a table, found by presence."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

Rows = Mapping[str, tuple[Mapping[str, Any], ...]]


@dataclass(frozen=True)
class Rule:
    """A named expectation: why it is there, the query that finds rows which break it, and rows that do.

    `query` selects one key a breaking row and never a text; `{batch}` is the suite's own table, other tables go by their
    names, and braces of a pattern are doubled. `breaking` maps tables to rows that are added to honest ones; only the
    columns that differ from an honest row are given. `rows` is how many rows they break: one for each way that a pattern
    can be met. A rate is moved by few rows among few others only.
    """

    name: str
    why: str
    query: str
    breaking: Rows
    severity: Literal["critical", "warning"] = "critical"
    rows: int = 1
    honest: Rows = field(default_factory=dict)
    is_rate: bool = False


KEPT_APART = "((SELECT bool_or(keeps_short_texts) FROM settings) AND spoken_words(text) < 5)"
"""Where a study keeps short texts apart, "thank you!!" of two people stands twice."""


@cache
def suites() -> dict[str, tuple[Rule, ...]]:
    """The rules of every table, by table A to Z."""
    modules = [importlib.import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__)]
    return {module.TABLE: module.RULES for module in modules if hasattr(module, "RULES")}


def at_least_one_row(table: str) -> Rule:
    """An empty table passes every other rule, so each suite refuses it first."""
    return Rule(
        name=f"{table} has rows",
        why="Every rule holds for an empty table.",
        query="SELECT 'empty' AS broken FROM (SELECT count(*) AS n FROM {batch}) WHERE n = 0",
        breaking={table: ()},
    )


def no_nulls(table: str, *columns: str) -> Rule:
    """Null passes most comparisons, so the columns that others rely on must be there."""
    conditions = " OR ".join(f"{column} IS NULL" for column in columns)
    return Rule(
        name=f"{table} leaves nothing out",
        why=f"Null would pass the rules on {', '.join(columns)}.",
        query=f"SELECT 1 AS broken FROM {{batch}} WHERE {conditions}",
        breaking={table: ({columns[-1]: None},)},
    )
