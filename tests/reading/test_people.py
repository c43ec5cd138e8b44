"""Who wrote a tweet: handles out of their dress, names that can be names, and columns that name somebody else."""

import logging
from pathlib import Path

import polars as pl
import pytest

from tasks import ingest as stage
from tasks.reading import doubts, dump, people
from tasks.reading.dump_files import find_dumps
from tasks.storage import store

DRESSED = [
    "@sock_a", "＠sock_a", "/sock_a", "twitter.com/sock_a", "https://x.com/sock_a?lang=en", "https://example.org/#!/sock_a",
    "http://www.example.org/sock_a/", "https://mobile.example.org/sock_a/status/12", "<sock_a>", "'sock_a'", "Odd Sock (@sock_a)",
    "https://example.org/intent/user?screen_name=sock_a", "//x.com/@sock_a",
    '=HYPERLINK("https://x.com/sock_a","@sock_a")', '=hyperlink("https://x.com/sock_a"; "sock_a")', '=HYPERLINK("https://x.com/sock_a")',
]  # fmt: skip


@pytest.mark.parametrize("written", DRESSED)
def test_a_handle_is_read_out_of_its_dress(written: str) -> None:
    assert people.handles(pl.Series([written])).to_list() == ["sock_a"]


@pytest.mark.parametrize("written", ["1.2E+18", "['Care']", "2013-08-10 10:15:00", "https://example.org/x", "/sock/status/1"])
def test_what_names_nobody_is_no_name(written: str) -> None:
    assert people.names(pl.Series([written])).to_list() == [None]


@pytest.mark.parametrize("written", ["Quiet Kettle", "007", "[Odd] Sock", "a=b", "2 Spoons", "Ann-Lee (she/her)"])
def test_a_name_stays_as_it_is(written: str) -> None:
    assert people.names(pl.Series([written])).to_list() == [written]


def file(path: Path, rows: list[dict[str, object]], columns: dict[str, str] | None = None) -> dump.File:
    pl.DataFrame(rows).write_csv(path)
    return dump.File(path, path.name, columns, "UTC", path.parent)


def test_handles_in_lists_are_read_out_of_their_links(tmp_path: Path) -> None:
    tweet = {"id_str": 1, "from_user": "sock", "text": "tea", "created_at": "", "time": ""}
    links = {"in_reply_to_screen_name": "https://x.com/odd?s=20, /third_x"}
    (tagged,) = dump.read(file(tmp_path / "dump.csv", [tweet | links]))
    assert set(tagged.tweets["other_handles"][0]) == {"odd", "third_x"}


def test_a_column_of_handles_that_holds_none_is_told_and_its_words_are_names(tmp_path: Path) -> None:
    rows = [{"who": f"Odd Sock {n}", "what": f"tea {n}"} for n in range(4)]
    (part,) = dump.read(file(tmp_path / "dump.csv", rows, {"text": "what", "handle": "who"}))
    assert part.tweets["other_names"].to_list() == [[f"Odd Sock {n}"] for n in range(4)]
    (told,) = doubts.told(part.doubts)
    assert told == "dump.csv: 4 of 4 cells taken for handles are not formed as handles; check which column names the author"


def test_a_column_in_which_no_time_can_be_read_is_told(tmp_path: Path) -> None:
    rows = [{"what": f"tea {n}", "when": "teatime"} for n in range(4)]
    (part,) = dump.read(file(tmp_path / "dump.csv", rows, {"text": "what", "posted_at": "when"}))
    assert list(doubts.told(part.doubts)) == ["dump.csv: 4 of 4 times could not be read; those tweets have none"]


def test_whom_a_tweet_answers_is_not_guessed_to_be_its_author(tmp_path: Path) -> None:
    rows = [
        {"tweet_id": 366123456789012345 + n, "in_reply_to_screen_name": f"sock_{n}", "retweeted_user_name": f"Odd Sock {n}",
         "quoted_id": f"{n}.66E+17", "words": f"Tea comes {n} times before rest"}
        for n in range(9)
    ]  # fmt: skip
    assert dump.likely_columns(file(tmp_path / "dump.csv", rows)) == {"text": "words", "tweet_id": "tweet_id"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"handle": "in_reply_to_screen_name"}, "in_reply_to_screen_name is by its name not of the author"),
        ({"handle": "lang"}, "2 of 2 cells taken for handles are not formed as handles"),
        ({"display_name": "lang"}, "2 of 2 cells taken for display names hold none"),
        ({"profile_location": "When"}, "2 of 2 cells taken for places hold none"),
        ({"display_name": "number"}, "2 of 2 cells taken for display names hold none"),
    ],
)
def test_a_column_that_a_study_names_is_judged_by_its_name_and_by_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, said: dict[str, str], told: str
) -> None:
    monkeypatch.setenv("HUSHTAG_DATA", str(tmp_path / "kept"))
    monkeypatch.setattr(stage, "get_run_logger", lambda: logging.getLogger(__name__))
    head = "Message,When,in_reply_to_screen_name,lang,number"
    rows = "Tea first,2013-08-10 10:00,sock_1,en,3.66E+17\nThen rest,2013-08-10 10:01,,en,3.67E+17\n"
    (tmp_path / "dump.csv").write_text(f"{head}\n{rows}", encoding="utf-8")
    columns = {"text": "Message", "posted_at": "When", **said}
    tweets = store.read(stage.ingest.fn(find_dumps([tmp_path / "dump.csv"]), columns, [], None, None, "UTC"), "tweets")
    assert told in caplog.text
    assert tweets["other_handles"].to_list() == [["sock_1"] if "reply" in str(said) else None, None]
