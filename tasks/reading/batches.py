"""What a dump's files are read into: batches of sources, and the parts of `ingested` that they make."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from tasks.formats import Format
from tasks.reading import doubts, personal_archives
from tasks.reading.cells import opened
from tasks.reading.ingested_rows import BESIDES, rows
from tasks.reading.personal_archives import Beside
from tasks.reading.prefetch import ahead
from tasks.schema import INGESTED, SET_ASIDE

NO_TEXT = "tweet without text"
TOGETHER = 50_000
# A tweet as it is read: in the columns of `ingested` but for `sequence`, with what puts tweets in order.
READ = pl.Schema({name: dtype for name, dtype in [*INGESTED.dtypes.items(), *BESIDES.items()] if name != "sequence"})


@dataclass(frozen=True)
class File:
    """A file to read: where it is, its name in the ledger, what the study says of it, a folder for copies, what lies beside it."""

    path: Path
    name: str
    columns: Mapping[str, str | bool] | None
    timezone: str
    aside: Path
    beside: Beside = field(default_factory=Beside)

    @property
    def words(self) -> str | None:
        """The column that holds the tweets' words, where the study says it."""
        return str(self.columns["text"]) if self.columns and "text" in self.columns else None


@dataclass(frozen=True)
class SourceBatch:
    """Some of a file's records, as its format's sources; those that are not tweets; what a record without text is."""

    file: File
    format: Format
    sources: pl.DataFrame
    aside: Sequence[tuple[int, str]]
    textless: str


@dataclass(frozen=True)
class ReadPart:
    """Some records: tweets in the columns of `READ`, those set aside, and what is in doubt."""

    tweets: pl.DataFrame
    set_aside: pl.DataFrame
    doubts: pl.DataFrame = field(default_factory=doubts.EMPTY.clone)


def parts(batches: Iterable[SourceBatch | ReadPart]) -> Iterator[ReadPart]:
    """Batches as parts; small ones of a kind that follow each other become one, for rows are cheap and parts are not."""
    return ahead(_part, _groups(batches))


def _groups(batches: Iterable[SourceBatch | ReadPart]) -> Iterator[Sequence[SourceBatch] | ReadPart]:
    held: list[SourceBatch] = []
    for batch in batches:
        if isinstance(batch, ReadPart):
            yield batch
            continue
        if held and _kind(batch) != _kind(held[0]):
            yield held
            held = []
        held.append(batch)
        if sum(each.sources.height for each in held) >= TOGETHER:
            yield held
            held = []
    if held:
        yield held


def ledger(name: str, aside: Sequence[tuple[int, str]]) -> pl.DataFrame:
    """Records of a file that are set aside, in order of their lines."""
    if not aside:
        return SET_ASIDE.empty()
    found = pl.DataFrame(list(aside), schema={"line": pl.Int64, "reason": pl.String}, orient="row")
    return SET_ASIDE.conform(found.with_columns(dump=pl.lit(name)).sort("line", maintain_order=True))


def _kind(batch: SourceBatch) -> tuple[object, ...]:
    return batch.format, batch.sources.columns, batch.textless, batch.file.timezone, batch.file.beside


def _part(batches: Sequence[SourceBatch] | ReadPart) -> ReadPart:
    if isinstance(batches, ReadPart):
        return batches
    first = batches[0]
    sources = opened(_completed(pl.concat(batch.sources for batch in batches), first), first.format)
    dumps = pl.concat(pl.repeat(batch.file.name, batch.sources.height, dtype=pl.String, eager=True) for batch in batches)
    tweets = rows(sources, first.format, first.format.timezone or first.file.timezone)
    tweets = tweets.with_columns(dump=dumps)
    if first.format.id in personal_archives.FORMATS:
        tweets = tweets.with_columns(pl.col(name).fill_null(value) for name, value in first.file.beside.owner.items())
    without = tweets.filter(pl.col("text").is_null()).select("dump", "line", reason=pl.lit(first.textless))
    asides = pl.concat([SET_ASIDE.conform(without), *(ledger(batch.file.name, batch.aside) for batch in batches)])
    kept = tweets.filter(pl.col("text").is_not_null()) if without.height else tweets
    found = doubts.doubts(sources, tweets, first.format)
    return ReadPart(kept.select(READ.names()), asides.sort("dump", "line", maintain_order=True), found)


def _completed(sources: pl.DataFrame, batch: SourceBatch) -> pl.DataFrame:
    """The sources with the long tweets of a personal archive whole."""
    if not batch.file.beside.notes or batch.format.id not in personal_archives.FORMATS:
        return sources
    text, time = (batch.format.columns[name][0] for name in ("text", "posted_at"))
    return sources.with_columns(personal_archives.completed(sources[text], sources[time], batch.file.beside.notes).alias(text))
