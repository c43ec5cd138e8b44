"""Tweets in one JSON value, in the shapes that libraries and databases give to records."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tasks.errors import DumpUnreadable
from tasks.reading import batches, dump, json_files
from tasks.reading.json_shapes import elements_of, is_shaped

TWEETS = [
    {"id": 366000000000000001, "username": "sock_a", "text": "Tea first #Care", "created_at": "2013-08-10 09:15:00"},
    {"id": 366000000000000002, "username": "odd_b", "text": "Then rest #Care", "created_at": "2013-08-10 09:16:00"},
]
ROWS = [("366000000000000001", "sock_a", "Tea first #Care"), ("366000000000000002", "odd_b", "Then rest #Care")]
ONE_VALUE: dict[str, Any] = {
    "columns of Pandas": {name: {str(place): tweet[name] for place, tweet in enumerate(TWEETS)} for name in TWEETS[0]},
    "rows of Pandas": {"columns": [*TWEETS[0]], "index": [0, 1], "data": [[*tweet.values()] for tweet in TWEETS]},
    "a table of Pandas": {"schema": {"fields": []}, "data": TWEETS},
    "by number": {str(place): tweet for place, tweet in enumerate(TWEETS)},
    "under a key": {"count": 2, "tweets": TWEETS},
    "answers of a search engine": {"took": 1, "hits": {"total": 2, "hits": [{"_id": "x", "_source": tweet} for tweet in TWEETS]}},
}
SERVED = [
    {"rest_id": str(tweet["id"]), "core": {"user_results": {"result": {"core": {"screen_name": tweet["username"]}}}},
     "legacy": {"full_text": tweet["text"], "created_at": "Sat Aug 10 09:15:00 +0000 2013"}}
    for tweet in TWEETS
]  # fmt: skip
ENTRIES = [{"entryId": "tweet", "content": {"itemContent": {"tweet_results": {"result": each}}}} for each in SERVED]
ONE_VALUE["an answer of the web page's service"] = {
    "data": {"search": {"timeline": {"instructions": [{"type": "Clear"}, {"type": "TimelineAddEntries", "entries": ENTRIES}]}}}
}
LINES = {
    "answers of the web page's service": [json.dumps({"tweet_results": {"result": each}}) for each in SERVED],
    "exported of a search engine": [json.dumps({"_index": "care", "_source": tweet}) for tweet in TWEETS],
    "JSON of JSON": [json.dumps(json.dumps(tweet)) for tweet in TWEETS],
    "as Python prints them": [repr(tweet) for tweet in TWEETS],
    "pages": [json.dumps({"results": [tweet], "next": "x"}) for tweet in TWEETS],
    "exported of MongoDB": [
        json.dumps(tweet | {"_id": {"$oid": "5"}, "id": {"$numberLong": str(tweet["id"])}}) for tweet in TWEETS
    ],
}
MANY = pytest.mark.parametrize("many", [0, 1 << 20])


def read(path: Path) -> pl.DataFrame:
    return pl.concat(part.tweets for part in dump.read(batches.File(path, path.name, None, "UTC", path.parent)))


@MANY
@pytest.mark.parametrize("shape", ONE_VALUE)
@pytest.mark.parametrize("indent", [None, 1])
def test_tweets_are_read_from_one_value(
    shape: str, indent: int | None, many: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_files, "MANY", many)
    (tmp_path / "dump.json").write_text(json.dumps(ONE_VALUE[shape], indent=indent), encoding="utf-8")
    tweets = read(tmp_path / "dump.json")
    assert tweets.select("tweet_id", "handle", "text").rows() == ROWS
    assert tweets["posted_at"].null_count() == 0


@MANY
@pytest.mark.parametrize("shape", LINES)
def test_tweets_are_read_from_lines(shape: str, many: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_files, "MANY", many)
    (tmp_path / "dump.json").write_text("\n".join(LINES[shape]), encoding="utf-8")
    assert read(tmp_path / "dump.json").select("tweet_id", "handle", "text").rows() == ROWS


def test_tweets_one_behind_the_other_are_read(tmp_path: Path) -> None:
    (tmp_path / "dump.json").write_text("".join(map(json.dumps, TWEETS)), encoding="utf-8")
    assert read(tmp_path / "dump.json")["text"].len() == 2


@MANY
def test_a_date_of_a_database_is_a_time(many: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_files, "MANY", many)
    for date in ("2013-08-10T09:15:00Z", {"$numberLong": "1376126100000"}):
        (tmp_path / "dump.json").write_text(json.dumps(TWEETS[0] | {"created_at": {"$date": date}}) + "\n", encoding="utf-8")
        assert f"{read(tmp_path / 'dump.json')['posted_at'][0]:%Y-%m-%d %H:%M}" == "2013-08-10 09:15"


@pytest.mark.parametrize(
    "value",
    [
        TWEETS[0], TWEETS[0] | {"media": [{"url": "x"}]}, {"data": [{"id": "1", "text": "Tea"}], "meta": {}}, {"a": 1}, 7, None,
        {"data": [{"id": "1", "text": "Tea", "author_id": "7"}]}, {"users": [{"id": "7"}], "tweets": [{"id": "1", "text": "Tea"}]},
        {"tweet": {"full_text": "Tea", "id_str": "1"}}, {"item_id": "1", "data": {"legacy": {}}},
    ],
)  # fmt: skip
def test_a_tweet_a_page_and_what_pages_include_stay_what_they_are(value: Any) -> None:
    assert elements_of(value) == [value]
    assert not is_shaped(value)


@pytest.mark.parametrize(
    "record", [{"retweetedTweet": TWEETS[0]}, {"quoted_status": TWEETS[0]}, {"message": "So true", "of": TWEETS[0]}]
)
def test_a_tweet_within_another_is_not_taken_for_it(record: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "dump.json").write_text(json.dumps({"when": "2013-08-10"} | record) + "\n", encoding="utf-8")
    with pytest.raises(DumpUnreadable, match="no format that is known"):
        read(tmp_path / "dump.json")
