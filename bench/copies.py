"""How fast copies are told apart, in processor time: beside a bare DuckDB GROUP BY, as crowds grow, and in how much memory.

python bench/copies.py [TEXTS.parquet]     with a file, on the texts of its column `text` in place of invented ones
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
from invented_archive import Invented

from tasks.copies.ledger import MARKS, separate
from tasks.schema import ANONYMISED
from tasks.storage import parquet_sql

TWEETS, CROWDS = 300_000, (12_500, 25_000, 50_000, 100_000, 200_000)
# What fills a bucket: the same words around two that differ.
MOULDS = (
    "a new filing for {} was made today and all of its pages may now be read by the public of {}",
    "{} has checked in at the garden of {} and is now mayor of all the benches and ponds in it",
    "the weather station at {} measures wind and rain and the pressure that it measures is {} and steady",
)
BARE = "CREATE TABLE counted AS SELECT plain(text) AS plain, count(*) AS copies FROM tweets GROUP BY 1;"


def main(given: list[str]) -> None:
    """Prints rates, their ratios to the bare query, the scaling of crowds, and peak memory."""
    for label, texts in [("given", pl.read_parquet(given[0])["text"])] if given else invented():
        with tempfile.TemporaryDirectory() as name:
            tell(label, texts, Path(name))
    if not given:
        crowded()
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def invented() -> Iterator[tuple[str, pl.Series]]:
    """Texts of which few are alike, and an archive of which more than half are copies."""
    yield "distinct", Invented(TWEETS).said(TWEETS)
    yield "archive", Invented(TWEETS).tweets(0, TWEETS)["text"]


def templates(texts: int) -> pl.Series:
    """Texts cast in a few moulds, each with two words of its own."""
    made = Invented(texts)
    pairs = zip(made.drawn(made.words, texts), made.drawn(made.words, texts), strict=True)
    return pl.Series([MOULDS[row % len(MOULDS)].format(*pair) for row, pair in enumerate(pairs)])


def tell(label: str, texts: pl.Series, folder: Path) -> None:
    """Rates of one set of texts."""
    tweets = written(texts, folder)
    bare = seconds(
        lambda: parquet_sql.query(
            MARKS.read_text(encoding="utf-8") + BARE,
            {"tweets": tweets},
            {"counted": folder / "counted.parquet"},
            {"few_words": 5},
        )
    )
    without, whole = (seconds(lambda near=near: separate(tweets, folder, near, "merge")) for near in (None, 0.9))
    rates = [f"{len(texts) / took:,.0f}/s" for took in (whole, without, whole - without)]
    print(f"{label}, {len(texts):,} tweets: {rates[0]}, {whole / bare:.1f} times a bare GROUP BY of the normal form;")
    print(f"  without near-duplicates {rates[1]}, near-duplicates alone {rates[2]}")


def crowded() -> None:
    """What it costs as texts of three moulds come to be more."""
    for texts in CROWDS:
        with tempfile.TemporaryDirectory() as name:
            tweets = written(templates(texts), Path(name))
            took = seconds(lambda tweets=tweets, name=name: separate(tweets, Path(name), 0.9, "merge"))
        print(f"texts of three moulds, {texts:,}: {took:.1f} s, {1e6 * took / texts:.0f} µs each")


def written(texts: pl.Series, folder: Path) -> list[str]:
    """Texts as the anonymised table of a study."""
    rows = pl.int_range(len(texts), eager=True)
    columns = {"tweet_key": rows.hash(1).cast(pl.String).str.zfill(20), "sequence": rows, "text": texts}
    ANONYMISED.empty().clear(len(texts)).with_columns(**columns).write_parquet(folder / "anonymised.parquet")
    return [str(folder / "anonymised.parquet")]


def seconds(run: Callable[[], None]) -> float:
    """Processor time of one call."""
    start = time.process_time()
    run()
    return time.process_time() - start


if __name__ == "__main__":
    main(sys.argv[1:])
