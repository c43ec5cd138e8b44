"""A command uses the server that is configured, or the one that its own account's `hushtag ui` noted and still runs."""

import os
from pathlib import Path

import pytest

from flows.server import addresses, api, doors, new_database, note
from flows.server.addresses import Api
from tasks.errors import StorageError
from tasks.storage import places

NOTED = Api("http://127.0.0.1:4217/api", "ada:secret")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE", doors.LOGIN):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setattr(api, "is_up", lambda _: True)
    return tmp_path


def test_what_is_noted_is_used_while_its_writer_lives_and_is_for_its_owner_alone() -> None:
    with note.left(NOTED) as there:
        assert there is None
        assert note.path().stat().st_mode & 0o777 == 0o600
        assert api.running() == NOTED
        with note.left(Api("http://127.0.0.1:1/api", "ada:other")) as first:
            assert first == NOTED
    assert api.running() is None


def test_another_checkout_with_the_same_prefect_home_has_its_own_service_and_its_own_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ours = new_database.name()
    with note.left(NOTED):
        monkeypatch.setattr(places, "PROJECT", tmp_path / "another")
        assert api.running() is None
        assert new_database.name() != ours


def test_a_note_whose_writer_was_killed_counts_for_nothing() -> None:
    note.path().write_text("\n".join(NOTED))
    note.path().chmod(0o600)
    assert api.running() is None


def test_a_note_that_others_may_write_or_that_is_a_link_counts_for_nothing(home: Path) -> None:
    with note.left(NOTED):
        note.path().chmod(0o620)
        assert api.running() is None
        note.path().chmod(0o600)
        assert api.running() == NOTED
        note.path().rename(home / "elsewhere")
        note.path().symlink_to(home / "elsewhere")
        assert api.running() is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_another_accounts_note_is_neither_read_nor_written(home: Path) -> None:
    note.path().touch(mode=0o600)
    os.chown(note.path(), 65534, 65534)
    assert api.running() is None
    with pytest.raises(StorageError, match="belongs to another account"), note.left(NOTED):
        pytest.fail("it was written")


def test_a_server_that_merely_listens_at_the_usual_port_is_not_used() -> None:
    assert api.running() is None


def test_a_configured_server_comes_first_and_a_noted_one_at_its_address_brings_its_login(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with note.left(NOTED):
        monkeypatch.setenv("PREFECT_API_URL", "http://elsewhere.example/api")
        assert api.running() == Api("http://elsewhere.example/api")
        monkeypatch.setenv("PREFECT_API_URL", NOTED.url)
        assert api.running() == NOTED


def test_the_login_is_this_accounts_and_never_the_same() -> None:
    one, other = doors.new_login(), doors.new_login()
    assert one != other
    assert len(one.partition(":")[2]) >= 40
    before = dict(os.environ)
    with api.used(Api(NOTED.url, one)):
        assert doors.who() == one.partition(":")[0]
    assert dict(os.environ) == before
    assert doors.who() == ""


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        ({"host": "127.0.0.1:4200"}, True),
        ({"host": "LOCALHOST:9000", "origin": "http://LOCALHOST:9000"}, True),
        ({"host": "[::1]:4200"}, True),
        ({"host": "127.0.0.1"}, True),
        ({}, False),
        ({"host": "127.0.0.1.example:4200"}, False),
        ({"host": "0.0.0.0:4200"}, False),
        ({"host": "127.0.0.1:4200", "origin": "http://127.0.0.1:4201"}, False),
        ({"host": "127.0.0.1:4200", "origin": "https://127.0.0.1:4200"}, False),
        ({"host": "127.0.0.1:4200", "origin": "null"}, False),
    ],
)
def test_a_request_names_this_machine_and_comes_from_no_other_page(headers: dict[str, str], is_ours: bool) -> None:
    assert doors.is_ours(headers) is is_ours


def test_an_address_that_nobody_noted_is_not_taken_for_a_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "is_up", lambda _: False)
    monkeypatch.setenv("PREFECT_API_URL", addresses.address(1))
    with pytest.raises(StorageError, match="does not answer"):
        api.running()
