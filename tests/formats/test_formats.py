"""Every format is held to its own sample: it claims it, nothing else does, and reading it gives what it expects."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hypothesis.strategies as st
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from tasks.formats import Format, bases, formats
from tasks.reading import dump, json_files
from tasks.reading.encodings import lines
from tasks.reading.json_lines import EDITIONS
from tasks.reading.paths import steps
from tasks.reading.records import elements, is_lines, of_lines
from tasks.schema import INGESTED

ENDINGS = {"csv": "csv", "any": "csv", "json": "jsonl", "text": "txt"}
FORMATS = pytest.mark.parametrize("format", formats(), ids=lambda format: format.id)

TABLES = pytest.mark.parametrize(
    "format", [format for format in formats() if format.container == "csv"], ids=lambda format: format.id
)
# What happened is told in a word, which an empty cell is not, or there is no cell.
WORDED = {"gnip", "apify", "twint-lines"}
MARKED = pytest.mark.parametrize(
    "format",
    [format for format in formats() if {"is_retweet", "retweet_of_id"} & set(format.columns) and format.id not in WORDED],
    ids=lambda format: format.id,
)
Called = Callable[[str], str]


def cells(format: Format) -> list[list[str]]:
    delimiter = max(",;\t", key=format.sample.splitlines()[0].count)
    return list(csv.reader(format.sample.splitlines(keepends=True), delimiter=delimiter))


def tweets(path: Path) -> pl.DataFrame:
    return pl.concat(part.tweets for part in dump.read(dump.File(path, path.name, None, "Europe/London", path.parent)))


def sample(format: Format, folder: Path) -> Path:
    path = folder / f"sample.{ENDINGS[format.container]}"
    path.write_text(format.sample, encoding="utf-8", newline="")
    return path


@FORMATS
def test_a_sample_reads_as_its_format_expects(format: Format, tmp_path: Path) -> None:
    assert_read(sample(format, tmp_path), format)


@TABLES
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.data())
def test_a_table_reads_the_same_however_it_is_laid_out(format: Format, chance: st.DataObject, tmp_path: Path) -> None:
    header, *rows = cells(format)
    order = chance.draw(st.permutations(range(len(header))))
    table = [[row[place] for place in order] for row in (header, *rows)]
    if chance.draw(st.booleans()):
        table = [[str(number) if number else "Unnamed: 0", *row] for number, row in enumerate(table)]
    words = io.StringIO()
    quoting = chance.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    ends = chance.draw(st.sampled_from(["\n", "\r\n"]))
    csv.writer(words, delimiter=chance.draw(st.sampled_from(",;\t|")), quoting=quoting, lineterminator=ends).writerows(table)
    encoded = words.getvalue().encode(chance.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])))
    path = tmp_path / "laid-out.csv"
    path.write_bytes(gzip.compress(encoded) if chance.draw(st.booleans()) else encoded)
    assert_read(path, format)


def assert_read(path: Path, format: Format) -> None:
    found = tweets(path).to_dicts()
    assert {row["format"] for row in found} == {format.id}
    assert len(found) == len(format.expected)
    for row, expected in zip(found, format.expected, strict=True):
        assert {key: _plain(row[key]) for key in expected} == expected


@TABLES
@pytest.mark.parametrize("called", [str.upper, str.title, lambda name: f" {name.replace('_', ' ')} "])
def test_a_table_is_known_whatever_the_case_of_its_columns(format: Format, called: Called, tmp_path: Path) -> None:
    header, *rows = cells(format)
    path = tmp_path / "shouted.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([[called(name) for name in header], *rows])
    assert_read(path, format)


@TABLES
def test_a_table_may_be_written_as_objects(format: Format, tmp_path: Path) -> None:
    header, *rows = cells(format)
    path = tmp_path / "table.jsonl"
    objects = ({name: cell or None for name, cell in zip(header, row, strict=False)} for row in rows)
    path.write_text("".join(json.dumps(each) + "\n" for each in objects))
    assert_read(path, format)


@pytest.mark.parametrize("empty", [None, "", "NaN", "None", "null", " ", "0", 0, "-1", "NA", []], ids=repr)
@MARKED
def test_an_empty_marker_marks_no_retweet(format: Format, empty: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = as_sampled(format.id)
    assert before["is_retweet"].any()
    emptied(path := sample(format, tmp_path), format, empty)
    # Few objects and many are read in two ways; a table of columns in one.
    for many in (0, json_files.MANY) if format.container != "csv" else (json_files.MANY,):
        monkeypatch.setattr(json_files, "MANY", many)
        found = tweets(path)
        assert not found["is_retweet"].any()
        assert found["retweet_of_id"].null_count() == found.height
        assert found["text"].to_list() == before["text"].to_list()


@cache
def as_sampled(name: str) -> pl.DataFrame:
    """The tweets of a format's own sample."""
    (format,) = (each for each in formats() if each.id == name)
    with TemporaryDirectory() as folder:
        return tweets(sample(format, Path(folder)))


def emptied(path: Path, format: Format, empty: Any) -> None:
    sources = [source for name in ("is_retweet", "retweet_of_id") for source in format.columns.get(name, ())]
    if format.container == "csv" or (format.sample[0].isalpha() and "window." not in format.sample):
        names, written = {base.rstrip("?") for source in sources for base in bases(source)}, "" if empty is None else str(empty)
        header, *rows = cells(format)
        told = [[written if name in names else cell for name, cell in zip(header, row, strict=True)] for row in rows]
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *told])
        return
    marks = {steps(source)[-1]["key"] for source in sources if source.endswith("?")}
    marks |= {source for source in format.columns.get("is_retweet", ()) if source.isidentifier()}
    numbered = of_lines(lines(path, "")) if is_lines(path, "") else elements(path, "")
    records = [unmarked(record, marks, empty) for _, record in list(numbered)]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def unmarked(value: Any, names: set[str], empty: Any) -> Any:
    if isinstance(value, list):
        return [unmarked(item, names, empty) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: empty if key in names else unmarked(inner, names, empty) for key, inner in value.items()}


@FORMATS
def test_a_format_reads_only_into_columns_that_exist(format: Format) -> None:
    assert set(format.columns) < {*INGESTED.names, EDITIONS}
    assert "text" in format.columns


def test_no_two_formats_ask_for_the_same_signature() -> None:
    asked = [(signature, format.container) for format in formats() for signature in format.signatures]
    assert len(set(asked)) == len(asked)


def _plain(value: Any) -> Any:
    return value.replace(tzinfo=None).isoformat() if isinstance(value, datetime) else value
