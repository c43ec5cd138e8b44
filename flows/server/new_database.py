"""A new database of runs, laid out as Prefect's own migrations leave it: at once, where they take five seconds.

`new_database.sql` is what is in a database that they made. A nightly test holds it to them, and writes it again.
"""

import os
import re
import sqlite3
import tempfile
from contextlib import closing, suppress
from importlib.util import find_spec
from pathlib import Path

from flows.server import database
from tasks.storage.places import mark

LAYOUT = Path(__file__).with_suffix(".sql")
MIGRATIONS = "server/database/_migrations/versions/sqlite/*.py"


def name() -> str:
    """The database's file in Prefect's home. Each checkout has its own there: another's worker would take its runs, and
    putting its studies on the server would forget the other's.
    """
    return f"hushtag-{mark()}.db"


def lay_out(home: Path) -> None:
    """Makes the SQLite database that our server keeps in Prefect's home; where that is not to be, the rest is left to Prefect.

    It is not where there is one, where another is configured, or where this Prefect has migrations that we do not know.
    """
    if (home / name()).exists() or database.configured() or layout_version() != newest_migration():
        return
    with suppress(OSError, sqlite3.Error):
        home.mkdir(parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(prefix=f".{name()}-", dir=home)
        os.close(descriptor)
        try:
            with closing(sqlite3.connect(aside)) as new:
                new.executescript(LAYOUT.read_text(encoding="utf-8"))
            # Unlike a renaming it never takes away what another command has made meanwhile.
            (home / name()).hardlink_to(aside)
        finally:
            Path(aside).unlink()


def layout_version() -> str:
    """The migration that our layout is as new as."""
    found = re.search(r'INSERT INTO "alembic_version" VALUES\(\'(\w+)\'\)', LAYOUT.read_text(encoding="utf-8"))
    return found[1] if found else ""


def newest_migration() -> str:
    """The migration of Prefect's SQLite schema on which no other builds; read, since importing them takes seconds."""
    prefect = find_spec("prefect")
    scripts = [
        path.read_text(encoding="utf-8")
        for path in Path(prefect.origin if prefect and prefect.origin else "").parent.glob(MIGRATIONS)
    ]
    made, built_on = (
        {name for words in scripts for name in re.findall(rf"""^{line} = ["'](\w+)["']""", words, re.MULTILINE)}
        for line in ("revision", "down_revision")
    )
    return max(made - built_on, default="")
