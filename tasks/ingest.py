"""Ingest: from the files of a dump to tweets in one schema, each once, and a ledger of what was set aside."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
from prefect.logging import get_run_logger

from tasks.errors import DumpUnreadable, UsageError
from tasks.pure.ingest.hashtags import folded
from tasks.reading import on_disk, order, recognise
from tasks.reading.batches import ReadPart
from tasks.reading.dump_files import Columns, Dump, parts_of
from tasks.reading.on_disk import Stored
from tasks.reading.order import Ordered, ordered
from tasks.reading.prefetch import ahead
from tasks.schema import INGESTED, SET_ASIDE
from tasks.storage import parquet_files, store
from tasks.storage.caching import stage_task
from tasks.storage.store import Receipt


@stage_task
def read_dump(dump: Dump, columns: Columns | None, timezone: str) -> Receipt:
    """Reads files into the restricted zone.

    Raises: DumpUnreadable as `parts_of` does.
    """
    with store.output("ingested") as out, store.scratch() as aside:
        _write(parts_of([dump], columns, timezone, aside), out.path)
    return out.receipt


@stage_task
def ingest(
    read: Sequence[Receipt] | Sequence[Dump],
    columns: Columns | None,
    hashtags: Sequence[str],
    since: str | None,
    until: str | None,
    timezone: str,
) -> list[Receipt]:
    """Keeps the tweets of the window with a hashtag, each once, in the order of their time, in parts.

    Dumps that `read_dump` has not read are read here.

    Raises: DumpUnreadable when no file held a tweet, and as `parts_of` does; UsageError when none is left.
    """
    asked = {
        "since_at": _midnight(since, timezone, 0),
        "until_at": _midnight(until, timezone, 1),
        "hashtags": [folded(tag) for tag in hashtags],
    }
    for sentence in recognise.moved(columns or {}):
        get_run_logger().warning("%s", sentence)
    with store.scratch() as aside:
        receipts = [each for each in read if isinstance(each, Receipt)]
        dumps = [each for each in read if isinstance(each, Dump)]
        tweets = _kept(receipts) if receipts else _write(parts_of(dumps, columns, timezone, aside), aside)
        if not tweets.height:
            raise DumpUnreadable("no file of the dump holds a tweet", "", "Name a file of tweets; see `hushtag formats`.")
        found = ordered(tweets, asked, aside)
        for sentence in found.undecided:
            get_run_logger().warning("%s", sentence)
        return _parts(found)


def _kept(read: Sequence[Receipt]) -> Stored:
    rows = [receipt.rows["tweets"] for receipt in read]
    return Stored(store.files(read, "tweets"), store.files(read, "set_aside"), rows)


def _write(parts: Iterator[ReadPart], to: Path) -> Stored:
    stored, doubtful = on_disk.write(parts, to)
    for sentence in doubtful:
        get_run_logger().warning("%s", sentence)
    return stored


def _parts(found: Ordered) -> list[Receipt]:
    if not found.tweets:
        reasons = found.ledger.group_by("reason").len().sort("reason").iter_rows()
        why = ", ".join(f"{rows:,} {reason}" for reason, rows in reasons)
        raise UsageError(f"no tweet is left: {why}", "", "Check the hashtags, the window and the time zone.")

    def part(start: int) -> Receipt:
        tweets = found.part(start)
        numbered = tweets.with_columns(sequence=pl.int_range(start, start + tweets.height, dtype=pl.Int64))
        # The ledger goes with the first part.
        return _written(numbered, found.ledger.clear() if start else found.ledger)

    return list(ahead(part, range(0, found.tweets, order.ROWS_A_PART)))


def _written(tweets: pl.DataFrame, ledger: pl.DataFrame) -> Receipt:
    with store.output("ingested") as out:
        parquet_files.write(INGESTED.conform(tweets), out.path / "tweets.parquet", INGESTED, "none", has_bounds=False)
        parquet_files.write(ledger, out.path / "set_aside.parquet", SET_ASIDE)
    return out.receipt


def _midnight(day: str | None, timezone: str, later: int) -> datetime | None:
    if day is None:
        return None
    local = datetime.combine(date.fromisoformat(day) + timedelta(days=later), time.min, ZoneInfo(timezone))
    return local.astimezone(UTC)
