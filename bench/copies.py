"""Prints how fast copies are told apart beside a bare DuckDB GROUP BY of the normalised text, in the same run."""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from tasks.copies.ledger import MARKS, separate
from tasks.schema import ANONYMISED
from tasks.storage import store

TWEETS, DISTINCT, SEED = 300_000, 60_000, 1
BARE = "CREATE TABLE counted AS SELECT plain(text) AS plain, count(*) AS copies FROM tweets GROUP BY 1;"
WAYS = (
    "{}",
    "{}",
    "RT [USER]: {}",
    "RT [USER]: {:.90}…",
    "{} #thanks [LINK]",
    "so true RT [USER]: {}",
    "{} via [USER]",
)


def invented(tweets: int) -> pl.DataFrame:
    """Tweets of invented words, four in five of them copies of some kind."""
    chance = random.Random(SEED)  # noqa: S311 (invented words, no secret)
    words = ["".join(chance.choices("abcdefghiklmnoprstu", k=chance.randint(2, 9))) for _ in range(8_000)]
    said = [" ".join(chance.choices(words, k=chance.randint(6, 18))) for _ in range(DISTINCT)]
    texts = [chance.choice(WAYS).format(chance.choice(said)) for _ in range(tweets)]
    rows = pl.int_range(tweets, eager=True)
    columns = {"tweet_key": rows.cast(pl.String).str.zfill(16), "sequence": rows, "text": pl.Series(texts)}
    return ANONYMISED.empty().clear(tweets).with_columns(**columns)


def seconds(run: Callable[[], None]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        invented(TWEETS).write_parquet(folder / "anonymised.parquet")
        tweets = [str(folder / "anonymised.parquet")]
        parameters = {"few_words": 5}
        bare = seconds(
            lambda: store.query(
                MARKS.read_text(encoding="utf-8") + BARE, {"tweets": tweets}, {"counted": folder / "counted.parquet"}, parameters
            )
        )
        print(f"bare GROUP BY of the normalised text: {TWEETS / bare:,.0f} tweets/s")
        for label, near in (("all kinds but near-duplicates", None), ("all kinds", 0.9)):
            took = seconds(lambda near=near: separate(tweets, folder, near, "merge"))
            print(f"{label}: {TWEETS / took:,.0f} tweets/s, {took / bare:.1f} times the bare query")


if __name__ == "__main__":
    main()
