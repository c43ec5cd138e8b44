"""What a personal archive keeps beside its tweets: whose account it is, and its long tweets whole."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from tasks.reading import packages
from tasks.reading.encodings import blocks
from tasks.reading.times import posted_at
from tasks.reading.words import words_of
from tasks.storage.source import Source

# Their tweets do not name their author.
FORMATS = {"personal-archive", "personal-archive-v1", "personal-archive-csv"}
OWNER = {"handle": "username", "display_name": "accountDisplayName", "author_id": "accountId"}
ACCOUNT, NOTES = re.compile(r"account\.js"), re.compile(r"note-tweet(?:-part\d+)?\.js")
LARGEST = 64 << 20
# A tweet that was cut, perhaps with its own link behind; and the handles that an answer begins with.
CUT = r"(?:…|\.\.\.)(?:\s*https?://\S+)?\s*$"
ANSWERED = r"^(?:@\w+\s+)+"
# As much of a long tweet stands in its cut words at least; fewer could begin another tweet too.
LEAST, LONG = 100, 250
Note = tuple[str, str, str]
"""The words of a long tweet as they are compared, as they are, and when it was written."""


@dataclass(frozen=True)
class Beside:
    """Who the tweets of an archive are from, as columns of `ingested`, and its long tweets whole."""

    owner: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def is_beside(name: str) -> bool:
    """Whether a file of this name says something of the tweets beside it."""
    return bool(ACCOUNT.fullmatch(name) or NOTES.fullmatch(name))


@lru_cache(maxsize=2)
def of_files(sources: tuple[Source, ...]) -> Beside:
    """What files beside unpacked tweets say; what cannot be read says nothing."""
    paths = (path for path in (Path(source.path) for source in sources) if path.stat().st_size < LARGEST)
    return _beside((path.name, b"".join(blocks(path, path.name))) for path in paths)


def of_member(path: Path, number: int) -> Beside:
    """What the files beside a member of a zip archive say."""
    return _of_folder(path, path.stat().st_mtime_ns, PurePosixPath(packages.opened(path).infolist()[number].filename).parent)


@lru_cache(maxsize=2)
def _of_folder(path: Path, changed: int, folder: PurePosixPath) -> Beside:
    archive = packages.opened(path)
    inside = ((PurePosixPath(info.filename), info) for info in archive.infolist() if info.file_size < LARGEST)
    wanted = [(where.name, info) for where, info in inside if where.parent == folder and is_beside(where.name)]
    try:
        return _beside((name, archive.read(info)) for name, info in wanted)
    except (*packages.BROKEN, OSError):
        return Beside()


def completed(texts: pl.Series, times: pl.Series, notes: Sequence[Note]) -> pl.Series:
    """Texts of which those that were cut are whole again where a long tweet begins as they do; of several, the nearest in time.

    Rows: as given.
    """
    cut = texts.str.contains(CUT).fill_null(False).arg_true()
    if not notes or not len(cut):
        return texts
    told = posted_at(times.gather(cut), "UTC", False).dt.epoch("s")
    written = posted_at(pl.Series([when for _, _, when in notes], dtype=pl.String), "UTC", False).dt.epoch("s")
    whole = [_whole(text, at, notes, written) for text, at in zip(texts.gather(cut), told, strict=True)]
    return texts.scatter(cut, whole)


def are_cut(texts: pl.Series) -> pl.Series:
    """Whether each is a long tweet of which only the beginning is there; a retweet is cut by another rule."""
    return (texts.str.contains(CUT) & (texts.str.len_chars() > LONG) & ~texts.str.starts_with("RT @")).fill_null(False)


def _whole(text: str, at: int | None, notes: Sequence[Note], written: pl.Series) -> str:
    begun = _compared(re.sub(CUT, "", text))
    fitting = [place for place, (words, _, _) in enumerate(notes) if len(begun) >= LEAST and words.startswith(begun)]
    nearest = min(fitting, key=lambda place: abs((written[place] or 0) - (at or 0)), default=None)
    return text if nearest is None else notes[nearest][1]


def _compared(text: str) -> str:
    return " ".join(re.sub(ANSWERED, "", words_of(pl.Series([text]))[0]).split())


def _beside(files: Iterable[tuple[str, bytes]]) -> Beside:
    owner: dict[str, str] = {}
    notes: list[Note] = []
    for name, content in files:
        if ACCOUNT.fullmatch(name):
            owner = next((_owner(account) for account in _within(content, "account")), {})
        else:
            notes += [note for each in _within(content, "noteTweet") if (note := _note(each))]
    return Beside(owner, tuple(notes))


def _within(content: bytes, key: str) -> list[Mapping[str, Any]]:
    """The objects under a key of each element of an array that is assigned to a name."""
    try:
        found = json.loads(content[content.index(b"[") :])
        return [element[key] for element in found if isinstance(element[key], dict)]
    except (ValueError, LookupError, TypeError):
        return []


def _owner(account: Mapping[str, Any]) -> dict[str, str]:
    known = {name: account.get(key) for name, key in OWNER.items()}
    return {name: value for name, value in known.items() if isinstance(value, str) and value}


def _note(told: Mapping[str, Any]) -> Note | None:
    core = told.get("core")
    text = core.get("text") if isinstance(core, dict) else None
    return (_compared(text), text, str(told.get("createdAt") or "")) if isinstance(text, str) and text.strip() else None
