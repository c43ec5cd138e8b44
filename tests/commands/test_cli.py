"""The command line as a contract: commands, exit codes, one line for a person."""

import os
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from flows.cli import found, main, parser
from flows.server import serving
from tasks import errors
from tasks.storage import store
from tests.conftest import ended


def test_every_command_says_what_it_is_for() -> None:
    assert {"run", "anonymise", "code", "copies"} <= set(found())
    for name, module in found().items():
        assert module.HELP, name
        assert module.__doc__, name


@pytest.mark.parametrize("arguments", [[], ["dance"], ["run", "--colour"]])
def test_nonsense_is_a_usage_error(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(("given", "meant"), [(["rnu"], "run"), (["codebook", "dif"], "diff")])
def test_an_unknown_command_is_told_the_nearest(
    given: list[str], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(given)
    assert f"did you mean '{meant}'?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("hushtag anon", "anonymise"), ("hushtag codebook te", "test"), ("hushtag run --hash", "--hashtag")],
)
def test_a_shell_finishes_what_somebody_begins_to_type(
    typed: str, offered: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", "bash"]) == 0
    words = typed.split()
    script = f"{capsys.readouterr().out}\nCOMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; _hushtag; echo ${{COMPREPLY[@]}}"
    assert ended(["bash", "-c", script], os.environ).stdout == f"{offered}\n"


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_get_every_command_too(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["completion", shell])
    told = capsys.readouterr().out
    assert [name for name in found() if name not in told] == []


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"hushtag {version('hushtag')}\n"


def test_a_refusal_is_one_line_and_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", "nowhere.csv", "--codebook", "nowhere", "-o", "x.csv"]) == 5
    told = capsys.readouterr().err
    assert told.startswith("hushtag: nowhere: no such codebook.")
    assert told.count("\n") == 1


def test_exit_codes_are_those_of_the_tree() -> None:
    codes = {
        kind.__name__: kind.exit_code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.HushtagError)
    }
    assert codes == {
        "HushtagError": 1,
        "Unforeseen": 1,
        "UsageError": 2,
        "GateClosed": 3,
        "ThresholdCrossed": 3,
        "Unsigned": 3,
        "Refused": 3,
        "Postponed": 3,
        "DumpUnreadable": 4,
        "DeclarationError": 5,
        "CodebookInvalid": 5,
        "StudyInvalid": 5,
        "ParaphraseInvalid": 5,
        "ReviewInvalid": 5,
        "StorageError": 6,
    }


@pytest.mark.parametrize("name", ["dearmhp", "nhs_experience"])
def test_the_codebooks_that_ship_keep_their_own_proof(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codebook", "test", name]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--dump", "nowhere.csv"], 4, "nowhere.csv"),
        (["--codebook", "latin.toml"], 5, "UTF-8"),
        (["--codebook", "nowhere.toml"], 5, "nowhere.toml"),
        (["--since", "2013-08-12", "--until", "2013-08-10"], 2, "after"),
        (["--timezone", "Mars/Olympus"], 5, "Mars/Olympus"),
    ],
)
def test_what_is_wrong_in_what_a_person_wrote_is_told_before_any_run_begins(
    server: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    told: str,
) -> None:
    (tmp_path / "latin.toml").write_bytes("[codebook]\nid = 'é'".encode("latin-1"))
    named = [str(tmp_path / each) if each.endswith((".csv", ".toml")) else each for each in arguments]
    for name, value in serving.QUIET.items():
        monkeypatch.setenv(name, value)
    for name in (store.DATA_VARIABLE, "PREFECT_RESULTS_LOCAL_STORAGE_PATH"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("PREFECT_API_URL", server["PREFECT_API_URL"])
    assert main(["run", "--data", str(tmp_path / "data"), *named]) == code
    said = capsys.readouterr()
    assert told in said.err
    assert len(said.err.splitlines()) == 1
    assert not said.out
    assert not list((tmp_path / "data").rglob("*.parquet"))


def test_a_day_that_is_none_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["run", "--since", "yesterday"])
    assert "--since: no day is 'yesterday'" in capsys.readouterr().err


STOPPED = """
import signal
from flows import cli
from flows.commands import formats
from tasks.errors import StorageError

def execute(_):
    try:
        signal.raise_signal(signal.{})
    except KeyboardInterrupt:
        {}

formats.execute = execute
cli.command()
"""


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
@pytest.mark.parametrize("met", ["raise", "raise StorageError('Query interrupted') from None"], ids=["plain", "as a fault"])
def test_a_command_that_is_told_to_stop_says_so_in_a_line_whatever_was_under_way(name: str, code: int, met: str) -> None:
    script = f"import sys; sys.argv = ['hushtag', 'formats']\n{STOPPED.format(name, met)}"
    done = ended([sys.executable, "-c", script], dict(os.environ))
    assert (done.returncode, done.stderr) == (code, "hushtag: stopped; nothing was published.\n")


@pytest.mark.parametrize("port", ["0", "80000", "-1"])
def test_a_port_that_there_is_not_is_a_line(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ui", f"--port={port}"]) == 2
    told = capsys.readouterr().err
    assert told == f"hushtag: {port} is not a port. Name one from 1 to 65535 with --port.\n"
