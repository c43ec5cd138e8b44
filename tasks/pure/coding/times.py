"""When a conversation was held: by the hour where it lasted days, and its themes over time."""

from datetime import time

import polars as pl

MOST_DAYS = 4
"""A conversation of no more days is told by the hour."""


def moments(ingested: pl.LazyFrame, anonymised: pl.LazyFrame, timezone: str) -> pl.DataFrame:
    """The moment of each tweet in the study's zone: its hour where all tweets lie within MOST_DAYS days, else its day.

    Rows: one a tweet with a time. Columns: tweet_key, moment (without a zone). A dump that tells days alone has no hours.
    """
    days = anonymised.select(
        pl.col("posted_on").min().alias("first"), pl.col("posted_on").max().alias("last")
    ).collect()
    first, last = days.row(0)
    dated = anonymised.filter(pl.col("posted_on").is_not_null())
    if first is None or (last - first).days >= MOST_DAYS:
        return dated.select("tweet_key", moment=pl.col("posted_on").cast(pl.Datetime("us"))).collect()
    local = pl.col("posted_at").dt.convert_time_zone(timezone).dt.replace_time_zone(None)
    times = ingested.filter(pl.col("posted_at").is_not_null()).select(
        "sequence", "posted_at", hour=local.dt.truncate("1h")
    )
    found = (
        dated.join(times, on="sequence", how="inner").select("tweet_key", "posted_on", "posted_at", "hour").collect()
    )
    times_of_day = found.get_column("posted_at").dt.time()
    has_hours = times_of_day.n_unique() > 1 or bool((times_of_day != time(0)).any())
    moment = pl.col("hour") if has_hours else pl.col("posted_on").cast(pl.Datetime("us"))
    return found.select("tweet_key", moment=moment)


def hours(moments: pl.DataFrame, kept: pl.Series) -> pl.DataFrame:
    """Tweets by the hour; `kept` are the keys of the distinct texts.

    Rows: every hour between the first and the last, empty ones too; none where moments are days. Columns: hour, tweets (with
    copies), unique_tweets.
    """
    if not moments.height or not (moments.get_column("moment").dt.hour() != 0).any():
        return pl.DataFrame(schema=_HOURS)
    counted = moments.group_by(hour="moment").agg(
        tweets=pl.len(), unique_tweets=pl.col("tweet_key").is_in(kept.implode()).sum()
    )
    first, last = counted.select(pl.col("hour").min(), last=pl.col("hour").max()).row(0)
    every = pl.datetime_range(first, last, "1h", eager=True)
    table = every.alias("hour").to_frame().join(counted, on="hour", how="left", maintain_order="left")
    return table.with_columns(pl.col("tweets", "unique_tweets").fill_null(0).cast(pl.Int64))


def theme_timeline(moments: pl.DataFrame, primaries: pl.DataFrame) -> pl.DataFrame:
    """Distinct texts of each theme over time; `primaries` has tweet_key and the theme's name and place.

    Rows: one a moment and theme with a text, by moment, then in the order of themes. Columns: moment, theme, tweets.
    """
    both = primaries.join(moments, on="tweet_key", how="inner")
    counted = both.group_by("moment", "theme", "place").agg(tweets=pl.len().cast(pl.Int64))
    return counted.sort("moment", "place").select("moment", "theme", "tweets")


_HOURS = pl.Schema({"hour": pl.Datetime("us"), "tweets": pl.Int64(), "unique_tweets": pl.Int64()})
