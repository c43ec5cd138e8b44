"""Machines that share a remote run a study one after the other, and a run that was killed holds up no other for long."""

import threading
import time

import pytest

from tasks.errors import StorageError
from tasks.storage import claims, remote

HOME = "internal/runs/study"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, shelf: str) -> None:
    monkeypatch.setattr(claims, "LOOK_EVERY", 0.05)


def silent() -> None:
    """Waiting is told of elsewhere."""


def test_machines_that_begin_at_once_hold_a_study_one_after_the_other() -> None:
    inside, most, done = [0], [0], []

    def machine() -> None:
        with claims.held("study", silent) as check:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.05)
            check()
            inside[0] -= 1
            done.append(1)

    machines = [threading.Thread(target=machine) for _ in range(4)]
    for each in machines:
        each.start()
    for each in machines:
        each.join(60)
    assert (most, len(done)) == ([1], 4)
    assert not remote.listed(HOME)


def test_who_waits_says_so_once_and_goes_on_when_the_other_ends() -> None:
    told: list[str] = []
    remote.write(f"{HOME}/other", b"")
    threading.Timer(0.3, remote.remove, [f"{HOME}/other"]).start()
    with claims.held("study", lambda: told.append("waiting")):
        assert told == ["waiting"]


def test_a_claim_that_gives_no_sign_of_life_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "GIVEN_UP_AFTER", 0.2)
    remote.write(f"{HOME}/dead", b"")
    with claims.held("study", silent):
        assert "dead" not in remote.listed(HOME)


def test_a_run_that_was_taken_for_dead_goes_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "WRITTEN_EVERY", 0.05)
    with claims.held("study", silent) as check:
        check()
        for name in remote.listed(HOME):
            remote.remove(f"{HOME}/{name}")
        time.sleep(0.5)
        with pytest.raises(StorageError, match="another run took this study over"):
            check()


def test_another_study_is_not_held_up() -> None:
    with claims.held("study", silent), claims.held("other", silent):
        pass
