"""The gate is tested in every run: each rule finds the rows that it is shown, and one that does not is named."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import expectations
import expectations.canaries
from expectations import suites
from expectations.canaries import canaries
from expectations.own_sample import MOST, own_sample
from expectations.passing_release import frames
from expectations.verdict import LISTS


def test_every_rule_finds_what_it_is_shown(tmp_path: Path) -> None:
    found = canaries("test", LISTS, suites(), tmp_path)
    assert (found.rules, found.missed) == (sum(map(len, suites().values())), ())


def test_a_rule_that_sees_nothing_any_more_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blind = {**suites()}
    table = "tweets"
    first = blind[table][0]
    blind[table] = (replace(first, query="SELECT 1 FROM {batch} WHERE false"), *blind[table][1:])
    for module in (expectations, expectations.canaries):
        monkeypatch.setattr(module, "suites", lambda: blind)
    assert canaries("test", LISTS, [table], tmp_path).missed == (f"{table}: {first.name}",)


def crowd() -> dict[str, pl.DataFrame]:
    """Rows as a study's own: thirty texts, of thirty people."""
    keys = [f"{number:016x}" for number in range(100, 130)]
    texts = [f"they are still looking for a warm bed number {number} tonight" for number in range(30)]
    known = {"tweet_key": keys, "sequence": range(100, 130), "text": texts, "month": ["2013-08"] * 30, "copies": [1] * 30}
    honest = frames()
    rows = pl.DataFrame(known | {"dump": "b.csv", "line": range(30), "theme": "thanks", "heading": "thanks.thanks"})
    names = ("ingested", "anonymised", "deduplicated", "tweets")
    return {name: rows.select(each for each in rows.columns if each in honest[name].columns) for name in names}


def test_rules_find_what_is_planted_among_a_studys_own_rows(tmp_path: Path) -> None:
    found = canaries("test", LISTS, suites(), tmp_path, crowd())
    assert found.missed == ()
    assert found.among_own > 0.8 * found.rules - len([rule for rules in suites().values() for rule in rules if rule.is_rate])


def test_a_rule_that_is_blind_among_many_rows_is_named_though_it_sees_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {**suites()}
    first = changed["tweets"][-1]
    few = replace(first, query=f"{first.query} WHERE (SELECT count(*) FROM {{batch}}) < 20")
    changed["tweets"] = (*changed["tweets"][:-1], few)
    for module in (expectations, expectations.canaries):
        monkeypatch.setattr(module, "suites", lambda: changed)
    assert canaries("few", LISTS, ["tweets"], tmp_path).missed == ()
    assert canaries("many", LISTS, ["tweets"], tmp_path, crowd()).missed == (f"tweets: {few.name}",)


def test_of_a_study_a_bounded_sample_is_taken_and_the_same_each_time(tmp_path: Path) -> None:
    many = pl.concat([table.head(1) for table in [crowd()["deduplicated"]]] * 500).with_columns(
        tweet_key=pl.int_range(500).cast(pl.String).str.zfill(16)
    )
    tables = {**crowd(), "deduplicated": many, "anonymised": frames()["anonymised"], "table1": frames()["table1"]}
    for name, table in tables.items():
        table.write_parquet(tmp_path / f"{name}.parquet")
    views = {name: [str(tmp_path / f"{name}.parquet")] for name in tables}
    sample = own_sample(views)
    assert sample["deduplicated"].height == MOST
    assert sample["table1"].equals(frames()["table1"])
    assert own_sample(views)["deduplicated"].equals(sample["deduplicated"])
