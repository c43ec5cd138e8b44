"""The standalone commands keep every column and the order of rows, whatever the ending."""

from pathlib import Path

import polars as pl
import pytest

from flows.cli import main
from tasks.errors import DumpUnreadable, UsageError
from tasks.reading.command_files import read_table
from tasks.storage.table_files import write_table

FRAME = pl.DataFrame({"id": ["007", "12"], "text": ["one, two", "ünï 🌿"]})


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_a_table_comes_back_as_it_was(tmp_path: Path, ending: str) -> None:
    write_table(FRAME, tmp_path / f"a{ending}")
    assert read_table(tmp_path / f"a{ending}").equals(FRAME)


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_coding_keeps_columns_and_rows(tmp_path: Path, ending: str) -> None:
    write_table(FRAME, tmp_path / f"a{ending}")
    assert (
        main(["code", str(tmp_path / f"a{ending}"), "--codebook", "dearmhp", "-o", str(tmp_path / f"b{ending}")]) == 0
    )
    coded = read_table(tmp_path / f"b{ending}")
    assert coded.columns == ["id", "text", "primary", "theme", "headings", "hits"]
    assert coded.get_column("id").to_list() == ["007", "12"]


def test_a_column_that_is_named_as_a_code_is_kept_beside_it(tmp_path: Path) -> None:
    write_table(FRAME.with_columns(theme=pl.lit("mine"), theme_given=pl.lit("older")), tmp_path / "a.csv")
    assert main(["code", str(tmp_path / "a.csv"), "--codebook", "dearmhp", "-o", str(tmp_path / "b.csv")]) == 0
    coded = read_table(tmp_path / "b.csv")
    assert coded.columns == ["id", "text", "theme_given_given", "theme_given", "primary", "theme", "headings", "hits"]
    assert coded.get_column("theme_given_given").to_list() == ["mine", "mine"]


def test_copies_has_a_row_for_every_row(tmp_path: Path) -> None:
    texts = ["Please listen", "RT @pondglass_y: Please listen", "Something else entirely"]
    write_table(pl.DataFrame({"text": texts}), tmp_path / "a.csv")
    assert main(["copies", str(tmp_path / "a.csv"), "-o", str(tmp_path / "b.parquet")]) == 0
    ledger = pl.read_parquet(tmp_path / "b.parquet")
    assert ledger.columns == ["row", "is_copy", "kind", "kept_row", "similarity"]
    assert ledger.get_column("is_copy").to_list() == [False, True, False]
    assert ledger.get_column("kept_row").to_list() == [None, 0, None]


def test_what_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "bad.parquet").write_text("no parquet")
    with pytest.raises(DumpUnreadable):
        read_table(tmp_path / "bad.parquet")
    with pytest.raises(DumpUnreadable, match="no such file"):
        read_table(tmp_path / "none.csv")
    (tmp_path / "a.doc").touch()
    with pytest.raises(UsageError):
        read_table(tmp_path / "a.doc")


@pytest.mark.parametrize(
    ("name", "content", "texts", "reasons"),
    [
        ("a.csv", b"id;text\n1;tea; milk\n2;rest\n3;\xe9t\xe9\n", ["tea; milk", "rest", "été"], []),
        ("a.csv", b"id;text;day\n1;tea; milk;2014-05-01\n2;rest;2014-05-02\n", ["tea; milk", "rest"], []),
        ("a.csv", b'id;text\n1;"tea";milk\n2;"rest"\n', ["rest"], ["more fields than the header"]),
        ("a.csv", "id\ttext\n1\ttea\n".encode("utf-16"), ["tea"], []),
        ("a.tsv", b"id\ttext\n1\ttea\n", ["tea"], []),
        ("a.csv", b"text\ntea, milk\nrest\n", ["tea, milk", "rest"], []),
        ("a.json", b'[{"id": 1, "text": "tea"}, {"id": 2, "text": "rest"}]', ["tea", "rest"], []),
        ("a.json", b'{"id": 1, "text": "tea"}\n{"id": 2, "te\n{"id": "x", "text": "rest"}\n', ["tea", "rest"], ["broken record"]),
    ],
)
def test_a_file_is_read_as_a_dump_is_and_what_cannot_be_is_counted(
    tmp_path: Path, name: str, content: bytes, texts: list[str], reasons: list[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    said: list[str] = []
    assert read_table(tmp_path / name, said.append, "text").get_column("text").to_list() == texts
    assert [sentence.split(": ")[2].partition(";")[0] for sentence in said] == reasons
