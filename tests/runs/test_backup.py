"""What was saved by the lines of its page is brought back on an empty machine, where nothing has to be made again."""

import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from flows.server import new_database
from tasks.storage.ed25519 import draw
from tests.conftest import PROJECT, clean_environment, ended
from tests.flows.conftest import small_study

pytestmark = [pytest.mark.nightly, pytest.mark.timeout(900)]
PAGE = PROJECT / "docs" / "pages" / "how-to" / "backup.md"
STUDIES = ("open", "plain", "signed")
# Of so few tweets nothing could be told to the public otherwise.
EXCEPTED = "".join(
    f'[[exceptions]]\noutput = "{output}"\nrule = "{rule}"\nreason = "Invented."\nby = "A. Steward"\n'
    for output in ("table1", "overlap", "timeline", "flow", "removed")
    for rule in ("smallest_count", "fewest_authors")
)
STAGE_FOLDER = re.compile(r"[0-9a-f]{16}")


def machine(home: Path, saved: Path) -> dict[str, str]:
    """The environment on a machine whose folders are all within `home`."""
    environment = clean_environment(home / "prefect")
    runs = home / "prefect" / new_database.name()
    return environment | {"HUSHTAG_DATA": str(home / "data"), "RUNS": str(runs), "SAVED": str(saved)}


def states(told: subprocess.CompletedProcess[str]) -> dict[str, str]:
    return {line["study"]: line["state"] for line in json.loads(told.stdout)}


def hushtag(environment: Mapping[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    return ended([sys.executable, "-m", "flows.cli", *map(str, arguments)], environment)


def lines(heading: str) -> list[str]:
    """The commands of the first block under a heading of the page."""
    (block,) = re.findall(rf"## {heading}\n.*?```console\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[:1]
    return [line.removeprefix("$ ") for line in block.splitlines()]


def by_hand(environment: Mapping[str, str], heading: str) -> None:
    for line in lines(heading):
        subprocess.run(["sh", "-c", line], env={**environment}, check=True)


def steward(home: Path, draft: Path, name: str) -> Path:
    """A vote for a draft, signed where its steward's key is."""
    vote = home / f"{name}.vote"
    key = ("--key", home / f"{name}.key")
    signed = hushtag(os.environ, "steward", "sign", draft, *key, "--approve", "--reason", "Seen.", "-o", vote)
    assert signed.returncode == 0, signed.stderr
    return vote


def modes(data: Path) -> dict[str, int]:
    found = (path for path in data.rglob("*") if not path.is_symlink())
    return {path.relative_to(data).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in found}


def test_an_empty_machine_goes_on_where_the_other_one_was(tmp_path: Path) -> None:
    away, stewards = tmp_path / "away", tmp_path / "stewards"
    for folder in (away / "studies", stewards, tmp_path / "saved"):
        folder.mkdir(parents=True)
    named = "".join(f'[[stewards]]\nname = "{name}"\nkey = "{draw(stewards / f"{name}.key")}"\n' for name in ("Ada", "Bo"))
    settings = (f'profile = "public"\n{EXCEPTED}', "", f"sign_off = true\napprovals = 2\n{named}")
    for name, more in zip(STUDIES, settings, strict=True):
        small_study(away / "studies", name, more)
    there = machine(away, tmp_path / "saved")
    first = hushtag(there, "rerun", "--studies", away / "studies", "--json")
    assert states(first) == {"open": "released", "plain": "released", "signed": "waiting"}, first.stderr
    assert hushtag(there, "run", away / "studies" / "signed.toml").returncode == 3
    (draft,) = (away / "data" / "drafts" / "signed").iterdir()
    half = hushtag(there, "run", away / "studies" / "signed.toml", "--vote", steward(stewards, draft, "Ada"))
    assert half.returncode == 3, half.stderr
    by_hand(there, "Save")

    here, home = machine(tmp_path / "here", tmp_path / "saved"), tmp_path / "here"
    by_hand(here, "Bring back")
    shutil.move(away / "studies", home / "studies")
    assert modes(home / "data") == modes(away / "data")
    shutil.rmtree(away)
    for path in [each for each in (home / "data").glob("*/*") if STAGE_FOLDER.fullmatch(each.name)]:
        shutil.rmtree(path)
    shutil.rmtree(home / "data" / "results")

    again = hushtag(here, "rerun", "--studies", home / "studies", "--json")
    assert states(again) == {"open": "unchanged", "plain": "unchanged", "signed": "waiting"}, again.stderr
    assert hushtag(here, "releases").stdout.count("changed:") == 2
    for name in STUDIES[:2]:
        latest = home / "data" / "released" / name / "latest"
        assert not latest.readlink().is_absolute()
        assert hushtag(here, "check", latest).returncode == 0
    with sqlite3.connect(here["RUNS"]) as runs:
        assert runs.execute("SELECT count(*) FROM flow_run WHERE state_type = 'COMPLETED'").fetchone()[0] >= 3

    # The draft is made again, the same to the byte: the vote that was brought back counts, and the second one lets it out.
    vote = steward(stewards, home / "data" / "drafts" / "signed" / draft.name, "Bo")
    released = hushtag(here, "run", home / "studies" / "signed.toml", "--vote", vote)
    assert released.returncode == 0, released.stderr
    assert hushtag(here, "check", home / "data" / "released" / "signed" / "latest").returncode == 0
