"""Commands do the same in whatever surroundings: a machine of another language, a schedule that closes every stream."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

TEXTS = ("“Naïve” café — I’d like to be heard 😀", "Zoë said: nobody told me", "plain words")
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.fixture(scope="module")
def latin(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a machine whose files are ISO-8859-1, where such a locale can be made."""
    folder = tmp_path_factory.mktemp("locales")
    made = ["localedef", "-i", "en_GB", "-f", "ISO-8859-1", str(folder / "en_GB.ISO-8859-1")]
    if not shutil.which("localedef") or subprocess.run(made, capture_output=True, timeout=60).returncode:
        pytest.skip("this machine makes no locale")
    return {"LC_ALL": "en_GB.ISO-8859-1", "LOCPATH": str(folder), "PYTHONUTF8": "0"}


def anonymised(folder: Path, environment: dict[str, str], closed: str = "") -> subprocess.CompletedProcess[bytes]:
    folder.mkdir(exist_ok=True)
    rows = "".join(f'{number},"{text}"\n' for number, text in enumerate(TEXTS))
    (folder / "säying.csv").write_text("number,text\n" + rows, encoding="utf-8")
    words = [sys.executable, "-m", "flows.cli", "anonymise", folder / "säying.csv", "-o", folder / "öut.csv"]
    shell = ["sh", "-c", f'exec "$@" {closed}', "sh"]
    return subprocess.run(
        [*shell, *words], env=os.environ | environment, cwd=PROJECT, capture_output=True, timeout=120
    )


def test_a_locale_of_another_encoding_changes_no_byte(tmp_path: Path, latin: dict[str, str]) -> None:
    for name, environment in {"usual": {}, "ascii": ASCII, "latin": latin}.items():
        done = anonymised(tmp_path / name, environment)
        assert (done.returncode, done.stderr) == (0, b""), name
    wanted = (tmp_path / "usual" / "öut.csv").read_bytes()
    assert "Naïve".encode() in wanted
    assert [(tmp_path / name / "öut.csv").read_bytes() == wanted for name in ("ascii", "latin")] == [True, True]


def test_streams_may_be_closed(tmp_path: Path) -> None:
    done = anonymised(tmp_path, {}, "<&- >&- 2>&-")
    assert (done.returncode, done.stderr) == (0, b"")
    assert {path.name for path in tmp_path.iterdir()} == {"säying.csv", "öut.csv"}
    assert (tmp_path / "öut.csv").read_bytes().startswith(b"number,text\n")


def test_a_refusal_is_told_in_any_locale_and_to_nobody_where_errors_are_closed() -> None:
    words = [sys.executable, "-m", "flows.cli", "formats", "nöwhere.csv"]
    told = subprocess.run(words, env=os.environ | ASCII, cwd=PROJECT, capture_output=True, timeout=60)
    assert told.returncode == 4
    assert b"no such" in told.stderr
    assert told.stderr.count(b"\n") == 1
    shell = ["sh", "-c", 'exec "$@" 2>&-', "sh", *words]
    silent = subprocess.run(shell, env=os.environ | ASCII, cwd=PROJECT, capture_output=True, timeout=60)
    assert (silent.returncode, silent.stdout, silent.stderr) == (4, b"", b"")


def test_nobody_else_can_change_what_is_written_whatever_the_umask(tmp_path: Path) -> None:
    made = "from pathlib import Path; from flows import surroundings; surroundings.settle(); Path({!r}).mkdir()"
    for umask, mode in (("000", 0o755), ("077", 0o700)):
        shell = ["sh", "-c", f'umask {umask}; exec "$@"', "sh", sys.executable, "-c", made.format(str(tmp_path / umask))]
        subprocess.run(shell, cwd=PROJECT, check=True, timeout=120)
        assert stat.S_IMODE((tmp_path / umask).stat().st_mode) == mode


@pytest.mark.parametrize("command", ["run", "rerun", "ui"])
def test_what_the_renderer_of_figures_would_trap_in_a_run_is_refused_before_anything_begins(
    command: str, tmp_path: Path
) -> None:
    words = [sys.executable, "-X", "importtime", "-m", "flows.cli", command, "--data", str(tmp_path)]
    limited = ["sh", "-c", 'ulimit -v 6000000; exec "$@"', "sh", *words]
    done = subprocess.run(limited, cwd=PROJECT, capture_output=True, text=True, timeout=120)
    told = [line for line in done.stderr.splitlines() if not line.startswith("import time:")]
    assert (done.returncode, len(told)) == (6, 1)
    assert told[0].startswith("hushtag: memory is limited to 6.1 GB of addresses")
    assert "ulimit -v unlimited" in told[0]
    # At once: what is slow to import is not there yet, and no file is.
    assert "prefect" not in done.stderr
    assert not list(tmp_path.iterdir())
