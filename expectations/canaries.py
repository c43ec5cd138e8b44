"""The gate's own test, in every run: each rule is shown invented rows that break it, and must find them.

The rows are planted in a copy of some of the study's own rows, beside a small invented release to which they belong. The copy is
thrown away. In a sample some sums do not hold, planted rows or not: rules on those are tested in the invented release alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict

from expectations import Rule, suites
from expectations.passing_release import frames

Chosen = tuple[str, Rule]
Tables = Mapping[str, pl.DataFrame]


class Canaries(BaseModel):
    """How many rules were shown rows that break them, how many of them among the study's own, and which did not find theirs."""

    model_config = ConfigDict(frozen=True)

    rules: int
    among_own: int = 0
    missed: tuple[str, ...] = ()


def canaries(name: str, lists: Mapping[str, Path], tables: Iterable[str], folder: Path, own: Tables | None = None) -> Canaries:
    """Every rule of some tables held against rows that break it, among a study's `own` if there are any; `folder` is scratch."""
    waiting = [(table, rule) for table in sorted(tables) for rule in suites()[table]]
    number = len(waiting)
    # Most rules can be shown their rows at once. One that takes all rows away, or meets another's, is shown its own alone.
    additive = [each for each in waiting if all(each[1].breaking.values())]
    emptying = [each for each in waiting if each not in additive]
    seen, blind = _among_own(name, lists, additive, folder, own) if own else ([], [])
    rest = [each for each in additive if each not in seen]
    missed = _missed(f"{name}-all", lists, rest, folder) + _missed(f"{name}-none", lists, emptying, folder)
    missed = [each for place, each in enumerate(missed) if _missed(f"{name}-{place}", lists, [each], folder)]
    told = dict.fromkeys(f"{table}: {rule.name}" for table, rule in (*missed, *blind))
    return Canaries(rules=number, among_own=len(seen), missed=tuple(told))


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


def _among_own(
    name: str, lists: Mapping[str, Path], chosen: Sequence[Chosen], folder: Path, own: Tables
) -> tuple[list[Chosen], list[Chosen]]:
    """The rules that find more rows among a study's own once theirs are planted, and those that find none with or without."""

    def broken(when: str, shown: Sequence[Chosen], sought: Sequence[Chosen] = chosen) -> dict[tuple[str, str], int]:
        tables = {table: _beside(rows, own.get(table)) for table, rows in planted(shown).items()}
        tables |= {"judged": own["judged"]} if "judged" in own else {}
        return _broken(f"{name}-{when}", lists, sought, folder, tables)

    before, after = broken("own", []), broken("planted", chosen)
    seen = [each for each in chosen if after[_named(each)] > before[_named(each)]]
    quiet = [each for each in chosen if not before[_named(each)] and each not in seen and not each[1].is_rate]
    # One whose rows another rule's planted rows hide is shown its own alone.
    blind = [each for place, each in enumerate(quiet) if not broken(f"own-{place}", [each], [each])[_named(each)]]
    return seen, blind


def _beside(rows: pl.DataFrame, own: pl.DataFrame | None) -> pl.DataFrame:
    return rows if own is None else pl.concat([rows, own], how="diagonal_relaxed")


def _missed(name: str, lists: Mapping[str, Path], chosen: Sequence[Chosen], folder: Path) -> list[Chosen]:
    if not chosen:
        return []
    broken = _broken(name, lists, chosen, folder, planted(chosen))
    return [each for each in chosen if not broken[_named(each)]]


def _named(chosen: Chosen) -> tuple[str, str]:
    return chosen[0], chosen[1].name


def _broken(
    name: str, lists: Mapping[str, Path], chosen: Sequence[Chosen], folder: Path, tables: Tables
) -> dict[tuple[str, str], int]:
    """By how many rows each of the rules chosen is broken; one that cannot be held finds nothing."""
    from expectations.validation import findings

    place = folder / name
    place.mkdir()
    for table, rows in tables.items():
        rows.write_parquet(place / f"{table}.parquet")
    views = {table: [str(place / f"{table}.parquet")] for table in tables}
    rules = {each: [rule for table, rule in chosen if table == each] for each, _ in chosen}
    found = findings(name, views, lists, rules)
    return {(table, rule.name): rows if outcome == "fail" else 0 for table, lines in found.items() for rule, outcome, rows in lines}
