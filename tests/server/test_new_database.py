"""A new database of runs is what Prefect's own migrations would make, and nothing that is there is touched."""

import re
import sqlite3
import sys
from pathlib import Path

import pytest

from flows.server import database, new_database
from tests.conftest import clean_environment, ended

WRITE_IT_ANEW = "Prefect's migrations make another layout: put {} in place of flows/server/new_database.sql"


def version_in(home: Path) -> str:
    connection = sqlite3.connect(home / new_database.name())
    [(version,)] = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return str(version)


def test_it_is_as_new_as_the_installed_prefect(tmp_path: Path) -> None:
    new_database.lay_out(tmp_path / "home")
    assert version_in(tmp_path / "home") == new_database.layout_version() == new_database.newest_migration()
    assert [path.name for path in (tmp_path / "home").iterdir()] == [new_database.name()]


def test_a_database_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / new_database.name()).write_text("mine")
    new_database.lay_out(tmp_path)
    assert (tmp_path / new_database.name()).read_text() == "mine"


def test_none_is_made_for_another_prefect_or_where_another_database_is_configured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(database.WHOLE, "postgresql+asyncpg://h/d")
    new_database.lay_out(tmp_path)
    monkeypatch.delenv(database.WHOLE)
    monkeypatch.setattr(new_database, "newest_migration", lambda: "another")
    new_database.lay_out(tmp_path)
    assert not list(tmp_path.iterdir())


def test_where_it_cannot_be_made_prefect_is_left_to_say_so(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    new_database.lay_out(tmp_path / "home")
    assert (tmp_path / "home").is_file()


@pytest.mark.nightly
def test_prefects_own_migrations_make_the_same(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("prefect")), "server", "database", "upgrade", "-y"]
    done = ended(command, clean_environment(tmp_path))
    assert done.returncode == 0, done.stderr
    made = tmp_path / "made.sql"
    made.write_text("\n".join(sqlite3.connect(tmp_path / new_database.name()).iterdump()) + "\n")
    assert parts(made) == parts(new_database.LAYOUT), WRITE_IT_ANEW.format(made)


def parts(layout: Path) -> list[str]:
    """Every column, constraint and index; migrations give a table's constraints in whatever order they find them."""
    return sorted(part.strip() for part in re.split(r"[,\n]", layout.read_text(encoding="utf-8")))
