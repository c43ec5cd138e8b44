"""A cached result is taken only where inputs, parameters and reachable code are the same."""

import errno
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tasks.errors import HushtagError, StorageError, Unforeseen
from tasks.storage import caching, store
from tasks.storage.caching import cache_key, discreet
from tasks.storage.source import Source


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "data"))
    return tmp_path


def stage(**_: object) -> None:
    """A stage that does nothing."""


def other_stage(**_: object) -> None:
    """Another that does nothing."""


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
    assert cache_key(stage, {}) != cache_key(other_stage, {})


def test_what_has_no_form_is_an_error_and_not_an_uncached_run() -> None:
    with pytest.raises(TypeError):
        cache_key(stage, {"what": object()})


def test_a_newer_library_is_a_miss(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache_key(stage, {})
    monkeypatch.setattr(caching, "version", lambda name: "99")
    assert cache_key(stage, {}) != before


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


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "zorblaxquin"),
        OSError("zorblaxquin: No space left on device (os error 28)"),
        pl.exceptions.ComputeError("zorblaxquin: No space left on device (os error 28)"),
        duckdb.IOException('zorblaxquin {"exception_type":"IO","errno":"28"}'),
    ],
)
def test_a_full_disk_is_told_as_such_whichever_library_met_it(root: Path, error: Exception) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(StorageError, match=r"cannot write \(No space left on device\)") as caught:
        discreet(fail)()
    assert "zorblaxquin" not in caught.value.line()
    assert caught.value.exit_code == 6
    assert caught.value.__context__ is None
