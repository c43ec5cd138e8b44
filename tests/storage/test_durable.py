"""What is published is on the disk before it has its name, and what it takes the place of goes after that."""

import os
from pathlib import Path
from typing import Any

import pytest

from tasks.storage import asides, durable


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What is asked of the system, in order: syncs, renames and removals, by name."""
    asked: list[tuple[str, str]] = []
    sync, replace, remove = os.fsync, Path.replace, durable.shutil.rmtree

    def synced(descriptor: int) -> None:
        asked.append(("sync", Path(f"/proc/self/fd/{descriptor}").readlink().name))
        sync(descriptor)

    def replaced(path: Path, target: Path) -> Path:
        asked.append(("rename", target.name))
        return replace(path, target)

    def removed(path: Path, **given: Any) -> None:
        asked.append(("remove", path.name))
        remove(path, **given)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    monkeypatch.setattr(durable.shutil, "rmtree", removed)
    return asked


def finished(home: Path, words: str) -> Path:
    (home / "made" / "figures").mkdir(parents=True)
    for name in ("table1.csv", "figures/flow.svg"):
        (home / "made" / name).write_text(words)
    return home / "made"


def test_every_file_is_on_the_disk_before_the_folder_has_its_name(tmp_path: Path, done: list[tuple[str, str]]) -> None:
    durable.take_place(finished(tmp_path, "new"), tmp_path / "v1")
    named = done.index(("rename", "v1"))
    assert {name for what, name in done[:named] if what == "sync"} == {"made", "figures", "flow.svg", "table1.csv"}
    assert done[named + 1] == ("sync", tmp_path.name)
    assert [path.name for path in tmp_path.iterdir()] == ["v1"]


def test_what_stood_there_is_removed_once_the_new_one_is_on_the_disk(tmp_path: Path, done: list[tuple[str, str]]) -> None:
    (tmp_path / "v1").mkdir()
    (tmp_path / "v1" / "old.csv").write_text("old")
    durable.take_place(finished(tmp_path, "new"), tmp_path / "v1")
    last = [what for what, _ in done[done.index(("rename", "v1")) :]]
    assert last == ["rename", "sync", "remove"]
    assert (tmp_path / "v1" / "table1.csv").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["v1"]


def test_a_link_is_turned_in_one_step(tmp_path: Path, done: list[tuple[str, str]]) -> None:
    for name in ("v1", "v2"):
        durable.point(tmp_path / "latest", name)
        assert (tmp_path / "latest").readlink() == Path(name)
    assert [path.name for path in tmp_path.iterdir()] == ["latest"]
    assert done == [("rename", "latest"), ("sync", tmp_path.name)] * 2


def test_a_new_file_writes_over_nothing(tmp_path: Path, done: list[tuple[str, str]]) -> None:
    path = tmp_path / "secret"
    assert durable.new_file(path, b"first")
    assert not durable.new_file(path, b"second")
    assert path.read_bytes() == b"first"
    assert [what for what, _ in done[:2]] == ["sync", "sync"]
    assert [each.name for each in tmp_path.iterdir()] == ["secret"]


def test_what_a_dead_run_left_aside_goes_and_what_a_live_one_writes_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".aside-dead" / "figures").mkdir(parents=True)
    (tmp_path / "v1").mkdir()
    with asides.aside(tmp_path) as live:
        # One that was made this moment may not be held yet.
        assert asides.sweep([tmp_path]) == 0
        monkeypatch.setattr(asides, "YOUNG_SECONDS", 0)
        assert asides.sweep([tmp_path, tmp_path / "nowhere"]) == 1
        assert {path.name for path in tmp_path.iterdir()} == {live.name, "v1"}
    assert [path.name for path in tmp_path.iterdir()] == ["v1"]


def test_a_folder_aside_is_gone_after_a_fault_and_stays_where_it_took_its_place(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), asides.aside(tmp_path):
        _ = 1 / 0
    with asides.aside(tmp_path) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        durable.take_place(folder, tmp_path / "v1")
    assert [path.name for path in tmp_path.iterdir()] == ["v1"]
