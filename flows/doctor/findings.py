"""Each check of `hushtag doctor` is a function that says what it found and, where that is not well, what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.doctor.data_folder import dumps, keys, shared, storage, studies
from flows.doctor.machine import clock, disk, models, versions, zones
from flows.doctor.service import database, people, server
from tasks.errors import HushtagError

CHECKS: tuple[Callable[[Path], str], ...] = (
    versions, models, storage, keys, dumps, disk, zones, clock, studies, database, server, shared, people,
)  # fmt: skip


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
