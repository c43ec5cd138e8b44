"""How cells are typed: times, ids, lists and marks in the spellings that tools and spreadsheets give them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import polars as pl
import pytest
from hypothesis import given, settings

from tasks.formats import Format, formats
from tasks.reading import cells, dump, ingested_rows, paths
from tasks.reading.times import posted_at

ID = "366123456789012345"
FORMS = [
    "%Y-%m-%dT%H:%M:%SZ", "%a %b %d %H:%M:%S +0000 %Y", "%d %b %Y %H:%M:%S +0000", "%Y-%m-%d %H:%M:%S UTC",
    "%A, %d %B %Y %H:%M:%S GMT",
]  # fmt: skip
EPOCH = datetime(1991, 1, 1, tzinfo=UTC)
NOON = "2013-08-10T11:00:00"


modest = settings(max_examples=60, deadline=None)


def tweets(path: Path, text: str) -> list[dict[str, Any]]:
    path.write_text(text, encoding="utf-8", newline="")
    return pl.concat(part.tweets for part in dump.read(dump.File(path, path.name, None, "Europe/London", path.parent))).to_dicts()


@pytest.mark.parametrize(
    "written",
    [
        "2013-08-10T11:00:00Z", "2013-08-10T11:00:00.000Z", "2013-08-10T12:00:00+01:00", "2013-08-10T12:00:00+0100",
        "2013-08-10 12:00:00+01", "2013-08-10 11:00:00 UTC", "2013-08-10 12:00:00 BST", "2013-08-10 12:00", "2013/08/10 12:00:00",
        "Sat Aug 10 11:00:00 +0000 2013", "Sat, 10 Aug 2013 11:00:00 GMT", "Sat Aug 10 04:00:00 PDT 2013", "1376132400",
        "1376132400000", "1376132400.0", "41496.5", "10/08/2013 12:00", "10/08/2013 12:00:00 PM", "10.08.2013 12:00",
        "10-Aug-2013 12:00PM", "10 Aug 13 12:00", "Aug 10, 2013 12:00 PM", "August 10, 2013 12:00 PM",
        "Saturday, August 10, 2013 12:00 PM", "12:00 PM · Aug 10, 2013", "12:00 PM - 10 Aug 2013", "Aug 10, 2013 · 11:00 AM UTC",
        "'2013-08-10 12:00:00",
    ],
)  # fmt: skip
def test_an_instant_is_read_however_it_is_written(written: str) -> None:
    read = posted_at(pl.Series([written, None]), "Europe/London", month_first=False)
    assert [each and each.replace(tzinfo=None).isoformat() for each in read] == [NOON, None]


@pytest.mark.parametrize(
    ("written", "timezone", "hour"),
    [
        ("2013-08-10 12:00:00 CST", "Asia/Shanghai", 4), ("Sat Aug 10 12:00:00 CST 2013", "Asia/Shanghai", 4),
        ("2013-08-10 12:00:00 CST", "America/Chicago", 18), ("Sat Aug 10 12:00:00 CST 2013", "Europe/London", 18),
        ("2013-08-10 12:00:00 IST", "Asia/Kolkata", 6), ("2013-08-10 12:00:00 IST", "Europe/Dublin", 11),
        ("2013-08-10 12:00:00 IST", "Europe/London", None), ("2013-08-10 12:00:00 EDT", "America/New_York", 16),
    ],
)  # fmt: skip
def test_a_zone_s_short_name_is_the_study_s_or_one_that_means_the_same_to_all(
    written: str, timezone: str, hour: int | None
) -> None:
    (read,) = posted_at(pl.Series([written]), timezone, month_first=False)
    assert (read and read.hour) == hour


@modest
@given(st.integers(0, 3_000_000_000).map(lambda seconds: EPOCH + timedelta(seconds=seconds)), st.data())
def test_times_written_in_several_ways_in_one_column_are_all_read(at: datetime, chance: st.DataObject) -> None:
    drawn = chance.draw(st.lists(st.sampled_from(FORMS), min_size=1, max_size=60))
    written = pl.Series([at.strftime(form) for form in drawn])
    read = posted_at(written, "UTC", month_first=False)
    assert set(read) == {at}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (ID, ID), (f"'{ID}", ID), (f'="{ID}"', ID), (f"x{ID}", ID), (f" {ID}\u00a0", ID), (f"ID:{ID}", ID),
        (f"https://example.org/sock/status/{ID}?s=20", ID), (f"https://example.org/sock/statuses/{ID}/photo/1", ID),
        (f"tag:search.example.org,2005:{ID}", ID), ("7.0", "7"), ("12345.0", "12345"), (f"{ID}.0", None), ("3.66E+17", None),
        ("366,123,456", None), (f"{int(ID):,}", ID), (f"ID_{ID}", ID), (f"b'{ID}'", ID), (f"\u2068{ID}\u2069", ID),
         ("-1", None), ("NA", None), ("7.5", None),
    ],
)  # fmt: skip
def test_an_id_is_read_out_of_its_dress_and_never_from_what_lost_digits(tmp_path: Path, written: str, read: str | None) -> None:
    (tweet,) = tweets(tmp_path / "a.tsv", f"ID\tPosted at\tScreen name\tText\n{written}\t2013-08-10\tsock\tTea\n")
    assert tweet["tweet_id"] == read


@modest
@given(st.lists(st.integers(1, 10**15 - 1), min_size=1, max_size=20))
def test_a_short_id_is_the_same_as_a_number_and_as_a_float(ids: list[int]) -> None:
    for end in ("", ".0"):
        sources = pl.DataFrame({"line": range(len(ids)), "ID": [f"{id}{end}" for id in ids], "Text": ["Tea"] * len(ids)})
        assert ingested_rows.rows(sources, known("t-gem"), "UTC")["tweet_id"].to_list() == [str(id) for id in ids]


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("['Care', 'Tea']", ["care", "tea"]), ('["Care", "Tea"]', ["care", "tea"]), ('c("Care", "Tea")', ["care", "tea"]),
        ("['Care' 'Tea']", ["care", "tea"]), ("{'Care'}", ["care"]), ("#Care #Tea", ["care", "tea"]),
        ("Care; Tea", ["care", "tea"]),
        ("['Café', 'ñandú']", ["café", "ñandú"]), ("character(0)", None), ("list()", None), ("c(NA)", None), ("[]", None),
    ],
)  # fmt: skip
def test_a_list_is_read_however_it_is_written(tmp_path: Path, written: str, tags: list[str] | None) -> None:
    header = "status_id\tcreated_at\tscreen_name\ttext\thashtags\n"
    (tweet,) = tweets(tmp_path / "a.tsv", f"{header}1\t2013-08-10\tsock\tTea\t{written}\n")
    assert tweet["hashtags"] == tags


HELD = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@modest
@given(st.dictionaries(st.sampled_from(["name", "tags"]), HELD, min_size=1))
def test_a_cell_holds_the_same_whether_json_or_python_wrote_it(held: dict[str, Any]) -> None:
    for path, is_list in (("name", False), ("tags[].text", True)):
        read = [paths.cells(pl.Series([written]), {path: is_list})[path].to_list() for written in (json.dumps(held), repr(held))]
        assert read[0] == read[1]


@modest
@given(st.text(alphabet="[]{}'\"(),:datetime.1 \\", max_size=40))
def test_a_cell_that_is_neither_holds_nothing_and_breaks_nothing(words: str) -> None:
    paths.cells(pl.Series([words]), {"name": False})


def test_times_that_python_prints_in_a_cell_do_not_cost_the_rest() -> None:
    cell = "{'at': datetime.datetime(2010, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(0))), 'name': \"Odd's\"}"
    assert paths.cells(pl.Series([cell]), {"name": False})["name"].to_list() == ["Odd's"]


@pytest.mark.parametrize("hollow", [{}, {"id_str": None}, {"user": {}}, [], None])
def test_an_object_that_holds_nothing_marks_no_retweet(tmp_path: Path, hollow: Any) -> None:
    user = {"user": {"screen_name": "sock"}}
    told = [{"id_str": "1", "text": "Tea", **user, "retweeted_status": hollow}, {"id_str": "2", "text": "RT", **user}]
    told[1]["retweeted_status"] = {"id_str": "1"}
    found = tweets(tmp_path / "a.jsonl", "".join(json.dumps(each) + "\n" for each in told))
    assert [tweet["is_retweet"] for tweet in found] == [False, True]


def test_what_two_columns_hold_together_is_one_source() -> None:
    sources = pl.DataFrame({"line": [1, 2], "date": ["2013-08-10", ""], "time": ["10:15:00"] * 2, "timezone": ["+0100", None]})
    assert cells.opened(sources, known("twint"))["date + time + timezone"].to_list() == ["2013-08-10 10:15:00 +0100", None]


def known(id: str) -> Format:
    return next(each for each in formats() if each.id == id)


@pytest.mark.parametrize("held", ["[{'text': 'Care', 'indices': [0, 5]}]", '[{""tag"": ""Care""}]', "['Care']"])
def test_tags_that_are_objects_in_a_cell_are_what_they_are_called(held: str, tmp_path: Path) -> None:
    row = f"1,sock,tea,2013-08-10,\"{held}\",\"[{{'screen_name': 'odd_b', 'id': 7}}]\"\n"
    (tweet,) = tweets(tmp_path / "dump.csv", f"tweet_id,username,text,date,hashtags,mentions\n{row}")
    assert (tweet["hashtags"], tweet["other_handles"]) == (["care"], ["odd_b"])


def test_cells_that_say_the_same_are_read_once_and_stand_in_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str | None] = []
    once = paths._json
    monkeypatch.setattr(paths, "_json", lambda cell: read.append(cell) or once(cell))
    words = pl.Series(["{'name': 'a', 'tags': ['x', 'y']}", None, "{'name': 'b'}", "{'name': 'a', 'tags': ['x', 'y']}", None])
    found = paths.cells(words, {"name": False, "tags": True})
    assert found["name"].to_list() == ["a", None, "b", "a", None]
    assert found["tags"].to_list() == ["x\x1fy", None, None, "x\x1fy", None]
    assert len(read) == 3
