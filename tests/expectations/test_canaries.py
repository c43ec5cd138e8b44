"""The gate is tested in every run: each rule finds the rows that it is shown, and one that does not is named."""

from dataclasses import replace
from pathlib import Path

import pytest

import expectations
import expectations.canaries
import expectations.validation
from expectations import suites
from expectations.canaries import canaries
from expectations.verdict import LISTS


def test_every_rule_finds_what_it_is_shown(tmp_path: Path) -> None:
    found = canaries("test", LISTS, suites(), tmp_path)
    assert (found.rules, found.missed) == (sum(map(len, suites().values())), ())


def test_a_rule_that_sees_nothing_any_more_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blind = {**suites()}
    table = "tweets"
    first = blind[table][0]
    blind[table] = (replace(first, query="SELECT 1 FROM {batch} WHERE false"), *blind[table][1:])
    for module in (expectations, expectations.canaries, expectations.validation):
        monkeypatch.setattr(module, "suites", lambda: blind)
    assert canaries("test", LISTS, [table], tmp_path).missed == (f"{table}: {first.name}",)
