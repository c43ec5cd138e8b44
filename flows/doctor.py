"""What `hushtag doctor` looks at: each check is a function that says what it found and, where that is not well, what to do."""

import glob
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from zoneinfo import ZoneInfo

from packaging.requirements import Requirement

from flows.server import addresses, api, new_database
from flows.server import database as runs
from tasks.errors import HushtagError, StorageError, Unsigned
from tasks.models import load
from tasks.storage import keys as secret_keys
from tasks.storage import remote
from tasks.storage.places import PROJECT
from tasks.storage.store import RESTRICTED_STAGE
from tasks.studies import study_file
from tasks.studies.study import Study

LEAST_FREE_BYTES = 2 * 10**9
LEAST_FREE_FOR_RUNS = 10**8
MOST_SECONDS_APART = 60
# What holds a tweet's words or leads to its author, and whom it must be closed to; a steward may share dumps with a group.
RESTRICTED = {RESTRICTED_STAGE: 0o077, "withheld": 0o077, "votes": 0o077, "dumps": 0o027, "paraphrases": 0o027}
OWNER_ONLY = "chmod -R u=rwX,go= "


@dataclass(frozen=True)
class Finding:
    """What a check found; advice and an exit code only where something is not well."""

    check: str
    found: str
    advice: str = ""
    exit_code: int = 0


def findings(folder: Path) -> Iterator[Finding]:
    """What every check finds for a data folder, in the order in which to fix it."""
    for check in CHECKS:
        try:
            yield Finding(check.__name__, check(folder))
        except HushtagError as error:
            where = f"{error.where}: " if error.where else ""
            yield Finding(check.__name__, f"{where}{error.what}", error.advice, error.exit_code)


def versions(_: Path) -> str:
    """Every library that Hushtag needs is installed in a version that it was tested with.

    Raises: StorageError naming those that are not.
    """
    known = map(Requirement, requires("hushtag") or ())
    needed = [each for each in known if not each.marker or each.marker.evaluate({"extra": ""})]
    wrong = [told for each in needed if (told := _mismatch(each))]
    if wrong:
        raise StorageError(", ".join(wrong), "", "Install what uv.lock names: make .venv/.ready")
    return f"{len(needed)} libraries, Prefect {version('prefect')}"


def disk(folder: Path) -> str:
    """The data folder has room for a run, and Prefect's own for what it remembers of it.

    Raises: StorageError when it has not.
    """
    for place, least in ((folder, LEAST_FREE_BYTES), (addresses.home(), LEAST_FREE_FOR_RUNS)):
        free = shutil.disk_usage(_existing(place)).free
        if free < least:
            advice = "Free some space; `hushtag prune` shows what may go of the data folder."
            raise StorageError(f"{free / 1e9:.1f} GB free", place, advice)
    return f"{shutil.disk_usage(_existing(folder)).free / 1e9:.0f} GB free"


def storage(folder: Path) -> str:
    """The data folder can be written, and what is restricted is for its owner only.

    Raises: StorageError naming the command that fixes it.
    """
    if folder.exists() and not folder.is_dir():
        raise StorageError("is not a folder", folder, "Name another: --data.")
    if not os.access(_existing(folder), os.W_OK):
        raise StorageError(
            "cannot be written", folder, "Give it to the user who runs Hushtag, or name another: --data."
        )
    if folder.is_dir() and folder.stat().st_mode & 0o002:
        what = "can be changed by every account of this machine: they could put folders of theirs in its place"
        raise StorageError(what, folder, f"chmod o-w {folder}")
    looked_at = 0
    for name, closed in RESTRICTED.items():
        within = [*(folder / name).rglob("*"), *([folder / name] if name == RESTRICTED_STAGE else [])]
        there = [path for path in within if path.exists() and not path.is_symlink()]
        if open_to_others := sum(bool(path.stat().st_mode & closed) for path in there):
            what = f"{open_to_others} files or folders are open to others"
            raise StorageError(what, folder / name, OWNER_ONLY + str(folder / name))
        looked_at += len(there)
    return f"{looked_at} files and folders, for their owner only"


def dumps(_: Path) -> str:
    """What studies name as their dumps is closed to all but its owner and their group; what ships is for everybody.

    Raises: StorageError naming the study, and how many files are open.
    """
    looked_at = 0
    for path, study in study_file.every(study_file.placed()):
        found = [file for dump in study.dumps for file in _files_of(dump)] if isinstance(study, Study) else []
        if open_to_others := sum(bool(file.stat().st_mode & RESTRICTED["dumps"]) for file in found):
            what = f"{open_to_others} of its {len(found)} dump files can be read by others, or written by its group"
            raise StorageError(what, path.stem, "chmod o=,g-w on them, and see who may enter their folder.")
        looked_at += len(found)
    return f"{looked_at} files, closed to others"


def keys(folder: Path) -> str:
    """Every study's key is a secret: long enough, and its owner's.

    Raises: StorageError naming the first that is not.
    """
    found = list(secret_keys.every(folder))
    for path in found:
        secret_keys.check(path)
    return f"{len(found)} as secret as they must be"


def shared(_: Path) -> str:
    """The remote can be written and read, where one is named.

    Raises: StorageError or UsageError when it cannot.
    """
    if not remote.is_named():
        return f"no remote is named: {remote.VARIABLE} is for clusters"
    remote.probe()
    return f"{remote.VARIABLE} can be written and read"


def models(_: Path) -> str:
    """The model and its lists are those that were shipped.

    Raises: StorageError when one is missing or altered.
    """
    for name in load.SEALED:
        load.checked(name)
    return f"{len(load.SEALED)} files as shipped"


def zones(_: Path) -> str:
    """Time zones are known.

    Raises: StorageError when this machine and Python know none.
    """
    try:
        ZoneInfo("Europe/London")
    except (KeyError, OSError):
        raise StorageError("no time zone is known", "", "Install tzdata.") from None
    return "Europe/London is known"


def studies(_: Path) -> str:
    """Every study file is valid.

    Raises: DeclarationError naming the first that is not.
    """
    found = dict(study_file.every(study_file.placed()))
    for study in found.values():
        if not isinstance(study, Study):
            raise study
    return f"{len(found)} valid"


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
    if not os.access(path if path.exists() else _existing(path), os.W_OK):
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
        if paused := _paused(addresses.home() / new_database.name()):
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


def clock(folder: Path) -> str:
    """The clock is not behind what was written before, and agrees with the server's.

    Raises: StorageError when it does not.
    """
    now = time.time()
    ahead = [path.name for path in _existing(folder).iterdir() if path.stat().st_mtime > now + MOST_SECONDS_APART]
    if ahead:
        raise StorageError("is behind the files of the data folder", "", "Set it; schedules and windows depend on it.")
    found = api.running()
    apart = _apart(found.url) if found else 0.0
    if apart > MOST_SECONDS_APART:
        raise StorageError(f"is {apart:.0f} seconds from the server's", "", "Set both by a time server.")
    return f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d %H:%M} UTC"


CHECKS: tuple[Callable[[Path], str], ...] = (
    versions, models, storage, keys, dumps, disk, zones, clock, studies, database, server, shared, people,
)  # fmt: skip


def _mismatch(needed: Requirement) -> str:
    try:
        has = version(needed.name)
    except PackageNotFoundError:
        return f"{needed.name} is missing"
    return "" if needed.specifier.contains(has, prereleases=True) else f"{needed} is needed, {has} is here"


def _files_of(dump: str) -> Iterator[Path]:
    """The files that a dump of a study names, but for those that ship."""
    for path in map(Path, glob.glob(dump, recursive=True)):  # noqa: PTH207  a glob with its own beginning
        within = path.rglob("*") if path.is_dir() else [path]
        yield from (each for each in within if each.is_file() and not each.resolve().is_relative_to(PROJECT / "data" / "sample"))


def _paused(path: Path) -> list[str]:
    """Studies whose schedule is paused in our database of runs, A to Z; none where there is no such database."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as made:
            rows = made.execute("SELECT name FROM deployment WHERE paused AND tags LIKE '%hushtag-study%' ORDER BY name")
            return [name for (name,) in rows]
    except sqlite3.Error:
        return []


def _existing(folder: Path) -> Path:
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def _apart(url: str) -> float:
    try:
        with urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310  our own or the configured address
            return abs((datetime.now(UTC) - parsedate_to_datetime(answer.headers["Date"])).total_seconds())
    except (URLError, OSError, ValueError, TypeError):
        return 0.0


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
