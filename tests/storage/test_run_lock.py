"""A run that something killed is told by the next one, with its stage; one that ended by itself is not."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tasks.storage import run_lock, store
from tests.conftest import PROJECT

HELD = """
import os, signal, sys
from tasks.storage import run_lock

with run_lock.turn("owls", lambda: None) as noted:
    noted("harvest")
    noted("deduplicate")
    {}
"""


def held(data: Path, ends: str) -> int:
    """How a process ended that held a study's lock at a stage."""
    environment = {"HUSHTAG_DATA": str(data), "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-c", HELD.format(ends)]
    return subprocess.run(command, env=environment, check=False, timeout=120, stderr=subprocess.DEVNULL).returncode


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    return tmp_path


def test_a_run_that_was_killed_is_told_once_with_its_stage_and_what_to_do(data: Path) -> None:
    assert run_lock.cut_short("owls") == ""
    assert held(data, "os.kill(os.getpid(), signal.SIGKILL)") == -signal.SIGKILL
    told = run_lock.cut_short("owls")
    assert told.startswith("The last run of this study was killed at deduplicate, probably because memory ran out")
    assert "--workers 1" in told
    assert run_lock.cut_short("otters") == ""
    with run_lock.turn("owls", lambda: None) as noted:
        noted("ingest")
        # One that is at work was killed by nobody.
        assert run_lock.cut_short("owls") == ""
    assert run_lock.cut_short("owls") == ""


@pytest.mark.parametrize("ends", ["pass", "raise MemoryError", "sys.exit(3)", "run_lock.explained(); os._exit(6)"])
def test_a_run_that_has_said_why_it_ends_is_not_told_as_killed(data: Path, ends: str) -> None:
    held(data, ends)
    assert (data / "runs" / "owls.lock").is_file()
    assert run_lock.cut_short("owls") == ""
