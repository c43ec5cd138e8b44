"""`hushtag prune`: removes from the data folder what nothing refers to."""

import argparse
import os
from contextlib import suppress
from pathlib import Path

from tasks.errors import UsageError

HELP = "remove what no stored result refers to"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the data folder, the age of results that may be forgotten, and the rehearsal."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: data)")
    parser.add_argument(
        "--older-than", type=_days, metavar="DAYS", help="forget older results, and what only they need"
    )
    parser.add_argument("--dry-run", action="store_true", help="only list what would go")


def execute(parsed: argparse.Namespace) -> None:
    """Lists what nothing refers to, with its size, and removes it; bundles are never touched.

    Raises: UsageError for a data folder that is none.
    """
    if parsed.data:
        os.environ["HUSHTAG_DATA"] = str(parsed.data.resolve())
    from tasks.storage import pruning, store

    if not store.root().is_dir():
        raise UsageError("no such folder", store.root(), "Name the data folder: --data DIR.")
    found = pruning.leftovers(parsed.older_than)
    if not parsed.dry_run:
        pruning.remove(found)
    for leftover in found:
        print(f"{leftover.octets / 1e6:10.1f} MB  {leftover.path}  ({leftover.reason})")
    done = "would go" if parsed.dry_run else "removed"
    total = sum(leftover.octets for leftover in found) / 1e6
    print(f"{len(found)} {done}, {total:.1f} MB. What is younger than a day stays.")


def _days(text: str) -> float:
    with suppress(ValueError):
        if (days := float(text)) >= 0:
            return days
    raise argparse.ArgumentTypeError("is a number of days, 0 or more")
