"""A stage's code is what its module reaches: comments left out, the files beside it counted in."""

import gc
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import tasks.storage.code_digest as module
from tasks.storage import store
from tasks.storage.code_digest import code_digest

SQL = "SELECT 1"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with a stage, a module that it calls, another that it does not, and a statement."""
    folder = tmp_path / "tasks"
    folder.mkdir()
    (folder / "stage.py").write_text(
        'from tasks import called\nSQL = "stage.sql"\ndef run():\n    return called.more()\n'
    )
    (folder / "called.py").write_text(
        'def more():\n    """Adds."""\n    from tasks.deep import least\n    return 1 + least()  # one\n'
    )
    (folder / "deep.py").write_text("from .deeper import LEAST\ndef least():\n    return LEAST\n")
    (folder / "deeper.py").write_text('LEAST = 0\nLIST = "list.txt"\n')
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "list.txt").write_text("owl")
    (folder / "stranger.py").write_text("def other():\n    return 2\n")
    (folder / "stage.sql").write_text(SQL)
    sources = {f"tasks.{path.stem}": path for path in folder.glob("*.py")}
    monkeypatch.setattr(module, "PROJECT", tmp_path)
    monkeypatch.setattr(module, "MODELS", tmp_path / "models")
    monkeypatch.setattr(module, "_source", sources.get)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "is_same"),
    [
        ("called.py", "return 1", "return 3", False),
        ("stage.py", "called.more()", "called.more() + 1", False),
        ("deep.py", "return LEAST", "return LEAST + 1", False),
        ("deeper.py", "LEAST = 0", "LEAST = 1", False),
        ("stage.sql", "1", "2", False),
        ("../models/list.txt", "owl", "heron", False),
        ("called.py", "# one", "# the first", True),
        ("called.py", "Adds.", "Adds one.", True),
        ("stranger.py", "return 2", "return 4", True),
    ],
)
def test_code_that_is_reached_decides_and_comments_do_not(
    project: Path, name: str, old: str, new: str, is_same: bool
) -> None:
    before = code_digest("tasks.stage")
    edit(project / name, old, new)
    assert (code_digest("tasks.stage") == before) is is_same


def test_modules_found_by_presence_are_reached() -> None:
    reached = {path.name for path in module.reached("tasks.ingest")}
    assert {"twarc_v1.py", "tags.py", "ingest.sql", "schema.py"} <= reached


def test_digests_are_the_same_when_parts_of_a_stage_take_them_in_threads() -> None:
    """A thread that is left in the middle of a syntax tree, here at each collection, is how Python 3.11 miscounts."""
    pages = sorted((store.PROJECT / "tasks" / "storage").glob("*.py"))
    alone = [module._page.__wrapped__(path, 0).meaning for path in pages]
    threshold = gc.get_threshold()
    gc.callbacks.append(leave := lambda *_: time.sleep(0))
    gc.set_threshold(20)
    try:
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda _: [module._page.__wrapped__(path, 0).meaning for path in pages], range(8)))
    finally:
        gc.callbacks.remove(leave)
        gc.set_threshold(*threshold)
    assert found == [alone] * 8
