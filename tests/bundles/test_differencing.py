"""A public release is held against the public ones of its study that lie beside it, and against no other."""

import json
from pathlib import Path

import pytest

from tasks.bundles.differencing import hold_apart
from tasks.errors import GateClosed
from tasks.pure.disclosure.promises import COLUMNS
from tasks.studies.study import Study
from tests.pure.disclosure.test_differencing import POLICY, added
from tests.pure.disclosure.test_tables import WORLD, told

NOW = told(WORLD, POLICY)


def study(*excepted: str) -> Study:
    waivers = [{"output": each, "rule": "differencing", "reason": "So.", "by": "A. Steward"} for each in excepted]
    return Study.model_validate({"id": "small", "dumps": ["a.csv"], "profile": "public", "exceptions": waivers})


def released(home: Path, profile: str, tweets: int) -> Path:
    """A release of the same study with so many tweets more."""
    bundle = home / "abc"
    bundle.mkdir()
    (bundle / "manifest.json").write_text(json.dumps({"study": {"profile": profile}}))
    for name, table in told(added(WORLD, 3, tweets), POLICY).items():
        if name in COLUMNS:
            table.write_csv(bundle / f"{name}.csv")
    (home / "latest").symlink_to(bundle)
    return bundle


def test_a_release_that_gives_an_earlier_ones_difference_away_closes_the_gate_and_says_which(tmp_path: Path) -> None:
    released(tmp_path, "public", 6)
    with pytest.raises(GateClosed, match=r"small: table1: 1 count and those of the public release abc") as caught:
        hold_apart(study(), NOW, tmp_path)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(("profile", "tweets"), [("public", 0), ("public", 100), ("team", 6)])
def test_the_same_again_many_more_and_what_stays_with_the_team_do_not(tmp_path: Path, profile: str, tweets: int) -> None:
    released(tmp_path, profile, tweets)
    hold_apart(study(), NOW, tmp_path)


def test_an_exception_lets_its_own_table_through_and_no_other(tmp_path: Path) -> None:
    released(tmp_path, "public", 6)
    with pytest.raises(GateClosed, match="overlap"):
        hold_apart(study("table1"), NOW, tmp_path)
    hold_apart(study("table1", "overlap", "timeline", "flow"), NOW, tmp_path)
