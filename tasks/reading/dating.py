"""Times held against the ids that tell them, and the order of day and month settled once for all of a dump."""

from collections.abc import Iterable, Mapping

import polars as pl

from tasks.schema import UTC

# Milliseconds since this instant are an id's upper bits, from November 2010 on.
FIRST_MILLISECOND, MILLISECONDS_FROM_BIT = 1_288_834_974_657, 22
FIRST_ID = 10**14
QUARTER = 15 * 60 * 1_000_000
A_SECOND = 1_000_000
FARTHEST_ZONE = 15 * 4 * QUARTER
A_DAY_OR_SO = 36 * 4 * QUARTER
# In what is read and not yet put in order: the other reading of a day and month, and whether a time shows the order.
DATED: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "posted_at": UTC, "posted_other": UTC, "is_other": pl.Boolean,
}  # fmt: skip
FILES = ("dump", "format")


def instants_of(ids: pl.Series) -> pl.Series:
    """When each id was given out; null for ids from before the platform put the time into them."""
    numbers = ids.cast(pl.Int64, strict=False)
    micros = (numbers // 2**MILLISECONDS_FROM_BIT + FIRST_MILLISECOND) * 1_000
    instants: pl.Series = micros.set((numbers < FIRST_ID).fill_null(True), None).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    return instants


def dated(times: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    """Times in the columns of `DATED`, with `is_zone_unknown` where one is given up for its zone, and `is_astray` where id and
    time tell of different days.

    A time without a zone that differs from its id's by whole quarters of an hour was written in another zone than it was
    read in, and is put right. A zone that is not understood leaves a time only where the id tells which one is meant.
    Rows: as given.
    """
    at, other, told = pl.col("at"), pl.col("other"), pl.col("told")
    held = times.lazy().with_columns(told=instants_of(ids))
    is_open = pl.col("is_local") | pl.col("is_unknown")
    first, second = _moved(at), _moved(other)
    near, other_near = _is_near(at), _is_near(other)
    takes_other = (first.is_null() & second.is_not_null()) | (first.is_null() & ~near & other_near).fill_null(False)
    takes_first = first.is_not_null() | (near & ~other_near).fill_null(False)
    is_settled = is_open & told.is_not_null() & (takes_first | takes_other)
    moved = pl.when(takes_other).then(pl.coalesce(second, other)).otherwise(pl.coalesce(first, at))
    read = pl.when(is_settled).then(moved).when(~pl.col("is_unknown").fill_null(False) | at.is_null()).then(at)
    return held.select(
        posted_at=read,
        posted_other=pl.when(~is_settled & read.is_not_null()).then(other),
        is_other=pl.when(is_settled & other.is_not_null()).then(takes_other).otherwise("is_other"),
        is_zone_unknown=pl.col("is_unknown").fill_null(False) & read.is_null(),
        is_astray=told.is_not_null() & read.is_not_null() & ((read - told).dt.total_microseconds().abs() > A_DAY_OR_SO),
    ).collect()


def orders(rows: Iterable[pl.LazyFrame]) -> pl.DataFrame:
    """The files whose days and months are to be read in the other order, and those in which nothing tells the order.

    What a file's own times show counts; where they show nothing, what the others of its format do.
    Rows: one a file with times of both readings, with `is_other` and `times`; null is_other where nothing tells.
    """
    counted = pl.concat(
        each.group_by(FILES).agg(
            is_so=pl.col("is_other").sum(), is_not=(~pl.col("is_other")).sum(), times=pl.col("posted_other").count()
        )
        for each in rows
    ).collect()
    files = counted.group_by(FILES).agg(pl.col("is_so", "is_not", "times").sum())
    so, against = (pl.when(pl.col("is_so") + pl.col("is_not") > 0).then(name).otherwise(pl.col(name).sum().over("format"))
                   for name in ("is_so", "is_not"))  # fmt: skip
    verdict = pl.when(so + against > 0).then(so > against)
    return files.select(*FILES, verdict.alias("is_other"), "times").filter(pl.col("times") > 0).sort(FILES)


def settled(tweets: pl.DataFrame, order: pl.DataFrame) -> pl.DataFrame:
    """Tweets with the times of files in the other order put right.

    Rows: as given.
    """
    other = order.filter("is_other").select(*FILES, is_turned=pl.lit(True))
    if other.is_empty():
        return tweets
    turned = tweets.join(other, on=FILES, how="left", maintain_order="left")
    at = pl.when(pl.col("is_turned") & pl.col("posted_other").is_not_null()).then("posted_other").otherwise("posted_at")
    return turned.with_columns(posted_at=at).drop("is_turned")


def undecided(order: pl.DataFrame) -> list[str]:
    """A sentence for each file in which nothing tells day from month."""
    rows = order.filter(pl.col("is_other").is_null()).iter_rows(named=True)
    return [
        f"{row['dump']}: in {row['times']:,} times nothing tells the day from the month; they are read as the format has it"
        for row in rows
    ]


def _moved(time: pl.Expr) -> pl.Expr:
    """A time moved by as many quarters of an hour as its id is away; null where it is away by something else."""
    away = (pl.col("told") - time).dt.total_microseconds()
    quarters = (away / QUARTER).round() * QUARTER
    rest = away - quarters
    # A time to the minute is up to a minute before its id.
    longest = pl.when(time.dt.second() == 0).then(61 * A_SECOND).otherwise(2 * A_SECOND)
    is_zone = rest.is_between(-2 * A_SECOND, longest) & (away.abs() <= FARTHEST_ZONE)
    return pl.when(is_zone).then(time + pl.duration(microseconds=quarters.cast(pl.Int64)))


def _is_near(time: pl.Expr) -> pl.Expr:
    return ((pl.col("told") - time).dt.total_microseconds().abs() <= A_DAY_OR_SO).fill_null(False)
