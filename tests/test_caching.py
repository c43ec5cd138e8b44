"""A cached result is taken only where inputs, parameters and reachable code are the same."""

from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from tasks import caching, store
from tasks.caching import Source, cache_key, checked, code_digest, discreet
from tasks.errors import HushtagError, StorageError, Unforeseen

SQL = "SELECT 1"


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "data"))
    return tmp_path


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
    monkeypatch.setattr(caching, "PROJECT", tmp_path)
    monkeypatch.setattr(caching, "MODELS", tmp_path / "models")
    monkeypatch.setattr(caching, "_source", sources.get)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


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


def stage(**_: object) -> None:
    """A stage that does nothing."""


def test_a_file_is_known_by_its_content_and_not_by_its_name(root: Path) -> None:
    (root / "a").write_text("same")
    (root / "b").write_text("same")
    one, other = (cache_key(stage, {"file": Source.of(root / name)}) for name in "ab")
    assert one == other
    (root / "a").write_text("changed")
    assert cache_key(stage, {"file": Source.of(root / "a")}) != one


def test_parameters_decide_and_sets_have_no_order() -> None:
    assert cache_key(stage, {"tags": {"a", "b"}}) == cache_key(stage, {"tags": {"b", "a"}})
    assert cache_key(stage, {"near": 0.9}) != cache_key(stage, {"near": 0.8})


def test_two_functions_never_share_a_result() -> None:
    assert cache_key(stage, {}) != cache_key(edit, {})


def test_what_has_no_form_is_an_error_and_not_an_uncached_run() -> None:
    with pytest.raises(TypeError):
        cache_key(stage, {"what": object()})


def test_a_newer_library_is_a_miss(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache_key(stage, {})
    monkeypatch.setattr(caching, "version", lambda name: "99")
    assert cache_key(stage, {}) != before


def test_a_receipt_whose_files_were_altered_is_not_taken_from_the_store(root: Path) -> None:
    receipt = store.write("coded", codes=pl.DataFrame({"a": [1]}))
    stored = {"__class__": "tasks.store.Receipt", "data": receipt.model_dump()}
    assert checked(stored) == receipt
    (root / "data" / receipt.path / "codes.parquet").write_bytes(b"nonsense")
    with pytest.raises(StorageError):
        checked(stored)


def test_an_unforeseen_error_tells_its_kind_and_keeps_its_words_in_confidence(root: Path) -> None:
    def fail() -> None:
        raise ValueError("zorblaxquin")

    with pytest.raises(Unforeseen) as caught:
        discreet(fail)()
    assert "zorblaxquin" not in str(caught.value)
    assert caught.value.__context__ is None
    kept = list((root / "data" / "ingested" / ".errors").iterdir())
    assert "zorblaxquin" in kept[0].read_text()
    assert kept[0].stat().st_mode & 0o777 == 0o600


def test_an_error_of_ours_passes_as_it_is() -> None:
    def fail() -> None:
        raise HushtagError("so it is", "here", "Do this.")

    with pytest.raises(HushtagError, match=r"here: so it is\. Do this\."):
        discreet(fail)()


def test_modules_found_by_presence_are_reached() -> None:
    reached = {path.name for path in caching._reached("tasks.ingest")}
    assert {"twarc_v1.py", "tags.py", "ingest.sql", "schema.py"} <= reached
    assert isinstance(caching, ModuleType)
