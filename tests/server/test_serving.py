"""Whatever goes wrong between a command and its Prefect server is told in one line, without a password and without a row."""

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows.server import processes, serving
from tasks.errors import StorageError, Unforeseen
from tasks.storage import store

WORD = "hunter2quill"
URL = f"http://team:{WORD}@127.0.0.1:1/api"


class ServerError(Exception):
    """As the client's is: it carries the answer, and may quote what was sent."""

    response = SimpleNamespace(status_code=500)


def fail(error: Exception) -> None:
    with serving._told_in_a_line(URL):
        raise error


def test_a_server_that_is_gone_is_told_as_such() -> None:
    with pytest.raises(StorageError, match="went away in the middle of a run") as told:
        fail(RuntimeError(WORD))
    assert WORD not in told.value.line()


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
    monkeypatch.setattr(serving, "running_url", lambda: None)
    monkeypatch.setattr(processes, "start", lambda *_: subprocess.Popen(["false"], stdin=subprocess.PIPE))
    monkeypatch.setenv("PREFECT_API_URL", "")
    with pytest.raises(StorageError, match=r"did not start\. `hushtag doctor`"), serving.api() as until_up:
        until_up()
