"""Whole runs that something breaks: what was done is kept, nothing half is released, and the next run ends as if unharmed."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tasks.storage import asides
from tests.conftest import clean_environment, ended
from tests.small_studies import CODEBOOK, write_tags

pytestmark = [pytest.mark.nightly, pytest.mark.timeout(3_000)]
MOMENTS = 15
# A stage's files are written aside before they are settled, and settled before their receipt is kept.
STRUCK = """
import os, signal, sys
from tasks.storage import results, store

left = int(sys.argv.pop(1))

def struck(function):
    def strike(*given, **named):
        global left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*given, **named)
    return strike

store._settle = struck(store._settle)
results.ResultFolder.write_path = struck(results.ResultFolder.write_path)
from flows import cli
sys.exit(cli.main())
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    write_tags(folder / "dump.csv", ((n, f"quill_{n}", f"Please listen to me when bus {n} is late #care") for n in range(9)))
    (folder / "small.toml").write_text(CODEBOOK)
    (folder / "struck.toml").write_text('[study]\nid = "struck"\ndumps = ["dump.csv"]\ncodebook = "small.toml"\n')
    return folder / "struck.toml"


def run(study: Path, data: Path, environment: dict[str, str], *program: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *(program or ("-m", "flows.cli")), "run", str(study), "--data", str(data)]
    return ended(command, environment)


def released(data: Path) -> dict[str, bytes]:
    latest = (data / "released" / "struck" / "latest").resolve()
    return {path.relative_to(latest).as_posix(): path.read_bytes() for path in latest.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def sound(study: Path, server: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a run that nothing befell."""
    data = tmp_path_factory.mktemp("sound")
    done = run(study, data, server)
    assert done.returncode == 0, done.stderr
    return data


def test_a_run_killed_at_fifteen_moments_ends_in_the_same_bytes(
    study: Path, sound: Path, server: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside stages and between them: each run takes up what the killed one left, and is killed a little later."""
    shutil.copytree(sound / "keys", tmp_path / "keys")
    for moment in range(MOMENTS):
        killed = run(study, tmp_path, server, "-c", STRUCK, str(2 + moment % 3))
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert not (tmp_path / "released" / "struck" / "latest").exists()
    whole = run(study, tmp_path, server)
    assert whole.returncode == 0, whole.stderr
    assert "unchanged" in whole.stderr
    assert "The last run of this study was killed at " in whole.stderr
    assert "was killed" not in run(study, tmp_path, server).stderr
    assert released(tmp_path) == released(sound)
    # What is young may be somebody's who has not taken hold of it yet.
    monkeypatch.setattr(asides, "YOUNG_SECONDS", 0)
    asides.sweep(path for path in tmp_path.iterdir() if path.is_dir())
    assert not [*tmp_path.rglob(".aside-*")]


def test_two_runs_at_once_end_in_one_release(study: Path, server: dict[str, str], tmp_path: Path) -> None:
    with ThreadPoolExecutor() as both:
        first, second = both.map(lambda _: run(study, tmp_path, server), range(2))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert len([path for path in (tmp_path / "released" / "struck").iterdir() if not path.is_symlink()]) == 1


@contextmanager
def full_disk(place: Path) -> Iterator[Path]:
    """A disk of 64 MB on which 100 kB are left; yields the file that fills it."""
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", str(place)]).returncode:
        pytest.skip("nobody may mount a disk here")
    try:
        filler = place / "filler"
        filler.write_bytes(b"\0" * ((64 << 20) - 100_000))
        yield filler
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_data_folder_without_room_is_told_in_a_line_and_the_next_run_goes_on(
    study: Path, server: dict[str, str], tmp_path: Path
) -> None:
    with full_disk(tmp_path) as filler:
        refused = run(study, tmp_path, server)
        assert refused.returncode == 6, refused.stderr
        assert "Traceback" not in refused.stderr
        assert not (tmp_path / "released" / "struck" / "latest").exists()
        filler.unlink()
        assert run(study, tmp_path, server).returncode == 0


@pytest.mark.parametrize("variable", ["PREFECT_HOME", "TMPDIR"])
def test_without_room_for_runs_or_temporary_files_nothing_is_lost(
    study: Path, variable: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What is written there may be little enough to fit; where it is not, one line says so."""
    data, home = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("home")
    with full_disk(tmp_path) as filler:
        environment = clean_environment(home) | {variable: str(tmp_path)}
        struck = run(study, data, environment)
        assert struck.returncode in (0, 6), struck.stderr
        assert "Traceback" not in struck.stderr
        assert (data / "released" / "struck" / "latest").exists() == (struck.returncode == 0)
        filler.unlink()
        assert run(study, data, environment).returncode == 0


def test_a_database_of_runs_that_is_locked_is_told_and_one_that_is_gone_is_laid_out_anew(study: Path, tmp_path: Path) -> None:
    environment = clean_environment(tmp_path / "home")
    assert run(study, tmp_path / "data", environment).returncode == 0
    (database,) = (tmp_path / "home").glob("*.db")
    with sqlite3.connect(database, isolation_level=None) as held:
        held.execute("BEGIN EXCLUSIVE")
        struck = run(study, tmp_path / "data", environment)
        assert struck.returncode == 6, struck.stderr
        assert "Traceback" not in struck.stderr
        held.execute("ROLLBACK")
    for path in database.parent.glob("*.db*"):
        path.unlink()
    again = run(study, tmp_path / "data", environment)
    assert again.returncode == 0, again.stderr
    assert "no stage was done again" in again.stderr
