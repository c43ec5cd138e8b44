"""The machine: libraries as they were tested, room on the disk, a clock that is right."""

import shutil
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from zoneinfo import ZoneInfo

from packaging.requirements import Requirement

from flows.server import addresses, api
from tasks.errors import StorageError
from tasks.models import load
from tasks.storage.places import existing

LEAST_FREE_BYTES = 2 * 10**9
LEAST_FREE_FOR_RUNS = 10**8
MOST_SECONDS_APART = 60


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


def models(_: Path) -> str:
    """The model and its lists are those that were shipped.

    Raises: StorageError when one is missing or altered.
    """
    for name in load.SEALED:
        load.checked(name)
    return f"{len(load.SEALED)} files as shipped"


def disk(folder: Path) -> str:
    """The data folder has room for a run, and Prefect's own for what it remembers of it.

    Raises: StorageError when it has not.
    """
    for place, least in ((folder, LEAST_FREE_BYTES), (addresses.home(), LEAST_FREE_FOR_RUNS)):
        free = shutil.disk_usage(existing(place)).free
        if free < least:
            advice = "Free some space; `hushtag prune` shows what may go of the data folder."
            raise StorageError(f"{free / 1e9:.1f} GB free", place, advice)
    return f"{shutil.disk_usage(existing(folder)).free / 1e9:.0f} GB free"


def zones(_: Path) -> str:
    """Time zones are known.

    Raises: StorageError when this machine and Python know none.
    """
    try:
        ZoneInfo("Europe/London")
    except (KeyError, OSError):
        raise StorageError("no time zone is known", "", "Install tzdata.") from None
    return "Europe/London is known"


def clock(folder: Path) -> str:
    """The clock is not behind what was written before, and agrees with the server's.

    Raises: StorageError when it does not.
    """
    now = time.time()
    ahead = [path.name for path in existing(folder).iterdir() if path.stat().st_mtime > now + MOST_SECONDS_APART]
    if ahead:
        raise StorageError("is behind the files of the data folder", "", "Set it; schedules and windows depend on it.")
    found = api.running()
    apart = _apart(found.url) if found else 0.0
    if apart > MOST_SECONDS_APART:
        raise StorageError(f"is {apart:.0f} seconds from the server's", "", "Set both by a time server.")
    return f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d %H:%M} UTC"


def _mismatch(needed: Requirement) -> str:
    try:
        has = version(needed.name)
    except PackageNotFoundError:
        return f"{needed.name} is missing"
    return "" if needed.specifier.contains(has, prereleases=True) else f"{needed} is needed, {has} is here"


def _apart(url: str) -> float:
    try:
        with urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310  our own or the configured address
            return abs((datetime.now(UTC) - parsedate_to_datetime(answer.headers["Date"])).total_seconds())
    except (URLError, OSError, ValueError, TypeError):
        return 0.0
