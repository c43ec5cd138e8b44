"""Which tweets people code by hand: a seeded sample, stratified by primary heading, Uncoded included."""

import hashlib

import polars as pl

from tasks.errors import UsageError


def review_sample(tweets: pl.DataFrame, size: int, seed: int) -> pl.DataFrame:
    """A sample in which every heading with tweets has at least one, and beyond that its share.

    Rows: `size` of the tweets, or all where there are fewer, in an order drawn by the seed. Whether a tweet is drawn before
    another depends on the seed and its key alone, so a larger sample holds the smaller one's tweets of each heading.
    Raises: UsageError when the sample is too small for the headings.
    """
    strata = tweets.group_by("heading").len("tweets").sort("heading")
    if size < strata.height:
        raise UsageError(f"{size} tweets are too few for {strata.height} headings with tweets", "", "Ask for more.")
    drawn = pl.Series("drawn", [_drawn(seed, key) for key in tweets.get_column("tweet_key")], pl.String)
    ranked = tweets.with_columns(drawn).with_columns(pl.col("drawn").rank("ordinal").over("heading").alias("rank"))
    taken = ranked.join(_shares(strata, min(size, tweets.height)), on="heading").filter(
        pl.col("rank") <= pl.col("share")
    )
    return taken.sort("drawn").select(tweets.columns)


def sample_digest(tweets: pl.DataFrame) -> str:
    """What a sample holds, whatever its order: 64 hexadecimal digits over keys and words.

    White space counts as one blank, for office programs change line ends.
    """
    rows = sorted((key, " ".join((text or "").split())) for key, text in tweets.select("tweet_key", "text").iter_rows())
    return hashlib.sha256("".join(f"{key}\0{text}\0" for key, text in rows).encode("utf-8", "replace")).hexdigest()


def _shares(strata: pl.DataFrame, size: int) -> pl.DataFrame:
    """One each, and the rest by largest remainder; ties by heading, A to Z."""
    beyond = pl.col("tweets") - 1
    exact = beyond * (size - strata.height) / pl.max_horizontal(beyond.sum(), 1)
    shares = strata.with_columns(
        exact.floor().cast(pl.Int64).alias("whole"), (exact - exact.floor()).alias("remainder")
    )
    missing = size - strata.height - shares.get_column("whole").sum()
    place = pl.struct(-pl.col("remainder"), "heading").rank("ordinal")
    return shares.select("heading", (1 + pl.col("whole") + (place <= missing)).alias("share"))


def _drawn(seed: int, key: str) -> str:
    return hashlib.sha256(f"{seed}\0{key}".encode()).hexdigest()
