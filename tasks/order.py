"""Which tweets of what was read are kept, in what order, and with what their other records add: decided on narrow columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import duckdb
import polars as pl

from tasks import store
from tasks.reading.stream import Stream
from tasks.schema import INGESTED

PURE = Path(__file__).parent / "pure"
PLACED, SQL, ORDER = PURE / "ingest_placed.sql", PURE / "ingest.sql", PURE / "ingest_order.sql"
ROWS_A_PART = 100_000


@dataclass(frozen=True)
class Held:
    """What was read, in memory: tweets in the columns of `ingested` but for `sequence`, and the ledger so far."""

    tweets: pl.DataFrame
    set_aside: pl.DataFrame

    @property
    def height(self) -> int:
        return self.tweets.height


@dataclass(frozen=True)
class Stored:
    """What was read, on disk: the files of both tables, and the tweets of each."""

    tweets: Sequence[str]
    set_aside: Sequence[str]
    rows: Sequence[int]

    @property
    def height(self) -> int:
        return sum(self.rows)


@dataclass(frozen=True)
class Ordered:
    """How many tweets are kept, a part of them from where it starts, and the ledger of all that is not."""

    tweets: int
    part: Callable[[int], pl.DataFrame]
    ledger: pl.DataFrame


def ordered(read: Held | Stored, asked: Mapping[str, object], aside: Path) -> Ordered:
    """The tweets of the window with a hashtag, each once, in the order of their time; `asked` as in ingest.sql.

    What is on disk is put in order there: the parts lie aside until they are asked for.
    Raises: StorageError as `store.query` does.
    """
    with store.connection() as duck:
        if isinstance(read, Held):
            placed = read.tweets.with_columns(place=pl.int_range(read.height, dtype=pl.Int64))
            duck.register("placed", Stream(placed))
            duck.register("aside", Stream(read.set_aside))
        else:
            where = {"files": read.tweets, "before": list(accumulate(read.rows[:-1], initial=0))}
            store.script(duck, PLACED.read_text(), {"aside": read.set_aside}, where)
        store.script(duck, SQL.read_text(), parameters=asked)
        ledger = _table(duck, "ledger")
        return Ordered(*(_in_memory(duck, read) if isinstance(read, Held) else _on_disk(duck, aside)), ledger)


def _in_memory(duck: duckdb.DuckDBPyConnection, read: Held) -> tuple[int, Callable[[int], pl.DataFrame]]:
    places, merged = _table(duck, "places")["place"], _table(duck, "merged")
    filled = [name for name in read.tweets.columns if read.tweets[name].null_count() < read.height]
    # Rows are picked several times faster out of one piece of memory than out of many.
    every = read.tweets.select(filled).rechunk()
    return len(places), lambda start: _taken(every, places.slice(start, ROWS_A_PART), merged)


def _on_disk(duck: duckdb.DuckDBPyConnection, aside: Path) -> tuple[int, Callable[[int], pl.DataFrame]]:
    path = aside / "ordered.parquet"
    store.script(duck, ORDER.read_text())
    store.copy(duck, "ordered", path)
    every = pl.scan_parquet(path)
    return every.select(pl.len()).collect().item(), lambda start: every.slice(start, ROWS_A_PART).collect()


def _table(duck: duckdb.DuckDBPyConnection, name: str) -> pl.DataFrame:
    return pl.DataFrame(Stream(duck.sql(f"FROM {name}")))


def _taken(every: pl.DataFrame, places: pl.Series, merged: pl.DataFrame) -> pl.DataFrame:
    found = every[places].with_columns(places)
    known = found.update(merged, on="place") if merged.height else found
    absent = {name: dtype for name, dtype in INGESTED.dtypes.items() if name not in known.columns}
    return known.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in absent.items())
