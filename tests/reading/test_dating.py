"""Times held against ids, zones by their names, and the order of day and month settled once a dump."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from tasks import ingest as stage
from tasks.reading import dating, doubts, dump
from tasks.reading.dump_files import find_dumps
from tasks.reading.times import posted_at
from tasks.storage import store

MORNING = datetime(2020, 1, 3, 9, 15, 30, tzinfo=UTC)


def id_at(instant: datetime) -> str:
    return str((int(instant.timestamp() * 1_000) - dating.FIRST_MILLISECOND) << dating.MILLISECONDS_FROM_BIT)


def table(path: Path, rows: list[tuple[str, str]]) -> dump.File:
    """Rows of id and time, in a format that says nothing of zones."""
    pl.DataFrame([(id, when, f"sock_{n}", f"tea {n}") for n, (id, when) in enumerate(rows)],
                 schema=["ID", "Posted at", "Screen name", "Text"], orient="row").write_csv(path)  # fmt: skip
    return dump.File(path, path.name, None, "Europe/London", path.parent)


def times(file: dump.File) -> list[datetime | None]:
    return [each and each.astimezone(UTC) for part in dump.read(file) for each in part.tweets["posted_at"]]


def test_an_id_tells_its_instant_and_one_from_before_tells_none() -> None:
    found = dating.instants_of(pl.Series([id_at(MORNING), "29700859", None]))
    assert found.to_list() == [MORNING, None, None]


@pytest.mark.parametrize(
    "written",
    ["2020-01-03 09:15:30", "2020-01-03 14:45:30", "2020-01-02 23:15:30", "01/03/2020 09:15:30", "03/01/2020 09:15",
     "1/3/2020 4:15 AM", "2020-01-03 14:45:30 IST", "2020-01-03 10:15:30 XYZT"],
)  # fmt: skip
def test_an_id_settles_zone_and_order_of_a_time_that_says_neither(tmp_path: Path, written: str) -> None:
    (found,) = times(table(tmp_path / "dump.csv", [(id_at(MORNING), written)]))
    assert found is not None
    assert found.replace(second=30) == MORNING


def test_a_zone_that_is_written_stands_whatever_the_id_tells_and_a_time_of_another_day_is_told(tmp_path: Path) -> None:
    rows = [(id_at(MORNING), "2020-01-03 10:15:30 +0000"), (id_at(MORNING + timedelta(seconds=1)), "2020-03-03 10:15:30 +0000")]
    file = table(tmp_path / "dump.csv", rows)
    assert times(file) == [MORNING.replace(hour=10), MORNING.replace(month=3, hour=10)]
    (part,) = dump.read(file)
    assert list(doubts.told(part.doubts)) == [
        "dump.csv: 1 of 2 times are of another day than their ids tell; check which columns hold them"
    ]


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("India Standard Time", 3), ("W. Europe Daylight Time", 8), ("Asia/Tokyo", 0), ("CEST", 7), ("BRT", 12),
     ("British Summer Time", 8), ("Eastern Daylight Time", 14), ("UTC+5:30", 3), ("GMT+01:00", 8), ("(UTC-3)", 12), ("gmt+0530", 3),
     ("GMT+10", 23)],
)  # fmt: skip
def test_a_zone_is_understood_by_its_name(zone: str, hour: int) -> None:
    (found,) = posted_at(pl.Series([f"2020-01-03 09:15:30 {zone}"]), "Europe/London", month_first=False)
    assert found.hour == hour


@pytest.mark.parametrize(
    "written",
    ["Fri Jan 3 10:15:30 GMT+01:00 2020", "3 Jan 2020 10:15 am UTC+1", "01/03/2020 10:15:30 AM GMT+1", "1/3/2020 2:45 PM UTC+5:30"],
)
def test_hours_from_greenwich_are_read_wherever_a_zone_may_stand(written: str) -> None:
    (found,) = posted_at(pl.Series([written]), "Asia/Tokyo", month_first=True)
    assert found.replace(second=30) == MORNING


def test_a_zone_that_means_several_or_nothing_is_told_and_no_time_is_read(tmp_path: Path) -> None:
    file = table(tmp_path / "dump.csv", [("1", "2020-01-03 09:15:30 IST"), ("2", "2020-01-03 09:15:30 Tea Time")])
    assert times(file) == [None, None]
    (part,) = dump.read(file)
    assert [sentence.partition(";")[0] for sentence in doubts.told(part.doubts)] == [
        "dump.csv: 2 times bear a zone that is unknown or means several"
    ]


@pytest.mark.parametrize("is_kept", [False, True])
def test_the_order_of_day_and_month_is_settled_once_for_all_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, is_kept: bool
) -> None:
    monkeypatch.setenv("HUSHTAG_DATA", str(tmp_path / "kept"))
    monkeypatch.setattr(stage, "get_run_logger", lambda: logging.getLogger(__name__))
    table(tmp_path / "a.csv", [(str(n), f"01/{n:02}/2020 10:00") for n in range(2, 9)])
    table(tmp_path / "b.csv", [(str(n), f"01/{n:02}/2020 10:00") for n in range(9, 16)])
    read = find_dumps([tmp_path / "a.csv", tmp_path / "b.csv"])
    if is_kept:
        read = [stage.read_dump.fn(each, None, "UTC") for each in read]  # type: ignore[misc]
    found = store.read(stage.ingest.fn(read, None, [], "2020-01-01", "2020-01-31", "UTC"), "tweets")
    assert found["posted_at"].dt.day().to_list() == list(range(2, 16))
    assert not caplog.records
    table(tmp_path / "c.csv", [(str(n), f"01/{n:02}/2020 10:00") for n in range(2, 9)])
    stage.ingest.fn(find_dumps([tmp_path / "c.csv"]), None, [], None, None, "UTC")
    assert "nothing tells the day from the month" in caplog.records[-1].getMessage()


def test_of_an_edited_tweet_the_last_edition_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSHTAG_DATA", str(tmp_path / "kept"))
    first, second = id_at(MORNING), id_at(MORNING + timedelta(seconds=9))
    line = '{{"id": "{}", "author_id": "7", "text": "{}", "edit_history_tweet_ids": [{}]}}\n'
    words = line.format(first, "tea, a long first edition", f'"{first}"')
    (tmp_path / "dump.jsonl").write_text(words + line.format(second, "milk", f'"{first}", "{second}"'), encoding="utf-8")
    monkeypatch.setattr(stage, "get_run_logger", lambda: logging.getLogger(__name__))
    out = stage.ingest.fn(find_dumps([tmp_path / "dump.jsonl"]), None, [], None, None, "UTC")
    assert store.read(out, "tweets")["text"].to_list() == ["milk"]
    assert store.read(out, "set_aside").select("line", "reason").rows() == [(1, "earlier edition")]
