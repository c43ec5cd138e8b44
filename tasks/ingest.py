"""Ingest: from the files of a dump to tweets in one schema, each once, and a ledger of what was set aside."""

import glob
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
from pydantic import BaseModel, ConfigDict

from tasks import store
from tasks.caching import Source, stage_task
from tasks.errors import DumpUnreadable, UsageError
from tasks.reading import dump as dumps
from tasks.store import Receipt

SQL = Path(__file__).parent / "pure" / "ingest.sql"
ENDINGS = {".csv", ".tsv", ".json", ".jsonl", ".ndjson"}
ROWS_A_PART = 100_000


class Dump(BaseModel):
    """A file of a dump: its name in the ledger, its content, and whether it was named itself or found."""

    model_config = ConfigDict(frozen=True)

    name: str
    source: Source
    is_named: bool


def find_dumps(paths: Sequence[str]) -> list[Dump]:
    """The files that paths, folders and globs name, each once, A to Z.

    Raises: DumpUnreadable when a path names nothing.
    """
    found: dict[Path, bool] = {}
    for path in paths:
        files = _files(path)
        if not files:
            raise DumpUnreadable("no such file, and no dump in it", Path(path).name, "Check the path.")
        for file in files:
            found[file] = found.get(file, False) or str(file) == path
    names = _names(sorted(found))
    return [Dump(name=names[file], source=Source.of(file), is_named=found[file]) for file in sorted(found)]


@stage_task
def read_dump(dump: Dump, columns: Mapping[str, str] | None, timezone: str) -> Receipt:
    """Reads one file into the restricted zone; a file without tweets, if it was only found, is set aside whole."""
    path = Path(dump.source.path)
    try:
        tweets, aside = dumps.read(path, dump.name, columns, timezone)
    except DumpUnreadable:
        if dump.is_named:
            raise
        tweets, aside = dumps.without_tweets(dump.name, _lines(path))
    return store.write("ingested", tweets=tweets, set_aside=aside)


@stage_task
def ingest(
    read: Sequence[Receipt], hashtags: Sequence[str], since: str | None, until: str | None, timezone: str
) -> list[Receipt]:
    """Keeps the tweets of the window with a hashtag, each once, in the order of their time, in parts.

    Raises: UsageError when none is left.
    """
    inputs = {"tweets": store.files(read, "tweets"), "aside": store.files(read, "set_aside")}
    parameters = {
        "since_at": _midnight(since, timezone, 0),
        "until_at": _midnight(until, timezone, 1),
        "hashtags": [tag.casefold() for tag in hashtags],
        "pattern": _pattern(hashtags),
    }
    with store.output("ingested") as out:
        outputs = {"kept": out.path / "tweets.parquet", "ledger": out.path / "set_aside.parquet"}
        store.query(SQL.read_text(), inputs, outputs, parameters)
    return _parts(out.receipt)


def _parts(whole: Receipt) -> list[Receipt]:
    total = whole.rows["tweets"]
    if not total:
        reasons = store.read(whole, "set_aside").group_by("reason").len().sort("reason").iter_rows()
        told = ", ".join(f"{rows:,} {reason}" for reason, rows in reasons) or "nothing was read"
        raise UsageError(f"no tweet is left: {told}", "", "Check the hashtags, the window and the time zone.")
    if total <= ROWS_A_PART:
        return [whole]
    tweets = pl.scan_parquet(store.files(whole, "tweets"))
    ledger = store.read(whole, "set_aside")
    starts = range(0, total, ROWS_A_PART)
    return [
        store.write(
            "ingested",
            tweets=tweets.slice(start, ROWS_A_PART).collect(),
            # The ledger goes with the first part.
            set_aside=ledger.clear() if start else ledger,
        )
        for start in starts
    ]


def _pattern(hashtags: Sequence[str]) -> str:
    tags = "|".join(tag.casefold() for tag in hashtags) or "hushtag"
    return rf"[#＃]({tags})($|[^\p{{L}}\p{{N}}_])"


def _midnight(day: str | None, timezone: str, later: int) -> datetime | None:
    if day is None:
        return None
    local = datetime.combine(date.fromisoformat(day) + timedelta(days=later), time.min, ZoneInfo(timezone))
    return local.astimezone(UTC)


def _files(path: str) -> list[Path]:
    here = Path(path)
    if here.is_dir():
        return [file for file in sorted(here.rglob("*")) if file.suffix in ENDINGS and not _is_hidden(file)]
    if here.is_file():
        return [here]
    return [Path(found) for found in sorted(glob.glob(path, recursive=True)) if not _is_hidden(Path(found))]


def _is_hidden(file: Path) -> bool:
    return file.name.startswith((".", "~$")) or not file.is_file()


def _names(files: Sequence[Path]) -> dict[Path, str]:
    plain = [file.name for file in files]
    return {file: file.name if plain.count(file.name) == 1 else f"{file.parent.name}/{file.name}" for file in files}


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for line in file if line.strip())
