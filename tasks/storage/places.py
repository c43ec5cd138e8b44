"""Where our files and the user's are: what ships lies with the code, what a study reads and writes in the data folder."""

import hashlib
import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
"""The folder with flows, tasks, expectations and the shipped data: a checkout, or the installed package `hushtag`."""

IS_CHECKOUT = (PROJECT / "pyproject.toml").is_file()

PREFIX = __name__.removesuffix("tasks.storage.places")
"""What the names of our modules begin with: nothing in a checkout, `hushtag.` once installed."""

DATA_VARIABLE = "HUSHTAG_DATA"


def root() -> Path:
    """The data folder: what HUSHTAG_DATA names, else a checkout's own, else `data` in the folder one stands in."""
    return Path(os.environ.get(DATA_VARIABLE) or (PROJECT if IS_CHECKOUT else Path.cwd()) / "data").resolve()


def mark() -> str:
    """What tells whose studies something in a shared place is of: this checkout's or, once installed, this data folder's."""
    return hashlib.sha256(str(PROJECT if IS_CHECKOUT else root()).encode()).hexdigest()[:8]


def existing(folder: Path) -> Path:
    """The folder, or where it is not yet there, the nearest above it that is."""
    return next(each for each in (folder, *folder.parents) if each.is_dir())
