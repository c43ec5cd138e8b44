"""A study's key is drawn once, kept, and refused where it is no secret."""

import os
from pathlib import Path

import pytest

from tasks.errors import StorageError
from tasks.storage import keys, store


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    return tmp_path


def test_a_key_is_drawn_once_and_it_is_told_what_to_do_with_it(root: Path) -> None:
    told = keys.drawn("owls")
    path = root / "keys" / "owls.key"
    assert str(path) in told
    assert "Keep a copy" in told
    assert "lost" in told
    first = path.read_bytes()
    assert len(first.strip()) == 64
    assert keys.drawn("owls") == ""
    assert (path.read_bytes(), keys.study_key("owls").path) == (first, str(path))
    assert [each.name for each in path.parent.iterdir()] == ["owls.key"]


def test_no_two_keys_are_the_same() -> None:
    for study in ("owls", "larks"):
        keys.drawn(study)
    assert keys.place("owls").read_bytes() != keys.place("larks").read_bytes()


def test_a_key_is_its_owners_whatever_the_umask(root: Path) -> None:
    before = os.umask(0)
    try:
        keys.drawn("owls")
    finally:
        os.umask(before)
    assert (root / "keys").stat().st_mode & 0o777 == 0o700
    assert keys.place("owls").stat().st_mode & 0o777 == 0o600


def test_who_draws_second_takes_the_first_ones_key(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "keys").mkdir()
    monkeypatch.setattr(Path, "exists", lambda _: False)
    assert keys.drawn("owls")
    first = keys.place("owls").read_bytes()
    assert keys.drawn("owls") == ""
    assert keys.place("owls").read_bytes() == first


@pytest.mark.parametrize(
    ("content", "mode", "told"),
    [
        (b"", 0o600, "is empty"),
        (b" \n", 0o600, "is empty"),
        (b"abcde\n", 0o600, "has 5 characters"),
        (b"a" * 31, 0o600, "has 31 characters"),
        (b"a" * 32, 0o640, "can be read by others"),
        (b"a" * 32, 0o604, "can be read by others"),
    ],
)
def test_what_is_no_secret_is_refused_in_a_line(root: Path, content: bytes, mode: int, told: str) -> None:
    (root / "keys").mkdir()
    keys.place("owls").write_bytes(content)
    keys.place("owls").chmod(mode)
    for held in (keys.study_key, keys.check_if_there):
        with pytest.raises(StorageError, match=told) as refused:
            held("owls")
        assert "\n" not in refused.value.line()


def test_a_key_of_32_characters_that_only_its_owner_reads_will_do(root: Path) -> None:
    (root / "keys").mkdir()
    keys.place("owls").touch(mode=0o600)
    keys.place("owls").write_bytes(b"a" * 32)
    keys.check_if_there("owls")
    assert keys.study_key("owls").path == str(keys.place("owls"))


def test_a_study_without_a_key_has_nothing_to_check_and_nothing_to_run_with() -> None:
    keys.check_if_there("owls")
    with pytest.raises(StorageError, match="cannot be read"):
        keys.study_key("owls")
