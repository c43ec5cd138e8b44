"""The two readers of CSV: what the swift one takes it reads as the patient one does, wherever a file is cut."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.reading import csv_blocks, csv_records, delimited, encodings, headers

NAMES = ("id", "said", "by")
CELLS = (
    "a", "id,said,by\n", "id", ',,,"', "é", "🙂", '"', '""', ",", "\n", "\n\n", " ", '"tea, ""milk""\nand salt"', '"a"', "x,y,z\n",
         '1,"so\n\nlong",me\n')  # fmt: skip
texts = st.lists(st.sampled_from(CELLS), max_size=16).map("".join)
modest = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def patiently(text: str) -> csv_records.Batch:
    told = [f"{line}\n" for line in text.split("\n")]
    told = [*told[:-1], *([told[-1][:-1]] if text and not text.endswith("\n") else [])]
    return csv_records.patient(told, NAMES, ",", 2, is_last=True)[0]


def swiftly(text: str, wanted: set[str] | None = None) -> csv_records.Batch | None:
    shape = csv_blocks.shape(text.encode(), NAMES, ",")
    return shape and csv_blocks.swift(text.encode(), shape, NAMES, ",", 2, True, wanted)


def plain(batch: csv_records.Batch) -> list[tuple[object, ...]]:
    return batch.rows.with_columns(pl.col(pl.String).replace("", None)).rows()


@modest
@given(texts, st.sampled_from([None, {"id"}, {"said"}, {"said", "by"}]))
def test_what_is_read_at_once_is_read_as_record_by_record(text: str, wanted: set[str] | None) -> None:
    batch = swiftly(text, wanted)
    if batch is not None:
        told = patiently(text)
        assert batch.rows.columns == [name for name in NAMES if wanted is None or name in wanted] + ["line"]
        assert (plain(batch), batch.aside) == (
            plain(replace(told, rows=told.rows.select(batch.rows.columns))),
            told.aside,
        )


@modest
@given(rows=st.lists(st.lists(st.text("aé,\n\"' ", max_size=6), min_size=3, max_size=3), min_size=1, max_size=8))
def test_a_sound_table_is_always_read_at_once(rows: list[list[str]]) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in ["x", *row[1:]]) + "\n" for row in rows]
    batch = swiftly("".join(quoted))
    assert batch is not None
    assert [row[1:3] for row in plain(batch)] == [(row[1] or None, row[2] or None) for row in rows]


@modest
@given(text=texts, cuts=st.integers(4, 60))
def test_where_a_file_is_cut_makes_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, cuts: int
) -> None:
    path = tmp_path / "dump.csv"
    path.write_text("id,said,by\n" + text, encoding="utf-8", newline="")
    blocks = encodings.blocks
    read = {}
    for size, smallest in ((1 << 20, 1 << 20), (cuts, 8)):

        def cut(path: Path, name: str, size: int = size) -> Iterator[bytes]:
            return blocks(path, name, size)

        monkeypatch.setattr(delimited, "blocks", cut)
        monkeypatch.setattr(delimited, "SMALLEST", smallest)
        found = list(delimited.csv_batches(path, "dump.csv", headers.Header(NAMES, ",", 1)))
        read[size] = ([row for each in found for row in plain(each)], [each for batch in found for each in batch.aside])
    assert len({repr(each) for each in read.values()}) == 1


@pytest.mark.parametrize(
    "line", ['1,"so","x"y,\n', '1,a,b,,"\n', '"\n', '"""""\n', '1,"open,me\n', '1,5" nails,me\n', '",",",']
)
@pytest.mark.parametrize("between", [0, 1, 98, 99, 100])
def test_reading_ends_whatever_quotes_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, between: int
) -> None:
    monkeypatch.setattr(delimited, "SMALLEST", 64)
    path = tmp_path / "dump.csv"
    path.write_text("id,said,by\n" + (line + "2,plain,you\n" * between) * 3)
    found = list(delimited.csv_batches(path, "dump.csv", headers.Header(NAMES, ",", 1)))
    told = [number for batch in found for number in [*batch.rows["line"], *(line for line, _ in batch.aside)]]
    assert len(told) == len(set(told)) > 0


@pytest.mark.parametrize(
    "said",
    ['so "nice" of you', 'tea; milk; and "salt"', '"tea"; "milk"', 'say "tea; milk";', 'a; "b";"c', ""],
)
def test_quotes_that_nobody_doubled_divide_nothing(tmp_path: Path, said: str) -> None:
    path = tmp_path / "dump.csv"
    path.write_text(f'id;said;by\n1;"{said}";me\n2;"plain";"you"\n')
    (batch,) = delimited.csv_batches(path, "dump.csv", headers.Header(NAMES, ";", 1))
    assert plain(batch) == [("1", said or None, "me", 2), ("2", "plain", "you", 3)]


def test_a_row_of_too_many_quoted_cells_is_not_made_to_fit(tmp_path: Path) -> None:
    path = tmp_path / "dump.csv"
    path.write_text('id;said;by\n"1";"tea";"milk";"me"\n')
    (batch,) = delimited.csv_batches(path, "dump.csv", headers.Header(NAMES, ";", 1))
    assert (batch.rows.height, batch.aside) == (0, [(2, "more fields than the header")])


def test_the_time_of_reading_grows_with_the_lines_and_no_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    record = csv_records._record
    monkeypatch.setattr(csv_records, "_record", lambda lines, *rest: asked.append(len(lines)) or record(lines, *rest))
    patiently('1,a,b,,"\n' * 500)
    assert len(asked) == 500
    assert max(asked) == csv_records.LONGEST_RECORD


def test_a_quote_among_words_costs_no_other_row() -> None:
    batch = patiently('1,5" nails,me\n2,"so, it is",you\n3,6" nails,me\nshort\n')
    assert batch.rows["said"].to_list() == ['5" nails', "so, it is", '6" nails']
    assert batch.aside == [(5, "fewer fields than the header")]


def test_a_quote_that_was_not_doubled_ends_a_field_only_before_a_delimiter() -> None:
    batch = patiently('1,"he said "so, then" and left",me\n2,"tea",you\n3,""so" it is",me\n')
    assert batch.rows["said"].to_list() == ['he said "so, then" and left', "tea", '"so" it is']
    assert not batch.aside


def test_where_nobody_quotes_cells_a_quote_is_a_word(tmp_path: Path) -> None:
    path = tmp_path / "dump.tsv"
    said = ['"so', 'it "is" so', 'so"', '"whole"', "plain"]
    path.write_text("id\tsaid\tby\n" + "".join(f"{number}\t{each}\tme\n" for number, each in enumerate(said)))
    (batch,) = delimited.csv_batches(path, "dump.tsv", headers.header(path, "dump.tsv"))
    assert (batch.rows["said"].to_list(), batch.aside) == (said, [])


def test_where_cells_are_quoted_a_line_may_end_in_one_whatever_divides_them(tmp_path: Path) -> None:
    path = tmp_path / "dump.tsv"
    path.write_text('id\tby\tsaid\n1\tme\t"so\nit ""is"""\n2\tyou\t"""tea"""\n')
    (batch,) = delimited.csv_batches(path, "dump.tsv", headers.header(path, "dump.tsv"))
    assert (batch.rows["said"].to_list(), batch.aside) == (['so\nit "is"', '"tea"'], [])
