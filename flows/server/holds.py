"""Which studies are held, for who has no server to ask, or one whose database is new: from database files and the data folder."""

import sqlite3
from contextlib import closing

from flows.server import addresses, new_database
from tasks.storage.places import PROJECT
from tasks.studies import holds

# Prefect's own name for it, which our database had before each checkout got one.
BEFORE = "prefect.db"
OURS = "SELECT name, paused FROM deployment WHERE (tags LIKE '%hushtag-study%' OR name = 'every-study')"
# In the older one other checkouts have their studies too.
OF_THIS_PROJECT = f"{OURS} AND (pull_steps IS NULL OR pull_steps LIKE '%\"' || ? || '\"%')"


def without_server() -> list[str]:
    """The studies that are held as far as can be known without a server, A to Z; one that our database has open is not."""
    ours = _deployments(new_database.name(), OURS)
    return sorted(remembered() - {name for name, is_paused in ours.items() if not is_paused})


def remembered() -> set[str]:
    """All that was held when it was last heard of: in the data folder, in our database, in the one that we had before."""
    files = (_deployments(new_database.name(), OURS), _deployments(BEFORE, OF_THIS_PROJECT, str(PROJECT)))
    return holds.kept().union(*({name for name, is_paused in file.items() if is_paused} for file in files))


def _deployments(file: str, query: str, *given: str) -> dict[str, bool]:
    """What a database of runs in Prefect's home has deployed, and whether it is paused; nothing where there is none."""
    try:
        with closing(sqlite3.connect(f"file:{addresses.home() / file}?mode=ro", uri=True)) as made:
            return {name: bool(paused) for name, paused in made.execute(query, given)}
    except sqlite3.Error:
        return {}
