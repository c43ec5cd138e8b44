"""The attacks on studies: what came of the last one, in figures, and what people found, by sheet.

    <data>/attacks/<study>/attack.json, attack.html    figures alone
    <data>/ingested/.attacks/<study>.json              restricted: a line a sheet that a person filled in
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tasks.errors import StorageError
from tasks.storage import store
from tasks.storage.disk_errors import ADVICE, told

FOLDER = ".attacks"
FIGURES, PAGE = "attack.json", "attack.html"


def of(study: str) -> dict[str, Any] | None:
    """The figures of the last attack on a study; None where it has not been attacked.

    Raises: StorageError when they cannot be read.
    """
    return _read(place(study) / FIGURES)


def keep(study: str, figures: Mapping[str, Any], page: str) -> Path:
    """Writes the figures and their page for their owner, and says where.

    Raises: StorageError when they cannot be written.
    """
    folder = place(study)
    words = {FIGURES: json.dumps(figures, indent=2, sort_keys=True) + "\n", PAGE: page}
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in words.items():
            aside = folder / f".{name}.aside"
            aside.touch(mode=0o600)
            aside.write_text(content, encoding="utf-8")
            aside.replace(folder / name)
    except OSError as error:
        raise StorageError(f"cannot write ({told(error)})", folder, ADVICE) from None
    return folder


def sheets(study: str) -> list[dict[str, Any]]:
    """What people found, a line a sheet.

    Raises: StorageError when it cannot be read.
    """
    kept = _read(store.root() / store.RESTRICTED_STAGE / FOLDER / f"{study}.json") or {}
    return list(kept.get("sheets", ()))


def add_sheets(study: str, fresh: Sequence[Mapping[str, Any]]) -> None:
    """Keeps sheets; of one person's sheet of the same quotes the newest.

    Raises: StorageError when they cannot be read or written.
    """
    known = {(each["tester"], each["sample"]): each for each in (*sheets(study), *fresh)}
    store.write_secret(FOLDER, f"{study}.json", json.dumps({"sheets": list(known.values())}, indent=1) + "\n")


def place(study: str) -> Path:
    """The folder of a study's figures."""
    return store.root() / "attacks" / study


def _read(path: Path) -> dict[str, Any] | None:
    if not path.is_file():
        return None
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise StorageError(f"cannot be read ({type(error).__name__})", path, "Take it away and attack again.") from None
