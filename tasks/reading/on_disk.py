"""What a dump is read into, on disk: a file of tweets and one of what is set aside, written while the next parts are read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

from tasks.reading import doubts
from tasks.reading.batches import READ, ReadPart
from tasks.schema import SET_ASIDE

# Few, so that one is written while the next are read.
ROWS_A_GROUP = 25_000
TWEETS = pl.DataFrame(schema=READ)


@dataclass(frozen=True)
class Stored:
    """What was read: the files of both tables, and the tweets of each."""

    tweets: Sequence[str]
    set_aside: Sequence[str]
    rows: Sequence[int]

    @property
    def height(self) -> int:
        return sum(self.rows)


def write(parts: Iterable[ReadPart], to: Path) -> tuple[Stored, list[str]]:
    """Writes parts as one file a table; what of them is doubtful is told in sentences."""
    seen: list[ReadPart] = []
    rows = 0

    def tweets(*_: object) -> Iterator[pl.DataFrame]:
        nonlocal rows
        for part in parts:
            seen.append(replace(part, tweets=TWEETS))
            rows += part.tweets.height
            yield part.tweets

    paths = to / "tweets.parquet", to / "set_aside.parquet"
    source = register_io_source(tweets, schema=TWEETS.schema)
    source.sink_parquet(paths[0], compression="uncompressed", row_group_size=ROWS_A_GROUP, statistics=False)
    pl.concat([SET_ASIDE.empty(), *(part.set_aside for part in seen)]).write_parquet(paths[1])
    told = doubts.told(pl.concat([doubts.EMPTY, *(part.doubts for part in seen)]))
    return Stored([str(paths[0])], [str(paths[1])], [rows]), list(told)
