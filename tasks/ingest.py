"""Ingest: from the files of a dump to tweets in one schema, each once, and a ledger of what was set aside."""

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
from polars.io.plugins import register_io_source
from prefect.logging import get_run_logger
from pydantic import BaseModel, ConfigDict

from tasks import order, store
from tasks.caching import Source, stage_task
from tasks.digests import file_sha256
from tasks.errors import DumpUnreadable, UsageError
from tasks.order import Ordered, ordered
from tasks.reading import dump, find, parts, words
from tasks.reading.ahead import ahead
from tasks.reading.parts import Haul, Part
from tasks.schema import INGESTED, SET_ASIDE
from tasks.store import Receipt

FILES_A_DUMP = 500
BYTES_A_DUMP = 8 << 20
# Few, so that one is written while the next are read.
ROWS_A_GROUP = 25_000
# Which columns hold anything is asked again; what lies between which bounds never is.
STATISTICS = {"null_count": True, "min": False, "max": False, "distinct_count": False}


class File(BaseModel):
    """A file of a dump: its name in the ledger, its content, whether it was named itself or found, and who says whose it is."""

    model_config = ConfigDict(frozen=True)

    name: str
    source: Source
    member: str | None
    is_named: bool
    account: Source | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """All content that its tweets are made of."""
        return (self.source, self.account) if self.account else (self.source,)


class Dump(BaseModel):
    """Files that one task reads: a large one, or some small ones."""

    model_config = ConfigDict(frozen=True)

    files: tuple[File, ...]


def find_dumps(paths: Sequence[str | Path]) -> list[Dump]:
    """The files that paths, folders, globs and archives name, each once, A to Z.

    Raises: DumpUnreadable when a path names nothing.
    """
    where = find.places(paths)
    files = [
        File(
            name=name,
            source=Source.of(place.path),
            member=place.member,
            is_named=place.is_named,
            account=_account_beside(place.path),
        )
        for name, place in zip(find.names(where), where, strict=True)
    ]
    return [Dump(files=tuple(group)) for group in _groups(files)]


def _account_beside(path: Path) -> Source | None:
    """The account.js of a personal archive that was unpacked."""
    account = path.with_name("account.js")
    return Source.of(account) if path.suffix == ".js" and path != account and account.is_file() else None


@stage_task
def read_dump(dump: Dump, columns: Mapping[str, str] | None, timezone: str) -> Receipt:
    """Reads files into the restricted zone; one without tweets, if it was only found, is set aside whole.

    Raises: DumpUnreadable when a file that was named holds no tweet, or one changes while it is read.
    """
    with store.output("ingested") as out, tempfile.TemporaryDirectory(dir=out.path, prefix=".copies-") as copies:
        hauls = chain.from_iterable(_hauls_of(file, columns, timezone, Path(copies)) for file in dump.files)
        _gather(parts.parts(hauls), out.path)
    return out.receipt


@stage_task
def ingest(
    read: Sequence[Receipt], hashtags: Sequence[str], since: str | None, until: str | None, timezone: str
) -> list[Receipt]:
    """Keeps the tweets of the window with a hashtag, each once, in the order of their time, in parts.

    Raises: DumpUnreadable when no file held a tweet; UsageError when none is left.
    """
    if not sum(receipt.rows["tweets"] for receipt in read):
        raise DumpUnreadable("no file of the dump holds a tweet", "", "Name a file of tweets; see `hushtag formats`.")
    asked = {
        "since_at": _midnight(since, timezone, 0),
        "until_at": _midnight(until, timezone, 1),
        "hashtags": [tag.casefold() for tag in hashtags],
        "pattern": _pattern(hashtags),
    }
    with ordered(read, asked) as found:
        return _parts(found)


def _groups(files: Sequence[File]) -> Iterator[list[File]]:
    group: list[File] = []
    size = 0
    for file in files:
        more = Path(file.source.path).stat().st_size
        if group and (size + more > BYTES_A_DUMP or len(group) >= FILES_A_DUMP):
            yield group
            group, size = [], 0
        group.append(file)
        size += more
    yield group


def _hauls_of(file: File, columns: Mapping[str, str] | None, timezone: str, copies: Path) -> Iterator[Haul | Part]:
    path = Path(file.source.path)
    is_begun, opened = False, parts.File(path, file.name, columns, timezone, copies)
    try:
        if file.member:
            inside = words.member(path, file.member, file.name, copies)
            opened = replace(opened, path=inside, owner=words.owner(path))
        elif file.account:
            opened = replace(opened, owner=words.owner(Path(file.account.path)))
        for haul in dump.hauls(opened):
            is_begun = True
            yield haul
    except DumpUnreadable:
        if file.is_named or is_begun:
            raise
        yield dump.without_tweets(opened)
    except OSError as error:
        raise DumpUnreadable(f"cannot be read ({error.strerror})", file.name, "Check its permissions.") from None
    if file_sha256(path) != file.source.sha256:
        raise DumpUnreadable("changed while it was read", file.name, "Run again once it is complete.")


def _gather(read: Iterable[Part], to: Path) -> None:
    """Writes parts as one file a table while the next are read."""
    ledgers = [SET_ASIDE.empty()]
    destroyed: Counter[str] = Counter()

    def tweets(*_: object) -> Iterator[pl.DataFrame]:
        for part in read:
            ledgers.append(part.set_aside)
            destroyed.update(part.destroyed_ids)
            yield part.tweets

    source = register_io_source(tweets, schema=INGESTED.empty().drop("sequence").schema)
    source.sink_parquet(to / "tweets.parquet", compression="uncompressed", row_group_size=ROWS_A_GROUP, statistics=STATISTICS)
    pl.concat(ledgers).write_parquet(to / "set_aside.parquet")
    for name, ids in destroyed.items():
        get_run_logger().warning("%s: %d ids were rounded by a spreadsheet; they are not used", name, ids)


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
        INGESTED.conform(tweets).write_parquet(out.path / "tweets.parquet", compression="uncompressed", statistics=False)
        ledger.write_parquet(out.path / "set_aside.parquet")
    return out.receipt


def _pattern(hashtags: Sequence[str]) -> str:
    tags = "|".join(re.escape(tag.casefold()) for tag in hashtags) or "hushtag"
    return rf"[#＃]({tags})($|[^\p{{L}}\p{{M}}\p{{N}}_])"


def _midnight(day: str | None, timezone: str, later: int) -> datetime | None:
    if day is None:
        return None
    local = datetime.combine(date.fromisoformat(day) + timedelta(days=later), time.min, ZoneInfo(timezone))
    return local.astimezone(UTC)
