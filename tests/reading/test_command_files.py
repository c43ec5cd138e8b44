"""The tables of the standalone commands, read through the same rooms as dumps."""

import gzip
from pathlib import Path

import pytest

from tasks.reading.command_files import read_table
from tests.reading.test_damage import workbook

TABLES = {
    "packed.csv.gz": gzip.compress(b"id,text,n\n1,Tea first,x\n"),
    "wrapped.csv": b'"id,text,n";;\n"1,""Tea first"",x";;\n',
    "banner.csv": b"Words of care\n\nid,text,n\n1,Tea first,x\n",
    "strokes.csv": b'"id","text","n"\n"1","Tea first","said \\"x\\", she"\n',
    "cyrillic.csv": "id,text,n\n1,Tea first,Очередь в больнице\n".encode("cp1251"),
    "shaped.json": b'{"id": {"0": 1}, "text": {"0": "Tea first"}, "n": {"0": "x"}}',
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read_whatever_was_done_to_it(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(TABLES[name])
    table = read_table(tmp_path / name, words="text")
    assert (table.columns, table["text"].to_list()) == (["id", "text", "n"], ["Tea first"])


def test_a_sheet_is_chosen_and_its_header_found_by_the_column_of_words(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [["Words of care", ""], ["id", "text"], ["1", "Tea first"]]
    workbook(tmp_path / "dump.xlsx", rows)
    assert read_table(tmp_path / "dump.xlsx", words="text")["text"].to_list() == ["Tea first"]
