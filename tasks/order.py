"""Which tweets of what was read are kept, in what order, and with what their other records add: decided on narrow columns."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import duckdb
import polars as pl

from tasks import store
from tasks.reading.stream import Stream
from tasks.schema import INGESTED
from tasks.store import Receipt

PURE = Path(__file__).parent / "pure"
SQL, ORDER = PURE / "ingest.sql", PURE / "ingest_order.sql"
ROWS_A_PART = 100_000
BYTES_SORTED = 256 << 20


@dataclass(frozen=True)
class Ordered:
    """How many tweets are kept, a part of them from where it starts, and the ledger of all that is not."""

    tweets: int
    part: Callable[[int], pl.DataFrame]
    ledger: pl.DataFrame


@contextmanager
def ordered(read: Sequence[Receipt], asked: Mapping[str, object]) -> Iterator[Ordered]:
    """The tweets of the window with a hashtag, each once, in the order of their time; `asked` as in ingest.sql.

    Raises: StorageError as `store.query` does.
    """
    files = store.files(read, "tweets")
    before = list(accumulate((receipt.rows["tweets"] for receipt in read[:-1]), initial=0))
    parameters = {"files": files, "before": before, **asked}
    with tempfile.TemporaryDirectory(dir=Path(files[0]).parents[1], prefix=".order-") as aside:
        with store.connection() as duck:
            store.script(duck, SQL.read_text(), {"aside": store.files(read, "set_aside")}, parameters)
            found = _found(duck, files, Path(aside))
        yield found


def _found(duck: duckdb.DuckDBPyConnection, files: Sequence[str], aside: Path) -> Ordered:
    """From memory where all fits, else sorted on disk."""
    ledger = _table(duck, "ledger")
    if sum(Path(path).stat().st_size for path in files) <= BYTES_SORTED:
        places, merged = _table(duck, "places")["place"], _table(duck, "merged")
        # Rows are picked several times faster out of one piece of memory than out of many.
        every = pl.read_parquet(list(files), columns=_table(duck, "filled")["name"].to_list()).rechunk()
        return Ordered(len(places), lambda start: _taken(every, places.slice(start, ROWS_A_PART), merged), ledger)
    store.script(duck, ORDER.read_text())
    store.copy(duck, "ordered", aside / "ordered.parquet")
    lines = pl.scan_parquet(aside / "ordered.parquet")
    tweets = lines.select(pl.len()).collect().item()
    return Ordered(tweets, lambda start: lines.slice(start, ROWS_A_PART).collect(), ledger)


def _table(duck: duckdb.DuckDBPyConnection, name: str) -> pl.DataFrame:
    return pl.DataFrame(Stream(duck.sql(f"FROM {name}")))


def _taken(every: pl.DataFrame, places: pl.Series, merged: pl.DataFrame) -> pl.DataFrame:
    found = every[places].with_columns(places)
    known = found.update(merged, on="place") if merged.height else found
    absent = {name: dtype for name, dtype in INGESTED.dtypes.items() if name not in known.columns}
    return known.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in absent.items())
