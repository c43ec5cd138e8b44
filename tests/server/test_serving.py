"""Whatever goes wrong between a command and its Prefect server is told in one line, without a password and without a row."""

import os
import socket
import subprocess
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows.server import addresses, doors, liveness, processes, serving
from tasks.errors import StorageError, Unforeseen
from tasks.storage import store

WORD = "hunter2quill"
URL = f"http://team:{WORD}@127.0.0.1:1/api"


class ServerError(Exception):
    """As the client's is: it carries the answer, and may quote what was sent."""

    response = SimpleNamespace(status_code=500)


def fail(error: Exception, has_answered: bool = True) -> None:
    with serving._told_in_a_line(URL, lambda: has_answered):
        raise error


def test_a_server_that_is_gone_is_told_as_such() -> None:
    with pytest.raises(StorageError, match="went away in the middle of a run") as told:
        fail(RuntimeError(WORD))
    assert WORD not in told.value.line()


def test_an_error_from_before_the_server_was_up_is_not_laid_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    with pytest.raises(Unforeseen, match="the run failed with RuntimeError"):
        fail(RuntimeError(WORD), has_answered=False)


def test_a_server_that_is_gone_is_told_while_the_command_waits_for_something_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(liveness, "EVERY_SECONDS", 0.01)
    told: list[StorageError] = []
    ended = threading.Event()

    def end(error: StorageError) -> None:
        told.append(error)
        ended.set()

    with liveness.watched(URL, end) as watch:
        assert not ended.wait(0.2)
        watch()
        assert ended.wait(30)
    assert "went away in the middle of a run" in told[0].line()
    assert WORD not in told[0].line()
    assert told[0].exit_code == 6


def test_a_server_that_is_busy_or_missed_once_is_not_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([False, False, True] * 20)
    over = threading.Event()

    def is_there(_: str) -> bool:
        answer = next(answers, None)
        if answer is None:
            over.set()
        return answer is not False

    monkeypatch.setattr(liveness, "EVERY_SECONDS", 0.001)
    monkeypatch.setattr(liveness, "is_there", is_there)
    with liveness.watched(URL, lambda error: pytest.fail(error.line())) as watch:
        watch()
        assert over.wait(30)


def test_one_that_takes_a_call_and_does_not_answer_is_there_and_one_that_takes_none_is_not() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert liveness.is_there(addresses.address(listening.getsockname()[1]))
    assert not liveness.is_there(addresses.address(addresses.free_port()))


def test_a_server_that_cannot_write_and_a_fault_of_ours_are_told_without_their_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    monkeypatch.setattr(serving, "is_up", lambda _: True)
    with pytest.raises(StorageError, match="cannot keep its runs") as told:
        fail(ServerError(WORD))
    assert WORD not in told.value.line()
    with pytest.raises(Unforeseen, match="the run failed with RuntimeError") as unforeseen:
        fail(RuntimeError(WORD))
    assert WORD not in unforeseen.value.line()
    (kept,) = (tmp_path / "ingested" / ".errors").iterdir()
    assert WORD in kept.read_text()


def test_a_private_server_that_ends_instead_of_starting_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "running", lambda: None)
    monkeypatch.setattr(processes, "start", lambda *_: subprocess.Popen(["false"], stdin=subprocess.PIPE))
    monkeypatch.setenv("PREFECT_API_URL", "")
    with pytest.raises(StorageError, match=r"did not start\. `hushtag doctor`"), serving.api() as until_up:
        until_up()


def test_the_private_server_of_a_run_is_closed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, str] = {}

    def start(role: str, port: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
        told.update(environment)
        return subprocess.Popen(["sleep", "60"], stdin=subprocess.PIPE, start_new_session=True)

    monkeypatch.setattr(serving, "running", lambda: None)
    monkeypatch.setattr(processes, "start", start)
    monkeypatch.delenv(doors.LOGIN, raising=False)
    with serving.api():
        login = os.environ[doors.LOGIN]
    assert told["PREFECT_SERVER_API_AUTH_STRING"] == login
    assert told["PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED"] == "true"
    assert told["PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS"] == told["PREFECT_API_URL"].removesuffix("/api")
    assert doors.LOGIN not in os.environ
