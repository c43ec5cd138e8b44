"""Rules held in a process of their own: the same findings, and held here where that process is gone."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from expectations import apart
from expectations.honest import frames
from tasks.gate import LISTS


@pytest.fixture
def begun() -> Iterator[apart.Process]:
    apart.begin()
    apart.begin()
    (process,) = apart._begun
    yield process
    apart.end()
    assert process.returncode is not None


def test_findings_are_the_same_wherever_the_rules_are_held(begun: apart.Process, tmp_path: Path) -> None:
    views = {}
    for name, frame in frames().items():
        spoilt = frame.with_columns(pl.lit("see example.org/x @somebody").alias("text")) if name == "tweets" else frame
        spoilt.write_parquet(tmp_path / f"{name}.parquet")
        views[name] = [str(tmp_path / f"{name}.parquet")]
    there = apart.findings("apart", views, LISTS, ("tweets", "codes"))
    assert begun.poll() is None
    broken = {rule.name: rows for rule, outcome, rows in there["tweets"] if outcome == "fail"}
    assert broken["no links"] == broken["no usernames"] == frames()["tweets"].height
    begun.kill()
    begun.wait(timeout=10)
    assert apart.findings("here", views, LISTS, ("tweets", "codes")) == there
