"""The rerun's exit code tells a scheduler whether a person is needed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

import flows.rerun
from flows.cli import main
from flows.rerun import Line, StudiesFailed
from flows.server import serving
from tasks.errors import StudyInvalid
from tasks.studies.states import State


@pytest.fixture
def without_server(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def api() -> Iterator[object]:
        yield lambda: None

    monkeypatch.setattr(serving, "api", api)
    monkeypatch.setattr(serving, "settle_environment", lambda _: None)


@pytest.mark.usefixtures("without_server")
@pytest.mark.parametrize(
    ("states", "code"),
    [
        ([State.UNCHANGED, State.RELEASED, State.RUNNING], 0),
        ([State.UNCHANGED, State.HELD], 3),
        ([State.WAITING, State.RELEASED], 3),
    ],
)
def test_a_study_that_needs_a_person_is_told_by_the_exit_code(
    states: list[State], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(flows.rerun, "rerun", lambda _: [Line(f"study{number}", state) for number, state in enumerate(states)])
    assert main(["rerun", "--json"]) == code
    assert [row["state"] for row in json.loads(capsys.readouterr().out)] == states


@pytest.mark.usefixtures("without_server")
def test_a_study_that_failed_comes_first(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def rerun(_: str) -> list[Line]:
        raise StudiesFailed([Line("one", State.HELD), Line("two", State.FAILED, error=StudyInvalid("is wrong", "two.toml"))])

    monkeypatch.setattr(flows.rerun, "rerun", rerun)
    assert main(["rerun"]) == 5
    said = capsys.readouterr()
    assert "held" in said.out
    assert said.err == "hushtag: 1 of 2 studies failed. two: two.toml: is wrong.\n"
