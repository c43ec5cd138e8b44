"""What a dump's files are read into: hauls of sources, and the parts of `ingested` that they make."""

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
class Haul:
    """Some of a file's records, as its format's sources; those that are none; what a record without text is."""

    file: File
    format: Format
    sources: pl.DataFrame
    aside: Sequence[tuple[int, str]]
    textless: str


@dataclass(frozen=True)
class Part:
    """Some records: tweets in the columns of `READ`, those set aside, and what is in doubt."""

    tweets: pl.DataFrame
    set_aside: pl.DataFrame
    doubts: pl.DataFrame = field(default_factory=doubts.EMPTY.clone)


def parts(hauls: Iterable[Haul | Part]) -> Iterator[Part]:
    """Hauls as parts; small ones of a kind that follow each other become one, for rows are cheap and parts are not."""
    return ahead(_part, _groups(hauls))


def _groups(hauls: Iterable[Haul | Part]) -> Iterator[Sequence[Haul] | Part]:
    held: list[Haul] = []
    for haul in hauls:
        if isinstance(haul, Part):
            yield haul
            continue
        if held and _kind(haul) != _kind(held[0]):
            yield held
            held = []
        held.append(haul)
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


def _kind(haul: Haul) -> tuple[object, ...]:
    return haul.format, haul.sources.columns, haul.textless, haul.file.timezone, haul.file.beside


def _part(hauls: Sequence[Haul] | Part) -> Part:
    if isinstance(hauls, Part):
        return hauls
    first = hauls[0]
    sources = opened(_completed(pl.concat(haul.sources for haul in hauls), first), first.format)
    dumps = pl.concat(pl.repeat(haul.file.name, haul.sources.height, dtype=pl.String, eager=True) for haul in hauls)
    tweets = rows(sources, first.format, first.format.timezone or first.file.timezone)
    tweets = tweets.with_columns(dump=dumps)
    if first.format.id in personal_archives.FORMATS:
        tweets = tweets.with_columns(pl.col(name).fill_null(value) for name, value in first.file.beside.owner.items())
    without = tweets.filter(pl.col("text").is_null()).select("dump", "line", reason=pl.lit(first.textless))
    asides = pl.concat([SET_ASIDE.conform(without), *(ledger(haul.file.name, haul.aside) for haul in hauls)])
    kept = tweets.filter(pl.col("text").is_not_null()) if without.height else tweets
    found = doubts.doubts(sources, tweets, first.format)
    return Part(kept.select(READ.names()), asides.sort("dump", "line", maintain_order=True), found)


def _completed(sources: pl.DataFrame, haul: Haul) -> pl.DataFrame:
    """The sources with the long tweets of a personal archive whole."""
    if not haul.file.beside.notes or haul.format.id not in personal_archives.FORMATS:
        return sources
    text, time = (haul.format.columns[name][0] for name in ("text", "posted_at"))
    return sources.with_columns(personal_archives.completed(sources[text], sources[time], haul.file.beside.notes).alias(text))
