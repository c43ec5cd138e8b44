"""The service: the database of runs, the server that is up, and whom it waits for."""

import os
import re
import sqlite3
from pathlib import Path

from flows.server import addresses, api, new_database
from flows.server import database as runs
from flows.server.holds import without_server
from tasks.errors import StorageError, Unsigned
from tasks.storage.places import existing


def database(_: Path) -> str:
    """The database of Prefect's runs is whole and as new as Prefect; one on a server can be reached.

    Raises: StorageError when it is damaged, of another version, or does not answer.
    """
    url = runs.configured()
    path = addresses.home() / new_database.name()
    if url and not url.startswith("sqlite"):
        runs.reach(url)
        return f"{addresses.plain(url).partition('?')[0]} answers"
    if url:
        path = Path("/" + re.sub(r"^sqlite\S*?:/*", "", url).partition("?")[0])
    if not os.access(path if path.exists() else existing(path), os.W_OK):
        raise StorageError("cannot be written", path, "Fix its permissions, or name another folder: PREFECT_HOME.")
    if not path.exists():
        return f"none yet; the first run makes it: {path}"
    return _whole(path)


def server(_: Path) -> str:
    """A server that is up reaches its database; without one, each run has its own.

    Raises: StorageError when one is configured or up, and not well.
    """
    found = api.running()
    if not found:
        return "none is up: each run starts its own; `hushtag ui` starts one that stays"
    if not addresses.is_up(found.url, "ready"):
        raise StorageError(
            "is up, and does not reach its database", addresses.plain(found.url), "See whether the database is up."
        )
    return f"{addresses.plain(found.url)} is ready"


def people(_: Path) -> str:
    """No study waits for a person, as far as the server that is up knows.

    Raises: Unsigned naming those that do, and why.
    """
    found = api.running()
    if not found:
        if paused := without_server():
            told = ", ".join(f"{name} is held" for name in paused)
            raise Unsigned(told, "", "Fix what closed its gate; then `hushtag ui`, and `hushtag schedule reopen STUDY`.")
        return "no study is held; no server is up that could ask anybody"
    with api.used(found):
        from flows.server.attention import needing_a_person

        waiting = needing_a_person()
    if waiting:
        told = ", ".join(f"{study} is {state}" for study, state in waiting)
        raise Unsigned(told, "", "See its run's page; `hushtag schedule reopen STUDY` opens one that is held.")
    return "no study waits for anybody"


def _whole(path: Path) -> str:
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        [(state,)] = connection.execute("PRAGMA quick_check(1)").fetchall()
        [(has,)] = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        connection.close()
    except (sqlite3.Error, ValueError):
        state, has = "damaged", ""
    if state != "ok":
        raise StorageError(
            "the database of runs is damaged", path, "Move it away; a new one is made. No table is lost."
        )
    if has != new_database.newest_migration():
        raise StorageError("is of another version", path, "Stop what uses it; the next server brings it up to date.")
    return f"SQLite, whole and migrated: {path}"
