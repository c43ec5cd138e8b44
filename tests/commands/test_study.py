"""`hushtag study new` writes a study that can be run, and never over another."""

from datetime import date
from pathlib import Path

import pytest

from flows.cli import main
from tasks.storage import store
from tasks.studies import study_file


@pytest.fixture(autouse=True)
def root(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.DATA_VARIABLE, str(folder := tmp_path_factory.mktemp("data")))
    return folder


def new(folder: Path, *flags: str) -> int:
    return main(["study", "new", "owls", "--studies", str(folder), *flags])


def test_flags_make_a_study_and_paths_lead_from_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = ["--hashtag", "#Owls", "--since", "2013-08-10", "--cron", "0 5 * * *", "--sign-off", "--dump", "d/*.csv"]
    assert new(tmp_path / "studies", *given, "--codebook", "mine.toml") == 0
    study = study_file.load(tmp_path / "studies" / "owls.toml")
    assert (study.id, study.hashtags, study.since, study.sign_off) == ("owls", ("owls",), date(2013, 8, 10), True)
    assert study.dumps == (str(tmp_path / "studies" / ".." / "d" / "*.csv"),)
    assert study.codebook == str(tmp_path / "mine.toml")
    assert study.schedule
    assert study.schedule.cron == "0 5 * * *"


def test_without_flags_its_dumps_are_in_a_folder_of_its_name(tmp_path: Path) -> None:
    assert new(tmp_path) == 0
    assert 'dumps = ["../dumps/owls/*"]' in (tmp_path / "owls.toml").read_text()


def test_its_key_is_drawn_and_one_that_is_there_is_kept(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(tmp_path) == 0
    key = root / "keys" / "owls.key"
    assert f"{key}: this study's key was drawn. Keep a copy" in capsys.readouterr().out
    first = key.read_bytes()
    (tmp_path / "owls.toml").unlink()
    assert new(tmp_path) == 0
    assert "Its key is there already" in capsys.readouterr().out
    assert key.read_bytes() == first


def test_no_file_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "owls.toml").write_text("mine")
    assert new(tmp_path) == 2
    assert "is there already" in capsys.readouterr().err
    assert (tmp_path / "owls.toml").read_text() == "mine"


@pytest.mark.parametrize(
    "flags",
    [
        ["--cron", "often"],
        ["--timezone", "Mars"],
        ["--since", "2013-08-12", "--until", "2013-08-10"],
    ],
)
def test_what_would_not_be_read_is_not_written(tmp_path: Path, flags: list[str]) -> None:
    assert new(tmp_path, *flags) == 5
    assert not list(tmp_path.iterdir())


def test_a_person_is_asked_and_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(
        ["Owls", "owls nests", "Mars", "Europe/Oslo", "2013-08-10", "2013-08-09", "", "", "", "0 5 * * *", "y"]
    )
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert new(tmp_path) == 0
    told = capsys.readouterr().out
    assert "'Mars' is not a time zone" in told
    assert "is after until" in told
    study = study_file.load(tmp_path / "owls.toml")
    assert (study.title, study.timezone, study.until, study.sign_off) == ("Owls", "Europe/Oslo", None, True)
    assert study.schedule
    assert next(answers, None) is None
