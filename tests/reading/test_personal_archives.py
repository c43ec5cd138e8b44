"""A personal archive's tweets are its owner's, and its long tweets are whole, unpacked or in its zip."""

import json
import logging
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tasks import ingest as stage
from tasks.reading.dump_files import find_dumps
from tasks.storage import store
from tasks.storage.digests import file_sha256

ACCOUNT = {"account": {"username": "sock", "accountId": "7", "accountDisplayName": "Odd Sock"}}
LONG = "The kettle of the ward sang & hissed on and on. " * 8 + "Nobody came. #Care"
CUT = LONG[:270].replace("&", "&amp;") + "…"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSHTAG_DATA", str(tmp_path / "kept"))
    monkeypatch.setattr(stage, "get_run_logger", lambda: logging.getLogger(__name__))


def archive(folder: Path, **files: list[dict[str, Any]]) -> Path:
    """The files of an archive, by the names of their variables."""
    folder.mkdir(parents=True)
    for name, held in files.items():
        (folder / f"{name.replace('_', '-')}.js").write_text(f"window.YTD.{name}.part0 = {json.dumps(held)}", encoding="utf-8")
    return folder


def tweet(text: str, number: int = 1) -> dict[str, Any]:
    return {"tweet": {"id_str": str(number), "created_at": f"Tue Apr 01 10:{number:02}:00 +0000 2023", "full_text": text}}


def note(text: str, minute: int = 1) -> dict[str, Any]:
    return {"noteTweet": {"createdAt": f"2023-04-01T10:{minute:02}:00.000Z", "core": {"text": text, "hashtags": []}}}


def read(path: Path, tags: tuple[str, ...] = ()) -> pl.DataFrame:
    return store.read(stage.ingest.fn(find_dumps([path]), None, tags, None, None, "UTC"), "tweets")


@pytest.mark.parametrize("named", ["data", "data/tweets.js", "whole.zip"])
def test_an_archive_s_tweets_are_its_owner_s_and_long_ones_are_whole(tmp_path: Path, named: str) -> None:
    folder = archive(tmp_path / "data", account=[ACCOUNT], tweets=[tweet(CUT)], note_tweet=[note(LONG)])
    other = archive(tmp_path / "other", account=[{"account": {"username": "nobody"}}])
    with zipfile.ZipFile(tmp_path / "whole.zip", "w") as whole:
        for path in (*other.iterdir(), *folder.iterdir()):
            whole.write(path, path.relative_to(tmp_path))
    (found,) = read(tmp_path / named, tags=("care",)).iter_rows(named=True)
    assert (found["handle"], found["author_id"], found["display_name"], found["text"]) == ("sock", "7", "Odd Sock", LONG)


def test_what_lies_beside_an_archive_s_tweets_counts_among_what_they_are_made_of(tmp_path: Path) -> None:
    folder = archive(tmp_path / "data", account=[ACCOUNT], tweets=[tweet(CUT)], note_tweet=[note(LONG)])
    sources = {source.sha256 for dump in find_dumps([folder]) for file in dump.files for source in file.sources}
    assert sources == {file_sha256(path) for path in folder.iterdir()}


def test_long_tweets_that_begin_alike_are_told_apart_by_their_time(tmp_path: Path) -> None:
    ends = {minute: f"{LONG} {minute}" for minute in (1, 5, 9)}
    notes = [note(text, minute) for minute, text in ends.items()]
    cut = [tweet(f"@tilda {CUT} https://t.co/x", minute) for minute in (9, 1, 5)]
    folder = archive(tmp_path / "data", tweets=cut, note_tweet=notes[:1], note_tweet_part1=notes[1:])
    assert read(folder)["text"].to_list() == [ends[1], ends[5], ends[9]]


@pytest.mark.parametrize("content", ["", "window.YTD.note_tweet.part0 = [", '[{"noteTweet": 3}]', '{"noteTweet": []}'])
def test_a_long_tweet_without_its_note_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture, content: str) -> None:
    folder = archive(tmp_path / "data", tweets=[tweet(CUT), tweet("Tea…", 2), tweet(f"RT @tilda: {CUT}", 3)])
    (folder / "note-tweet.js").write_text(content)
    assert read(folder)["text"].to_list()[1] == "Tea…"
    assert "1 long tweets were cut" in caplog.text
