"""A public study over a dump that grows is released on a schedule: with noise, and never for a few tweets more."""

from pathlib import Path

import polars as pl
import pytest

from flows.rerun import rerun
from tasks.bundles.check import hold
from tasks.storage import store
from tasks.studies import profiles
from tasks.studies.states import State
from tests.flows.conftest import dump, small_study

WHATS = [f"{colour} {thing}" for colour in ("red", "blue", "green", "old", "new", "small", "long") for thing in
         ("bus", "train", "letter", "song", "lamp", "road", "chair")]  # fmt: skip
WORDS = tuple(f"Please listen to me when the {what} is late again #care" for what in WHATS)


@pytest.fixture
def studies(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "public.toml"
    path.write_text(profiles.PUBLIC.read_text() + "\n[noise]\nmaximum = 10\nvariance = 20.0\n")
    monkeypatch.setattr(profiles, "PUBLIC", path)
    small_study(folder, "noisy", 'profile = "public"\nnear_duplicates = 1.0\n', WORDS[:30])
    return folder


def test_it_is_released_postponed_for_a_few_tweets_and_released_again_with_more(studies: Path) -> None:
    (line,) = rerun(str(studies))
    assert line.state == State.RELEASED
    first = store.root() / "released" / "noisy" / "latest"
    before = first.resolve()
    hold(before)
    assert "carries noise of at most 10" in (before / "report.html").read_text()
    dump(studies / "noisy" / "second.csv", WORDS[30:33], first=31)
    (line,) = rerun(str(studies))
    assert line.state == State.POSTPONED
    assert "fewer than 10 tweets or 10 people came or went" in line.verdict
    assert first.resolve() == before
    dump(studies / "noisy" / "third.csv", WORDS[33:49], first=34)
    (line,) = rerun(str(studies))
    assert line.state == State.RELEASED
    both = [pl.read_csv(each / "table1.csv") for each in (before, first.resolve())]
    assert [int((table["tweets"] % 5).sum()) for table in both] == [0, 0]
    hold(first.resolve())
