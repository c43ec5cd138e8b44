"""A conversation of days is told by the hour of its own zone, a longer one by the day."""

import polars as pl

from tasks.pure.coding.times import hours, moments, theme_timeline
from tasks.schema import HOURS, THEME_TIMELINE

TIMES = ["2013-08-10T21:10:00Z", "2013-08-10T21:50:00Z", "2013-08-11T00:30:00Z", None]


def tables(times: list[str | None]) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    posted = pl.Series(times, dtype=pl.String).str.to_datetime(time_zone="UTC", time_unit="us")
    sequence = pl.int_range(len(times), eager=True).alias("sequence")
    ingested = pl.DataFrame({"sequence": sequence, "posted_at": posted})
    local = posted.dt.convert_time_zone("Europe/London").dt.date()
    keys = [f"k{number}" for number in range(len(times))]
    return ingested.lazy(), pl.DataFrame({"tweet_key": keys, "sequence": sequence, "posted_on": local}).lazy()


def test_hours_are_those_of_the_zone_and_empty_ones_stand_too() -> None:
    found = moments(*tables(TIMES), "Europe/London")
    table = hours(found, pl.Series(["k0", "k2", "k3"]))
    assert table.schema == HOURS.dtypes
    assert [(f"{hour:%d %H}", tweets, unique) for hour, tweets, unique in table.iter_rows()] == [
        ("10 22", 2, 1), ("10 23", 0, 0), ("11 00", 0, 0), ("11 01", 1, 1),
    ]  # fmt: skip


def test_many_days_and_dumps_without_a_time_of_day_have_no_hours() -> None:
    many = moments(*tables(["2013-08-10T21:10:00Z", "2013-08-15T21:10:00Z"]), "UTC")
    assert many.get_column("moment").dt.hour().to_list() == [0, 0]
    assert hours(many, pl.Series(["k0"])).is_empty()
    days = moments(*tables(["2013-08-10T00:00:00Z", "2013-08-11T00:00:00Z"]), "Europe/London")
    assert hours(days, pl.Series(["k0"])).is_empty()
    assert moments(*tables([None]), "UTC").is_empty()
    assert hours(moments(*tables([]), "UTC"), pl.Series(dtype=pl.String)).schema == HOURS.dtypes


def test_themes_are_counted_by_moment_in_their_own_order() -> None:
    found = moments(*tables(TIMES), "Europe/London")
    primaries = pl.DataFrame({"tweet_key": ["k0", "k1", "k2", "k3"], "theme": ["b", "a", "a", "a"], "place": [0, 1, 1, 1]})
    table = theme_timeline(found, primaries)
    assert table.schema == THEME_TIMELINE.dtypes
    assert table.select("theme", "tweets").rows() == [("b", 1), ("a", 1), ("a", 1)]
