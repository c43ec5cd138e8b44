"""Holding every suite against the Parquet files: Great Expectations in, counts out, never a value."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

import duckdb

from expectations import Rule
from expectations.duckdb_source import MOST_MEMORY, opened
from expectations.evidence import evidence, is_asked_for
from expectations.fast_import import gx
from expectations.traces import SEARCHED

COUNTS_ONLY = {"result_format": "SUMMARY", "partial_unexpected_count": 0, "exclude_unexpected_values": True}
Outcome = Literal["pass", "fail", "error"]
Finding = tuple[Rule, Outcome, int]
"""A rule, its outcome (pass, fail or error) and the number of rows that break it."""

ROWS = "unexpected_rows_query.row_count"


class CountedRows(gx.expectations.UnexpectedRowsExpectation):  # type: ignore[misc]  # it ships no types
    """Rows that break a rule, counted and never fetched: the query runs once, and nobody holds a row."""

    metric_dependencies: ClassVar[tuple[str, ...]] = (ROWS,)

    def _validate(self, metrics: Mapping[str, int], *_: Any, **__: Any) -> dict[str, Any]:
        return {"success": metrics[ROWS] == 0, "result": {"observed_value": metrics[ROWS]}}


def findings(
    name: str,
    views: Mapping[str, Sequence[str]],
    lists: Mapping[str, Path],
    rules: Mapping[str, Sequence[Rule]],
    spill: Path | None = None,
    memory: str = MOST_MEMORY,
) -> dict[str, list[Finding]]:
    """What each of the rules of some tables found, by table.

    `views` are the Parquet files of every table, and of `judged` where texts were judged already; `lists` the word lists of
    the evidence rule, a word a line; `spill` the folder for rows that do not fit in `memory`. A rule that cannot be held in
    it is given more.
    Rows: one a rule, tables A to Z, rules as given.
    """
    found = _findings(name, views, lists, rules, spill, memory)
    if memory == MOST_MEMORY or not any(outcome == "error" for lines in found.values() for _, outcome, _ in lines):
        return found
    return _findings(name, views, lists, rules, spill, MOST_MEMORY)


def _findings(
    name: str,
    views: Mapping[str, Sequence[str]],
    lists: Mapping[str, Path],
    rules: Mapping[str, Sequence[Rule]],
    spill: Path | None,
    memory: str,
) -> dict[str, list[Finding]]:
    tables = sorted(rules)
    try:
        script = evidence(lists, [each for each in SEARCHED if each in views], is_judged="judged" in views)
        is_asked = is_asked_for(script, (rule.query for held in rules.values() for rule in held))
        with opened(name, views, script if is_asked else "", spill, memory) as source:
            assets = {table: source.add_query_asset(table, f"SELECT * FROM {table}") for table in tables}
            # Told of all tables at once: a context writes its settings out again for each news.
            context = gx.get_context(mode="ephemeral")
            context.variables.progress_bars = {"globally": False}
            source._data_context = context
            context.data_sources.all().set_datasource(name, source)
            return {table: _validated(assets[table], table, rules[table]) for table in tables}
    except duckdb.Error:
        # The evidence itself could not be drawn; DuckDB's words may quote a row.
        return {table: [(rule, "error", 0) for rule in rules[table]] for table in tables}


def _validated(asset: Any, table: str, rules: Sequence[Rule]) -> list[Finding]:
    expected = [
        CountedRows(unexpected_rows_query=rule.query, description=rule.name, severity=rule.severity, meta={"rule": rule.name})
        for rule in rules
    ]
    batch = asset.get_batch(asset.build_batch_request())
    results = batch.validate(gx.ExpectationSuite(name=table, expectations=expected), result_format=COUNTS_ONLY).results
    found = {result.expectation_config.meta["rule"]: result for result in results}
    return [_finding(rule, found[rule.name]) for rule in rules]


def _finding(rule: Rule, result: Any) -> Finding:
    rows = result.result.get("observed_value")
    if not isinstance(rows, int):
        return rule, "error", 0
    return rule, "pass" if result.success else "fail", rows
