"""The audit says what is old and what is advised against, and skips with a line where it reaches nothing."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import PROJECT, script

# Of `uv export` it writes one line to what stands last, of `uv tool run pip-audit` it says what it was told to.
FAKE = """#!/bin/sh
if [ "$1" = export ]; then eval "echo prefect==3.8.8 > \\${{$#}}"; else cat {answer}; fi
"""
SOUND = {"name": "owl", "version": "1.0", "vulns": []}
UNKNOWN = {"name": "lark", "skip_reason": "Dependency not found"}
ENDED = {"name": "rook", "version": "2.0", "vulns": [{"id": "GHSA-1", "fix_versions": ["2.1"]}]}
OPEN = {"name": "wren", "version": "3.0", "vulns": [{"id": "GHSA-2", "fix_versions": []}]}


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    return script(PROJECT / ".ci" / "audit.py")


def audited(tmp_path: Path, answer: str) -> subprocess.CompletedProcess[str]:
    """The audit with a uv of our own, which answers as pip-audit would."""
    (tmp_path / "answer").write_text(answer, encoding="utf-8")
    (tmp_path / "uv").write_text(FAKE.format(answer=tmp_path / "answer"), encoding="utf-8")
    (tmp_path / "uv").chmod(0o700)
    command = [sys.executable, PROJECT / ".ci" / "audit.py"]
    environment = os.environ | {"UV": str(tmp_path / "uv")}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("packages", "code", "lines"),
    [
        ([SOUND], 0, ["Advisories: none against 1 packages."]),
        ([SOUND, ENDED], 1, ["rook 2.0: GHSA-1, whose end is in 2.1"]),
        (
            [SOUND, OPEN, UNKNOWN],
            0,
            ["wren 3.0: GHSA-2, not ended yet", "Advisories: 1 packages could not be looked up."],
        ),
        ([UNKNOWN], 0, ["Advisories: their data cannot be reached from here; nothing was checked."]),
    ],
)
def test_advisories_are_told_and_one_that_can_be_ended_fails(
    tmp_path: Path, packages: list[dict[str, object]], code: int, lines: list[str]
) -> None:
    done = audited(tmp_path, json.dumps({"dependencies": packages}))
    assert (done.returncode, done.stdout.splitlines()[1:], done.stderr) == (code, lines, "")


def test_without_a_network_it_says_that_nothing_was_checked(tmp_path: Path) -> None:
    done = audited(tmp_path, "ERROR: no route to host")
    assert (done.returncode, done.stdout.splitlines()[1]) == (
        0,
        "Advisories: their data cannot be reached from here; nothing was checked.",
    )


def test_a_lock_older_than_ninety_days_is_told(audit: ModuleType) -> None:
    lock = 'upload-time = "2026-08-01T10:00:00.5Z"\nupload-time = "2026-07-01T10:00:00Z"\n'
    assert (
        audit.told_of_age(lock, datetime(2026, 10, 30, 12, tzinfo=UTC)) == "Lock: its youngest package is 90 days old."
    )
    told = audit.told_of_age(lock, datetime(2026, 10, 31, 12, tzinfo=UTC))
    assert told == "Lock: its youngest package is 91 days old: renew it with uv lock --upgrade."
