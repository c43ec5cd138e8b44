"""What `import hushtag` gives people in a notebook."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from flows import notebook
from tasks.errors import DumpUnreadable
from tasks.storage import store
from tests.small_studies import write_tags


@pytest.fixture(autouse=True)
def data(tmp_path: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(store.DATA_VARIABLE, str(tmp_path / "data"))
        yield


def test_a_dump_is_read_each_tweet_once_by_its_time_and_what_is_none_is_told(tmp_path: Path) -> None:
    tweets = [(7, "quill_7", "later #care"), (2, "quill_2", "earlier #care"), (7, "quill_7", "later #care")]
    write_tags(tmp_path / "dump.csv", tweets)
    found = notebook.read(tmp_path / "dump.csv")
    assert found.tweets["text"].to_list() == ["earlier #care", "later #care"]
    assert found.tweets["sequence"].to_list() == [0, 1]
    assert found.set_aside["reason"].to_list() == ["same tweet again"]
    assert found.doubts == []


def test_a_file_without_tweets_is_refused(tmp_path: Path) -> None:
    write_tags(tmp_path / "dump.csv", [])
    with pytest.raises(DumpUnreadable):
        notebook.read(tmp_path / "dump.csv")


def test_texts_are_anonymised_and_coded_row_by_row_and_nothing_stays_nothing() -> None:
    safe = notebook.anonymise(["Ask @quill_x", None, "please listen to me"])
    assert safe.to_list() == ["Ask [USER]", None, "please listen to me"]
    codes = notebook.code(safe)
    assert codes.columns == ["primary", "theme", "headings", "hits"]
    assert codes["primary"].is_null().to_list() == [True, True, False]


def test_a_bundle_is_opened_as_frames_and_in_duckdb_in_its_columns_types(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    pl.DataFrame({"theme": ["Asking"], "heading": ["'=Listening"], "tweets": [3]}).write_csv(tmp_path / "table1.csv")
    pl.DataFrame({"posted_on": ["2013-08-10"], "tweets": [3]}).write_csv(tmp_path / "timeline.csv")
    pl.DataFrame({"text": ["words"]}).write_csv(tmp_path / "tweets.csv")
    pl.DataFrame({"text": ["words"], "copies": [2]}).write_parquet(tmp_path / "tweets.parquet")
    opened = notebook.bundle(tmp_path)
    assert opened.tables["table1"].rows() == [("Asking", "=Listening", 3)]
    assert opened.tables["timeline"]["posted_on"].dtype == pl.Date
    with opened.connect() as duck:
        assert duck.sql("SELECT sum(copies) FROM tweets").fetchall() == [(2,)]
        assert duck.sql("SELECT posted_on + 1 FROM timeline").fetchall()[0][0].day == 11


def test_a_folder_that_is_not_a_bundle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DumpUnreadable, match="not a bundle"):
        notebook.bundle(tmp_path)
