"""Ingest: nothing is lost, nothing counted twice, and the sums hold, however a dump is cut, shuffled or repeated."""

import json
import logging
import random
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks import ingest as stage
from tasks.errors import DumpUnreadable, UsageError
from tasks.pure.ingest.reasons import REASONS
from tasks.reading import dump_files, order
from tasks.reading import json_files as reading
from tasks.reading.dump_files import are_large, find_dumps
from tasks.storage import store
from tasks.storage.store import Receipt

FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSHTAG_DATA", str(tmp_path / "kept"))
    monkeypatch.setattr(stage, "get_run_logger", lambda: logging.getLogger(__name__))


def read(*paths: Path) -> list[Receipt]:
    return [stage.read_dump.fn(dump, None, "Europe/London") for dump in find_dumps(paths)]


def run(*paths: Path, tags: tuple[str, ...] = (), since: str | None = None, until: str | None = None) -> pl.DataFrame:
    """The tweets kept, once the sums are found to hold."""
    receipts = read(*paths)
    records = sum(receipt.rows["tweets"] + receipt.rows["set_aside"] for receipt in receipts)
    asked = (None, list(tags), since, until, "Europe/London")
    out = stage.ingest.fn(receipts, *asked)
    assert out == stage.ingest.fn(find_dumps(paths), *asked)
    tweets, aside = store.read(out, "tweets"), store.read(out, "set_aside")
    assert records == tweets.height + aside.height
    assert set(aside["reason"]) <= set(REASONS)
    assert tweets["sequence"].to_list() == list(range(tweets.height))
    return tweets


def tweet(number: int, text: str = "", **more: Any) -> dict[str, Any]:
    user = {"screen_name": f"sock_{number % 3}", "name": "Odd Sock"}
    when = f"Sat Aug 10 09:{number % 60:02}:00 +0000 2013"
    return {"id_str": str(1000 + number), "text": text or f"tea {number}", "created_at": when, "user": user} | more


def written(path: Path, tweets: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(each) + "\n" for each in tweets), encoding="utf-8")
    return path


def content(tweets: pl.DataFrame) -> list[Any]:
    return sorted(tweets.drop("sequence", "dump", "line").rows(), key=repr)


@FEW
@given(numbers=st.lists(st.integers(0, 20), min_size=1, max_size=40), cut=st.integers(0, 40), seed=st.integers(0, 99))
def test_a_dump_shuffled_or_split_gives_the_same_tweets(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int], cut: int, seed: int
) -> None:
    tmp_path = tmp_path_factory.mktemp("dumps")
    tweets = [tweet(number) for number in numbers]
    shuffled = random.Random(seed).sample(tweets, len(tweets))  # noqa: S311
    whole = run(written(tmp_path / "whole.jsonl", tweets))
    parts = [part for part in (shuffled[:cut], shuffled[cut:]) if part]
    split = run(*(written(tmp_path / f"part{place}.jsonl", part) for place, part in enumerate(parts)))
    assert content(whole) == content(split)
    assert whole.height == len(set(numbers))


@FEW
@given(texts=st.lists(st.sampled_from(["tea", "milk", "tea, please"]), min_size=1, max_size=12))
def test_a_dump_without_ids_given_twice_adds_nothing_and_loses_nothing(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    tmp_path = tmp_path_factory.mktemp("dumps")
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text("text,from_user,id_str,created_at,time\n" + "".join(f'"{text}",,,,\n' for text in texts))
    assert Counter(run(tmp_path / "one.csv", tmp_path / "two.csv")["text"]) == Counter(texts)


@FEW
@given(numbers=st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_the_same_dump_given_twice_adds_nothing(tmp_path_factory: pytest.TempPathFactory, numbers: list[int]) -> None:
    tmp_path = tmp_path_factory.mktemp("dumps")
    once = run(written(tmp_path / "a.jsonl", [tweet(number) for number in numbers]))
    again = run(tmp_path / "a.jsonl", written(tmp_path / "b.jsonl", [tweet(number) for number in numbers]))
    assert content(once) == content(again)


ALL = (None, [], None, None, "UTC")
LINES = [json.dumps({"id_str": "1", "text": "tea", "user": {"screen_name": "sock"}}), '{"cut": ', "7", "", "  ", "[]x", '{"a": 1}']


@FEW
@given(lines=st.lists(st.sampled_from(LINES), max_size=12), many=st.sampled_from([0, 1 << 20]))
def test_every_line_is_a_tweet_or_set_aside(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, lines: list[str], many: int
) -> None:
    monkeypatch.setattr(reading, "MANY", many)
    path = tmp_path_factory.mktemp("dumps") / "dump.jsonl"
    path.write_text("\n".join([LINES[0], *lines]))
    (receipt,) = read(path)
    tweets, aside = store.read(receipt, "tweets"), store.read(receipt, "set_aside")
    assert sorted([*tweets["line"], *aside["line"]]) == [1, *(n for n, line in enumerate(lines, 2) if line.strip())]
    assert tweets.height == 1 + lines.count(LINES[0])


ROWS = [
    "1,2014-04-03 20:49:29 +0000,sock,tea", '2,,sock,"tea\n\nand milk"', "3,short", '4,,sock,"too",long',
    '5,,sock,"never closed', "",
]


@FEW
@given(rows=st.lists(st.sampled_from(ROWS), max_size=8))
def test_every_row_is_a_tweet_or_set_aside(tmp_path_factory: pytest.TempPathFactory, rows: list[str]) -> None:
    path = tmp_path_factory.mktemp("dumps") / "dump.csv"
    path.write_text("\n".join(["ID,Posted at,Screen name,Text", ROWS[0], *rows]) + "\n")
    (receipt,) = read(path)
    aside = Counter(store.read(receipt, "set_aside")["reason"])
    assert receipt.rows["tweets"] >= 1
    if ROWS[4] not in rows:
        assert receipt.rows["tweets"] == 1 + rows.count(ROWS[0]) + rows.count(ROWS[1])
        assert aside == Counter(
            {"fewer fields than the header": rows.count(ROWS[2]), "more fields than the header": rows.count(ROWS[3])}
        ) + Counter()
    else:
        assert aside["quotation that never ends"] + aside["fewer fields than the header"] > 0


@FEW
@given(first=st.sets(st.integers(0, 20), min_size=1), second=st.sets(st.integers(0, 20), min_size=1))
def test_adding_a_dump_never_loses_a_tweet(
    tmp_path_factory: pytest.TempPathFactory, first: set[int], second: set[int]
) -> None:
    tmp_path = tmp_path_factory.mktemp("dumps")
    one = written(tmp_path / "one.jsonl", [tweet(number) for number in sorted(first)])
    two = written(tmp_path / "two.jsonl", [tweet(number) for number in sorted(second)])
    assert set(run(one)["tweet_id"]) <= set(run(one, two)["tweet_id"])


def test_of_one_tweet_the_longest_text_is_kept_with_what_the_others_add(tmp_path: Path) -> None:
    retweeted = {"retweeted_status": {"id_str": "7", "text": "tea for two"}}
    short = written(tmp_path / "a.jsonl", [tweet(1, "RT @x: tea fo…", **retweeted)])
    long = written(tmp_path / "b.jsonl", [tweet(1, "RT @x: tea for two and more", lang="en")])
    (kept,) = run(short, long).to_dicts()
    assert (kept["text"], kept["is_retweet"], kept["retweet_of_id"], kept["lang"]) == (
        "RT @x: tea for two and more", True, "7", "en",
    )


def test_a_number_of_more_than_64_bits_is_no_id(tmp_path: Path) -> None:
    tweets = [tweet(1), tweet(2) | {"id_str": "9" * 20}, tweet(3) | {"id_str": str(2**64 - 1)}, tweet(4) | {"id_str": "x1"}]
    assert run(written(tmp_path / "dump.jsonl", tweets))["tweet_id"].to_list() == ["1001", None, str(2**64 - 1), "1"]


def test_a_hashtag_counts_from_text_entities_and_the_retweeted_tweet_in_any_case(tmp_path: Path) -> None:
    tagged = [
        tweet(1, "all is well #CARE"),
        tweet(2, "cut off #ca…", entities={"hashtags": [{"text": "Care"}]}),
        tweet(3, "RT @x: cut…", retweeted_status={"id_str": "7", "text": "long ago #care!"}),
    ]
    others = [tweet(4, "#careful"), tweet(5, "care")]
    kept = run(written(tmp_path / "dump.jsonl", [*tagged, *others]), tags=("care",))
    assert kept["tweet_id"].to_list() == ["1001", "1002", "1003"]


def test_the_window_is_of_whole_days_in_the_study_s_time_zone(tmp_path: Path) -> None:
    times = ["Fri Aug 09 22:59:59 +0000 2013", "Fri Aug 09 23:00:00 +0000 2013", "Sun Aug 11 22:59:59 +0000 2013",
             "Sun Aug 11 23:00:00 +0000 2013"]  # fmt: skip
    tweets = [tweet(number, created_at=when) for number, when in enumerate(times)]
    kept = run(written(tmp_path / "dump.jsonl", tweets), since="2013-08-10", until="2013-08-11")
    assert kept["tweet_id"].to_list() == ["1001", "1002"]


def test_many_small_files_are_read_in_few_tasks(tmp_path: Path) -> None:
    for number in range(600):
        written(tmp_path / "many" / f"{number}.jsonl", [tweet(number)])
    assert len(find_dumps([tmp_path / "many"])) == 2
    assert run(tmp_path / "many").height == 600


@pytest.mark.parametrize("name", ["-", "150-", "9999"])
def test_a_small_file_that_is_added_regroups_its_neighbours_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(dump_files, "FILES_A_DUMP", 10)
    for number in range(300):
        written(tmp_path / "many" / f"{number:03}.jsonl", [tweet(number)])
    before = find_dumps([tmp_path / "many"])
    written(tmp_path / "many" / f"{name}.jsonl", [tweet(300)])
    after = find_dumps([tmp_path / "many"])
    assert [file.name for dump in after for file in dump.files] == sorted(file.name for dump in after for file in dump.files)
    assert 30 <= len(before) <= 60
    assert len([dump for dump in after if dump not in before]) <= 6


def test_files_without_tweets_stop_a_run_only_where_they_are_named(tmp_path: Path) -> None:
    written(tmp_path / "all" / "a.jsonl", [tweet(1)])
    users = written(tmp_path / "all" / "b.jsonl", [{"username": "x"}, {"username": "y"}])
    assert run(tmp_path / "all").height == 1
    with pytest.raises(DumpUnreadable, match=r"b\.jsonl"):
        run(users)
    (tmp_path / "all" / "a.jsonl").unlink()
    with pytest.raises(DumpUnreadable, match="no file of the dump holds a tweet"):
        run(tmp_path / "all")


UNKNOWN = "who,when,words\n" + "".join(f"sock_{n},2013-08-10 10:{n:02},tea comes {n} times before rest\n" for n in range(9))


def test_a_file_among_others_that_may_hold_tweets_stops_a_run_unless_it_is_left_out(tmp_path: Path) -> None:
    written(tmp_path / "all" / "a.jsonl", [tweet(1)])
    (tmp_path / "all" / "b.csv").write_text(UNKNOWN, encoding="utf-8")
    with pytest.raises(DumpUnreadable, match=r'b\.csv: .*\(10 records\).*text = "words".*leave_out = \["b\.csv"\]'):
        run(tmp_path / "all")
    out = stage.ingest.fn(find_dumps([tmp_path / "all"], ["b.*"]), *ALL)
    assert store.read(out, "tweets").height == 1
    assert Counter(store.read(out, "set_aside")["reason"]) == {"left out by the study": 10}


def test_all_files_that_cannot_be_read_are_named_at_once_with_their_records(tmp_path: Path) -> None:
    written(tmp_path / "a.jsonl", [tweet(1)])
    for name, rows in (("b b", 3), ("c", 4)):
        lines = (f"odd words of row {n},2013-08-10 10:0{n}\n" for n in range(rows))
        (tmp_path / f"{name}.csv").write_text("words,when\n" + "".join(lines), encoding="utf-8")
    written(tmp_path / "d.jsonl", [{"name": "sock", "followers": 3}])
    with pytest.raises(DumpUnreadable) as refusal:
        stage.ingest.fn(find_dumps([tmp_path]), None, [], None, None, "UTC")
    told = str(refusal.value)
    assert "b b.csv (4 records), c.csv (5 records)" in told
    assert "--leave-out 'b b.csv' c.csv" in told
    assert 'leave_out = ["b b.csv", "c.csv"]' in told
    assert "d.jsonl" not in told


def test_a_study_may_say_of_each_file_what_its_columns_mean(tmp_path: Path) -> None:
    written(tmp_path / "all" / "a.jsonl", [tweet(1)])
    (tmp_path / "all" / "b.csv").write_text(UNKNOWN, encoding="utf-8")
    (tmp_path / "all" / "c.csv").write_text("a,b\nmore\\ntea,1\n", encoding="utf-8")
    columns = {"b.*": {"text": "words", "handle": "who"}, "c.csv": {"text": "a", "is_escaped": True}}
    out = stage.ingest.fn(find_dumps([tmp_path / "all"]), columns, *ALL[1:])
    tweets = store.read(out, "tweets")
    assert Counter(tweets["dump"]) == {"a.jsonl": 1, "b.csv": 9, "c.csv": 1}
    assert tweets.filter(pl.col("dump") == "c.csv")["text"].to_list() == ["more\ntea"]


def test_a_hashtag_that_never_occurs_is_said_with_the_counts(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="2 without the hashtag"):
        run(written(tmp_path / "dump.jsonl", [tweet(1), tweet(2)]), tags=("never",))


def test_a_dump_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "dump.jsonl", [tweet(1)])
    (dump,) = find_dumps([path])
    written(path, [tweet(1), tweet(2)])
    with pytest.raises(DumpUnreadable, match="changed while it was read"):
        stage.read_dump.fn(dump, None, "UTC")
    with pytest.raises(DumpUnreadable, match="changed while it was read"):
        stage.ingest.fn([dump], *ALL)


def test_a_dump_that_goes_away_before_it_is_read_is_told_of(tmp_path: Path) -> None:
    path = written(tmp_path / "dump.jsonl", [tweet(1)])
    found = find_dumps([path])
    path.unlink()
    assert not are_large(found)
    with pytest.raises(DumpUnreadable, match=r"dump\.jsonl: cannot be read"):
        stage.ingest.fn(found, *ALL)


def test_a_path_that_names_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DumpUnreadable, match="no such file"):
        find_dumps([tmp_path / "none.csv"])


def test_a_large_dump_is_handed_on_in_parts_with_one_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "ROWS_A_PART", 4)
    path = written(tmp_path / "dump.jsonl", [tweet(number % 10) for number in range(11)])
    out = stage.ingest.fn(read(path), *ALL)
    assert [receipt.rows for receipt in out] == [
        {"set_aside": 1, "tweets": 4}, {"set_aside": 0, "tweets": 4}, {"set_aside": 0, "tweets": 2},
    ]


def test_tweets_are_put_in_order_the_same_in_many_runs_as_in_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = random.Random(1).sample(range(20), 20)  # noqa: S311
    halves = {part: [tweet(n % 17, f"tea {n} {part}") for n in numbers[at::2]] for at, part in enumerate("ab")}
    paths = [written(tmp_path / f"{part}.jsonl", tweets) for part, tweets in halves.items()]
    monkeypatch.setattr(order, "ROWS_A_PART", 5)
    at_once = stage.ingest.fn(find_dumps(paths), *ALL)
    for name, rows in (("ROWS_A_RUN", 4), ("ROWS_A_GROUP", 2)):
        monkeypatch.setattr(order, name, rows)
    assert stage.ingest.fn(read(*paths), *ALL) == stage.ingest.fn(find_dumps(paths), *ALL) == at_once
    assert not list((store.root() / "ingested").glob(".aside-*"))
