"""Memory given back to the machine by a process that holds much of it, and by no other."""

import gc
import sys

import pytest

from tasks.storage import memory

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the machine tells what a process holds on Linux alone")


class Circle:
    """Something that only a look for circles takes away, with so many bytes."""

    def __init__(self, size: int) -> None:
        self.held, self.itself = bytearray(size), self


def test_what_stands_in_a_circle_is_given_back_where_a_process_holds_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "KEPT", 0)
    monkeypatch.setattr(memory, "STEP", -(1 << 50))
    gc.disable()
    try:
        Circle(64 << 20).held[:] = b"x" * (64 << 20)
        before = memory._held()
        memory.give_back(thoroughly=False)
        assert before - memory._held() < 60 << 20
        memory.give_back()
        assert before - memory._held() > 60 << 20
    finally:
        gc.enable()


def test_a_process_that_holds_little_does_not_look_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "KEPT", 1 << 50)
    monkeypatch.setattr(gc, "collect", lambda: pytest.fail("it looked"))
    memory.give_back()


def test_a_process_that_holds_no_more_than_was_left_it_does_not_look_again(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda: looks.append(1))
    monkeypatch.setattr(memory, "KEPT", 0)
    monkeypatch.setattr(memory, "_left", 0)
    monkeypatch.setattr(memory, "STEP", 32 << 20)
    memory.give_back()
    memory.give_back()
    assert len(looks) == 1
    held = bytearray(b"x" * (80 << 20))
    memory.give_back()
    assert len(looks) == 2
    assert held


def test_to_keep_little_may_be_asked_for_again_and_where_the_library_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    memory.keep_little()
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda name: object())
    memory.keep_little()
