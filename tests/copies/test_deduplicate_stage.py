"""The stage and the command: receipts in and out, and one row of ledger a row of file."""

from pathlib import Path

import polars as pl
import pytest

from flows.cli import main
from tasks.schema import ANONYMISED, COPIES, DEDUPLICATED, PARTLY_COMPARED
from tasks.storage import store
from tests.pure.copies.copying import crowd

SAID = [
    "A kind word at reception",
    "RT [USER]: A kind word at reception",
    "A kind word at reception!",
    "Something else entirely",
]


def part(first: int, texts: list[str]) -> store.Receipt:
    rows = pl.int_range(first, first + len(texts), eager=True)
    columns = {"tweet_key": rows.cast(pl.String).str.zfill(16), "sequence": rows, "text": pl.Series(texts)}
    return store.write("anonymised", tweets=ANONYMISED.empty().clear(len(texts)).with_columns(**columns))


def test_parts_are_told_apart_as_one_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tasks.deduplicate import deduplicate

    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    receipt = deduplicate.fn([part(0, SAID[:2]), part(2, SAID[2:])], near=0.9, short_texts="merge")
    assert receipt.rows == {"tweets": 2, "copies": 2}
    assert store.read(receipt, "tweets").schema == DEDUPLICATED.dtypes
    assert store.read(receipt, "copies").schema == COPIES.dtypes
    assert store.read(receipt, "copies")["kind"].to_list() == ["K2", "K8"]


def test_the_same_words_in_answer_to_another_question_are_another_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tasks.deduplicate import deduplicate

    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    long = "The people at the desk were kind, quick and clear about what was going to happen next to all of us"
    texts = ["Nothing", "nothing!", "Nothing", "Nothing", long, long, long + "."]
    asked = ["Better?", " Better?\u00a0\r\n", "Good?", None, "Better?", "Good?", "Good?"]
    tweets = store.read(part(0, texts), "tweets").with_columns(question=pl.Series(asked, dtype=pl.String))
    receipt = deduplicate.fn([store.write("anonymised", tweets=tweets)], near=0.9, short_texts="merge")
    kept = store.read(receipt, "tweets").select("text", "question", "copies").rows()
    assert kept == [
        ("Nothing", "Better?", 2), ("Nothing", "Good?", 1), ("Nothing", None, 1), (long, "Better?", 1), (long, "Good?", 2),
    ]  # fmt: skip


def test_the_same_tweets_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tasks.deduplicate import deduplicate

    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    whole, backwards = [part(0, SAID[:2]), part(2, SAID[2:])], [part(2, SAID[2:]), part(0, SAID[:2])]
    assert (
        len({deduplicate.fn(parts, near=0.9, short_texts="merge").sha256 for parts in (whole, backwards, whole)}) == 1
    )


def test_no_tweets_give_empty_tables_with_their_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tasks.deduplicate import deduplicate

    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    receipt = deduplicate.fn([part(0, [])], near=0.9, short_texts="keep")
    assert store.read(receipt, "tweets").equals(DEDUPLICATED.empty())
    assert store.read(receipt, "copies").equals(COPIES.empty())


def test_texts_that_were_compared_with_some_of_their_like_only_stand_in_a_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tasks.deduplicate import deduplicate

    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    receipt = deduplicate.fn([part(0, crowd(99))], near=0.9, short_texts="merge")
    partly = store.read(receipt, "partly_compared")
    assert partly.schema == PARTLY_COMPARED.dtypes
    assert 0 < receipt.rows["partly_compared"] < receipt.rows["tweets"] == 99
    assert partly.join(store.read(receipt, "tweets"), on="tweet_key", how="anti").is_empty()


def test_the_command_says_how_many_rows_were_compared_with_some_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pl.DataFrame({"text": crowd(99)}).write_parquet(tmp_path / "said.parquet")
    assert main(["copies", str(tmp_path / "said.parquet"), "-o", str(tmp_path / "ledger.csv")]) == 0
    assert "compared with some of them only" in capsys.readouterr().err


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_the_command_writes_a_row_for_each_row_of_the_file(ending: str, tmp_path: Path) -> None:
    file, ledger = tmp_path / f"said.{ending}", tmp_path / "ledger.parquet"
    table = pl.DataFrame({"words": SAID})
    {"csv": table.write_csv, "jsonl": table.write_ndjson, "parquet": table.write_parquet}[ending](file)
    assert main(["copies", str(file), "-o", str(ledger), "--text-column", "words"]) == 0
    assert pl.read_parquet(ledger).rows() == [
        (0, False, None, None, None),
        (1, True, "K2", 0, 1.0),
        (2, True, "K8", 0, 1.0),
        (3, False, None, None, None),
    ]


def test_the_command_believes_the_platforms_flag(tmp_path: Path) -> None:
    file, ledger = tmp_path / "said.csv", tmp_path / "ledger.csv"
    file.write_text("text,is_retweet\nA kind word at reception,false\nA kind word at recep,True\n", encoding="utf-8")
    assert main(["copies", str(file), "-o", str(ledger)]) == 0
    assert ledger.read_text(encoding="utf-8").splitlines()[2] == "1,true,K1,,"


def test_the_command_names_the_columns_when_the_one_of_words_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "said.csv"
    file.write_text("message\nhello\n", encoding="utf-8")
    assert main(["copies", str(file), "-o", str(tmp_path / "ledger.csv")]) == 4
    assert "message" in capsys.readouterr().err
    assert not (tmp_path / "ledger.csv").exists()


@pytest.mark.parametrize("corpus", ["stocknet_sample", "twarc_v2"])
def test_flagged_retweets_are_recognised_by_their_words_alone(corpus: str, shared: Path, tmp_path: Path) -> None:
    flagged = pl.read_ndjson(shared / "corpora" / "retweets" / f"{corpus}.jsonl", infer_schema_length=None)
    flagged.select("text").write_parquet(tmp_path / "said.parquet")
    assert main(["copies", str(tmp_path / "said.parquet"), "-o", str(tmp_path / "ledger.parquet")]) == 0
    is_copy = pl.read_parquet(tmp_path / "ledger.parquet")["is_copy"]
    assert is_copy.filter(flagged["is_retweet"]).mean() >= 0.98
