"""Which tweets of what was read are kept, in what order, and with what their other records add: decided on narrow columns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.reading import dating
from tasks.reading.arrow_stream import Stream
from tasks.reading.ingested_rows import BESIDES
from tasks.reading.on_disk import Stored
from tasks.reading.prefetch import ahead
from tasks.schema import INGESTED
from tasks.storage import parquet_sql

PURE = Path(__file__).parents[1] / "pure" / "ingest"
PLACED, SQL = PURE / "ingest_placed.sql", PURE / "ingest.sql"
ROWS_A_PART = 100_000
ROWS_A_RUN = 250_000
# Parts are cut out of every run, and little is read that is not asked for.
ROWS_A_GROUP = 5_000
Numbers = NDArray[np.int64]
DATES = ("dump", "format", "posted_other", "is_other")


@dataclass(frozen=True)
class Ordered:
    """How many tweets are kept, a part of them from where it starts, the ledger of all that is not, and the files in which
    nothing tells day from month."""

    tweets: int
    part: Callable[[int], pl.DataFrame]
    ledger: pl.DataFrame
    undecided: Sequence[str] = ()


@dataclass(frozen=True)
class Run:
    """Some tweets on disk, in order, and the number that each has in the study."""

    path: Path
    numbers: Numbers

    def part(self, start: int) -> pl.DataFrame:
        """Those of a part that begins with a number."""
        first, last = np.searchsorted(self.numbers, [start, start + ROWS_A_PART])
        found = pl.scan_parquet(self.path).slice(int(first), int(last - first)).collect()
        return found.with_columns(sequence=pl.Series(self.numbers[first:last]))


def ordered(read: Stored, asked: Mapping[str, object], aside: Path) -> Ordered:
    """The tweets of the window with a hashtag, each once, in the order of their time; `asked` as in ingest.sql.

    They are put in order in runs that lie aside until their parts are asked for.
    Raises: StorageError as `parquet_sql.query` does.
    """
    order = dating.orders(pl.scan_parquet(path).select(DATES) for path in read.tweets)
    with parquet_sql.connection(parquet_sql.memory_for(read.height)) as duck:
        where = {"files": read.tweets, "before": list(accumulate(read.rows[:-1], initial=0))}
        duck.register("orders", Stream(order))
        parquet_sql.script(duck, PLACED.read_text(encoding="utf-8"), {"aside": read.set_aside}, where)
        parquet_sql.script(duck, SQL.read_text(encoding="utf-8"), parameters=asked)
        ledger, places = _table(duck, "ledger"), _table(duck, "places")["place"]
        numbers = np.full(read.height, -1)
        numbers[places.to_numpy()] = np.arange(len(places))
        runs = list(ahead(partial(_run, numbers, order, aside), _stretches(duck, read)))
    return Ordered(len(places), partial(_part, runs), ledger, dating.undecided(order))


def _part(runs: Sequence[Run], start: int) -> pl.DataFrame:
    found = pl.concat((run.part(start) for run in runs), how="diagonal")
    return _whole(found.sort("sequence").drop("sequence"))


def _stretches(duck: duckdb.DuckDBPyConnection, read: Stored) -> Iterator[tuple[int, pl.LazyFrame, pl.DataFrame]]:
    """Some rows each: the place of the first, the rows, and what is added to them."""
    before = accumulate(read.rows, initial=0)
    for path, rows, first in zip(read.tweets, read.rows, before, strict=False):
        for offset in range(0, rows, ROWS_A_RUN):
            at = first + offset
            merged = _table(duck, f"merged WHERE place BETWEEN {at} AND {at + ROWS_A_RUN - 1}")
            yield at, pl.scan_parquet(path).slice(offset, ROWS_A_RUN), merged


def _run(numbers: Numbers, order: pl.DataFrame, aside: Path, stretch: tuple[int, pl.LazyFrame, pl.DataFrame]) -> Run:
    first, rows, merged = stretch
    every = _filled(dating.settled(rows.collect(), order))
    mine = numbers[first : first + every.height]
    kept = np.flatnonzero(mine >= 0)
    chosen = kept[np.argsort(mine[kept])]
    taken = _taken(every, pl.Series(chosen), pl.Series("place", chosen + first), merged)
    run = Run(aside / f"run-{first}.parquet", mine[chosen])
    taken.write_parquet(run.path, compression="uncompressed", statistics=False, row_group_size=ROWS_A_GROUP)
    return run


def _table(duck: duckdb.DuckDBPyConnection, rows: str) -> pl.DataFrame:
    return pl.DataFrame(Stream(duck.sql(f"FROM {rows}")))


def _filled(tweets: pl.DataFrame) -> pl.DataFrame:
    """The columns that hold anything, in one piece of memory: rows are picked out of it several times faster."""
    return tweets.select(column for column in tweets if column.null_count() < tweets.height).rechunk()


def _taken(every: pl.DataFrame, chosen: pl.Series, places: pl.Series, merged: pl.DataFrame) -> pl.DataFrame:
    """Some rows, with what the other records of their tweets add."""
    found = every[chosen].with_columns(places)
    return (found.update(merged, on="place") if merged.height else found).drop("place")


def _whole(tweets: pl.DataFrame) -> pl.DataFrame:
    """Tweets with all columns of `ingested` but for `sequence`."""
    absent = {name: dtype for name, dtype in INGESTED.dtypes.items() if name not in {*tweets.columns, "sequence"}}
    full = tweets.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in absent.items())
    return full.drop(BESIDES, strict=False)
