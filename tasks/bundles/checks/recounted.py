"""The tables of a bundle of profile team counted again, from its tweets and codes."""

from collections.abc import Callable, Sequence

import polars as pl

from tasks.bundles.checks.bundle import Bundle, Promise

UNCODED = "uncoded"


def _codes(bundle: Bundle) -> pl.DataFrame:
    return pl.read_parquet(bundle.folder / "codes.parquet", columns=["tweet_key", "heading", "is_primary"])


def _tweets(bundle: Bundle) -> pl.DataFrame:
    return pl.read_parquet(bundle.folder / "tweets.parquet", columns=["tweet_key", "month", "heading", "theme"])


def _differing(file: str, told: pl.DataFrame, counted: pl.DataFrame, on: Sequence[str], columns: Sequence[str]) -> list[str]:
    """Places of a table where a column is other than counted; rows are those of the file, its header not among them."""
    both = told.with_row_index("row", offset=1).join(counted, on=on, how="full", suffix="_counted", nulls_equal=True)
    both = both.sort("row", nulls_last=True)
    places = []
    for column in columns:
        wrong = both.filter(pl.col(column).ne_missing(pl.col(f"{column}_counted").fill_null(0)))
        places += [
            f"{file}, {f'row {row}' if row else 'a row that is missing'}, column {column}" for row in wrong["row"].to_list()
        ]
    return places


def _wrong_table1(bundle: Bundle) -> list[str]:
    primary = _codes(bundle).filter(pl.col("is_primary")).group_by("heading").len("tweets")
    named = bundle.headings.join(primary, on="heading", how="left").select(
        theme="theme_name", heading="heading_name", tweets=pl.col("tweets").fill_null(0).cast(pl.Int64)
    )  # fmt: skip
    return _differing("table1.csv", bundle.csv("table1"), named, ("theme", "heading"), ["tweets"])


def _wrong_overlap(bundle: Bundle) -> list[str]:
    themes = bundle.headings.filter(pl.col("theme") != UNCODED)
    coded = _codes(bundle).join(themes, on="heading").select("tweet_key", "theme_name", "theme_position").unique()
    pairs = coded.join(coded, on="tweet_key", suffix="_other").filter(
        pl.col("theme_position") <= pl.col("theme_position_other")
    )
    counted = pairs.group_by(theme="theme_name", other_theme="theme_name_other").len("tweets")
    told, counted = bundle.csv("overlap"), counted.with_columns(pl.col("tweets").cast(pl.Int64))
    return _differing("overlap.csv", told, counted, ("theme", "other_theme"), ["tweets"])


def _wrong_timeline(bundle: Bundle) -> list[str]:
    """The days are not released, the months are: their sums must agree."""
    month = pl.col("posted_on").cast(pl.String).str.slice(0, 7)
    told = bundle.csv("timeline").group_by(month=month).agg(pl.sum("unique_tweets")).filter(pl.col("unique_tweets") > 0)
    counted = _tweets(bundle).group_by("month").len("unique_tweets")
    both = told.join(counted, on="month", how="full", suffix="_counted", nulls_equal=True, coalesce=True)
    wrong = both.filter(pl.col("unique_tweets").ne_missing(pl.col("unique_tweets_counted").cast(pl.Int64)))
    return [f"timeline.csv, {each or 'days that are not known'}, column unique_tweets" for each in sorted(wrong["month"], key=str)]


def _wrong_codes(bundle: Bundle) -> list[str]:
    """Every tweet has one primary code, and it is the heading that stands beside the tweet, with that heading's theme."""
    primary = _codes(bundle).filter(pl.col("is_primary")).select("tweet_key", coded="heading")
    themes = bundle.headings.select("heading", its_theme="theme")
    rows = _tweets(bundle).with_row_index("row", offset=1)
    beside = rows.join(themes, on="heading", how="left").join(primary, on="tweet_key", how="left")
    twice = beside.height - rows.height
    unknown = primary.join(rows, on="tweet_key", how="anti").height
    columns = (("heading", "coded"), ("theme", "its_theme"))
    wrong = {
        column: beside.filter(pl.col(column).ne_missing(pl.col(other)))["row"].unique(maintain_order=True)
        for column, other in columns
    }
    places = [f"tweets.parquet, row {row}, column {column}" for column, found in wrong.items() for row in found]
    return places + ["codes.parquet, column is_primary: a tweet has two"] * twice + ["codes.parquet: a tweet unknown"] * unknown


def _promise(name: str, why: str, broken: Callable[[Bundle], list[str]]) -> Promise:
    """Codes that the codebook does not have are for the gate's own rule to tell."""

    def unless_unknown(bundle: Bundle) -> list[str]:
        unknown = _codes(bundle).join(bundle.headings, on="heading", how="anti").height
        return [] if unknown else broken(bundle)

    return Promise(name, why, unless_unknown)


COUNTED = "Anybody with the bundle can count again; a count that differs was changed by hand."
PROMISES = (
    _promise("every tweet stands under its primary code", "One that was moved counts for another heading.", _wrong_codes),
    _promise("Table 1 follows from the codes", COUNTED, _wrong_table1),
    _promise("the overlap follows from the codes", COUNTED, _wrong_overlap),
    _promise("the timeline follows from the tweets' months", COUNTED, _wrong_timeline),
)
