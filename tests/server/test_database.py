"""A database's address is made one that Prefect's server can use, and one that cannot be reached is told without its password."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.server import addresses, database
from tasks.errors import StorageError, UsageError

WORD = "hunter2quill"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgresql://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgres://h/d?sslmode=require&x=1", "postgresql+asyncpg://h/d?ssl=require&x=1"),
        ("postgresql+psycopg2://h/d?x=1&sslmode=disable", "postgresql+asyncpg://h/d?x=1&ssl=disable"),
        ("sqlite:////srv/runs.db", "sqlite+aiosqlite:////srv/runs.db"),
    ],
)
def test_an_address_gets_the_driver_that_the_server_needs(given: str, used: str) -> None:
    assert database.asynchronous(given) == used


@pytest.mark.parametrize("given", ["mysql://u:hunter2quill@h/d", "h/d", "postgresql://", f"{WORD}"])
def test_another_kind_of_database_is_refused_without_being_repeated(given: str) -> None:
    with pytest.raises(UsageError) as refused:
        database.asynchronous(given)
    assert WORD not in refused.value.line()


@pytest.fixture
def silent() -> Iterator[int]:
    """A port at which somebody listens and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield int(listening.getsockname()[1])


def test_a_database_that_cannot_be_reached_is_told_in_a_line_without_its_password(
    silent: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 0.3)
    closed = addresses.free_port()
    for address, reason in (
        (f"postgresql+asyncpg://u:{WORD}@127.0.0.1:{closed}/d", "does not answer"),
        (f"postgresql+asyncpg://u:{WORD}@127.0.0.1:{silent}/d?ssl=disable", "does not answer"),
        (f"postgresql+asyncpg://u:{WORD}@127.0.0.1:port/d", "cannot be used"),
        (f"postgresql+asyncpg://u:://{WORD}@127.0.0.1:{closed}/d?password={WORD}", "d"),
        (f"sqlite+aiosqlite:///{tmp_path}/nowhere/runs.db", "cannot be opened"),
    ):
        with pytest.raises(StorageError, match=reason) as told:
            database.reach(address)
        assert WORD not in told.value.line()
        assert told.value.__cause__ is None
    database.reach(f"sqlite+aiosqlite:///{tmp_path}/runs.db")


def test_settings_given_in_parts_are_one_address() -> None:
    parts = {"DRIVER": "postgresql+asyncpg", "HOST": "h", "PORT": "5433", "USER": "u", "PASSWORD": "p@/w", "NAME": "d"}
    told = {f"{database.PART}{name}": value for name, value in parts.items()}
    assert database.configured(told) == "postgresql+asyncpg://u:p%40%2Fw@h:5433/d"
    assert database.configured(told | {database.WHOLE: "sqlite:///x"}) == "sqlite:///x"
    assert database.configured({}) == ""
