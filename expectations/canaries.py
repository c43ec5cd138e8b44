"""The gate's own test, in every run: each rule is shown invented rows that break it, and must find them."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict

from expectations import Rule, suites
from expectations.passing_release import frames

Chosen = tuple[str, Rule]


class Canaries(BaseModel):
    """How many rules were shown rows that break them, and which of them did not find theirs."""

    model_config = ConfigDict(frozen=True)

    rules: int
    missed: tuple[str, ...] = ()


def canaries(name: str, lists: Mapping[str, Path], tables: Iterable[str], folder: Path) -> Canaries:
    """Every rule of some tables held against a small invented release with the rows that break it; `folder` is scratch."""
    waiting = [(table, rule) for table in sorted(tables) for rule in suites()[table]]
    number = len(waiting)
    # Most rules can be shown their rows at once. One that takes all rows away, or meets another's, is shown its own alone.
    additive = [each for each in waiting if all(each[1].breaking.values())]
    emptying = [each for each in waiting if each not in additive]
    missed = _missed(f"{name}-all", lists, additive, folder) + _missed(f"{name}-none", lists, emptying, folder)
    missed = [each for place, each in enumerate(missed) if _missed(f"{name}-{place}", lists, [each], folder)]
    return Canaries(rules=number, missed=tuple(f"{table}: {rule.name}" for table, rule in missed))


def planted(chosen: Sequence[Chosen]) -> dict[str, pl.DataFrame]:
    """The tables of an honest release, with the rows that break some rules."""
    tables = frames()
    for _, rule in chosen:
        for name, added in rule.breaking.items():
            honest = frames()[name]
            first = honest.row(0, named=True) if honest.height else dict.fromkeys(honest.columns)
            fresh = [pl.DataFrame([{**first, **row}], schema_overrides=honest.schema) for row in added]
            tables[name] = pl.concat([tables[name], *fresh], how="diagonal_relaxed") if added else honest.clear()
    return tables


def _missed(name: str, lists: Mapping[str, Path], chosen: Sequence[Chosen], folder: Path) -> list[Chosen]:
    from expectations.validation import findings

    if not chosen:
        return []
    place = folder / name
    place.mkdir()
    for table, rows in (tables := planted(chosen)).items():
        rows.write_parquet(place / f"{table}.parquet")
    views = {table: [str(place / f"{table}.parquet")] for table in tables}
    found = findings(name, views, lists, {table for table, _ in chosen})
    broken = {(table, rule.name) for table, lines in found.items() for rule, outcome, _ in lines if outcome == "fail"}
    return [(table, rule) for table, rule in chosen if (table, rule.name) not in broken]
