"""Every rule holds on honest rows and fails on the row that it carries to break it."""

from pathlib import Path

import polars as pl
import pytest

from expectations import Rows, Rule, suites
from expectations.passing_release import frames
from expectations.validation import findings
from expectations.verdict import LISTS

RULES = [(table, rule) for table, rules in suites().items() for rule in rules]
NAMES = [f"{table}: {rule.name}" for table, rule in RULES]


def with_rows(rows: Rows) -> dict[str, pl.DataFrame]:
    tables = frames()
    for name, added in rows.items():
        honest = tables[name]
        first = honest.row(0, named=True) if honest.height else dict.fromkeys(honest.columns)
        fresh = [pl.DataFrame([{**first, **row}], schema_overrides=honest.schema) for row in added]
        tables[name] = pl.concat([honest, *fresh], how="diagonal_relaxed") if added else honest.clear()
    return tables


def outcome(table: str, rule: Rule, tables: dict[str, pl.DataFrame], folder: Path) -> tuple[str, int]:
    """What a rule finds; its neighbours have tests of their own."""
    for name, frame in tables.items():
        frame.write_parquet(folder / f"{name}.parquet")
    views = {name: [str(folder / f"{name}.parquet")] for name in tables}
    ((found, how, rows),) = findings("test", views, LISTS, {table: [rule]})[table]
    assert found == rule
    return how, rows


def test_every_rule_holds_on_honest_rows(tmp_path: Path) -> None:
    for name, frame in frames().items():
        frame.write_parquet(tmp_path / f"{name}.parquet")
    found = findings("test", {name: [str(tmp_path / f"{name}.parquet")] for name in frames()}, LISTS, suites())
    assert {how for rules in found.values() for _, how, _ in rules} == {"pass"}, found


@pytest.mark.parametrize(("table", "rule"), RULES, ids=NAMES)
def test_a_rule_fails_on_the_row_that_breaks_it(table: str, rule: Rule, tmp_path: Path) -> None:
    how, rows = outcome(table, rule, with_rows(rule.breaking), tmp_path)
    assert (how, rows) == ("fail", rule.rows)


@pytest.mark.parametrize(
    ("table", "rule"), [each for each in RULES if each[1].honest], ids=lambda each: getattr(each, "name", "")
)
def test_a_rule_lets_its_near_miss_through(table: str, rule: Rule, tmp_path: Path) -> None:
    assert outcome(table, rule, with_rows(rule.honest), tmp_path) == ("pass", 0)
