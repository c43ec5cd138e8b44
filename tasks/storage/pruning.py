"""What a data folder holds that nothing refers to any more, and its removal.

A stored result refers to the folders that its receipts name. What is younger than a day is left alone: a run at work
writes its folders before it stores their receipts.
"""

import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tasks.errors import StorageError
from tasks.storage import store

STAGES = (
    "ingested", "anonymised", "deduplicated", "withheld", "search_back", "coded", "quotes", "tabulated", "disclosed", "paraphrased",
    "gated",
)  # fmt: skip
RESULTS = "results"
# Where a run builds, orders and spills; one that ends takes them away.
LEFT = (".aside-", ".order-", ".spill")
ONE_DAY = 86_400.0
FOLDER_NAME = re.compile(r"[0-9a-f]{16}")
REFERENCE = re.compile(rf"\b(?:{'|'.join(STAGES)})/{FOLDER_NAME.pattern}\b")


@dataclass(frozen=True)
class Leftover:
    """A folder or file that may go: its place in the data folder, why, and how much it holds."""

    path: str
    reason: str
    octets: int


def leftovers(older_than_days: float | None = None) -> list[Leftover]:
    """What nothing refers to, A to Z; results stored more days ago than said no longer count.

    Raises: StorageError when the data folder cannot be read.
    """
    try:
        now = time.time()
        found = [leftover for leftover in _all(now, older_than_days) if now - _changed_at(leftover.path) > ONE_DAY]
    except OSError as error:
        raise StorageError(f"cannot be read ({error.strerror})", store.root(), "Fix its permissions.") from None
    return sorted(found, key=lambda leftover: leftover.path)


def remove(found: list[Leftover]) -> None:
    """Removes leftovers; stored results go first, so that none ever names a folder that is gone.

    Raises: StorageError when one cannot be removed.
    """
    for leftover in sorted(found, key=lambda leftover: not leftover.path.startswith(RESULTS)):
        path = store.root() / leftover.path
        try:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except FileNotFoundError:
            # Another prune was here first.
            continue
        except OSError as error:
            raise StorageError(f"cannot be removed ({error.strerror})", path, "Fix its permissions.") from None


def _all(now: float, older_than_days: float | None) -> Iterator[Leftover]:
    referred: set[str] = set()
    oldest = None if older_than_days is None else now - older_than_days * ONE_DAY
    for path in _entries(RESULTS):
        references = _references(path)
        if path.name.startswith(LEFT):
            yield _leftover(path, "left by a run that was interrupted")
        elif references and _is_before(path, oldest):
            yield _leftover(path, f"stored more than {older_than_days:g} days ago")
        elif any(not (store.root() / folder).is_dir() for folder in references):
            yield _leftover(path, "what it refers to is gone")
        else:
            referred |= references
    for stage in STAGES:
        for path in _entries(stage):
            if path.name.startswith(LEFT):
                yield _leftover(path, "left by a run that was interrupted")
            elif FOLDER_NAME.fullmatch(path.name) and f"{stage}/{path.name}" not in referred:
                yield _leftover(path, "no stored result refers to it")
    for path in _entries("ingested/.errors"):
        if _is_before(path, oldest):
            yield _leftover(path, f"details of a fault, more than {older_than_days:g} days old")
    for path in sorted((store.root() / "released").glob("*/.aside-*")):
        yield _leftover(path, "left by a run that was interrupted")


def _is_before(path: Path, moment: float | None) -> bool:
    return moment is not None and path.stat().st_mtime < moment


def _entries(folder: str) -> list[Path]:
    home = store.root() / folder
    return sorted(home.iterdir()) if home.is_dir() else []


def _references(result: Path) -> set[str]:
    # Read as text: whatever shape a result has, a folder that it names is kept.
    return set(REFERENCE.findall(result.read_text(encoding="utf-8", errors="replace"))) if result.is_file() else set()


def _leftover(path: Path, reason: str) -> Leftover:
    octets = sum(file.stat().st_size for file in _files(path))
    return Leftover(str(path.relative_to(store.root())), reason, octets)


def _changed_at(path: str) -> float:
    place = store.root() / path
    return max(file.lstat().st_mtime for file in (place, *_files(place)))


def _files(path: Path) -> list[Path]:
    return [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
