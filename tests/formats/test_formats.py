"""Every format is held to its own sample: it claims it, nothing else does, and reading it gives what it expects."""

import csv
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tasks.formats import Format, formats
from tasks.reading import dump, recognise
from tasks.schema import INGESTED

ENDINGS = {"csv": "csv", "any": "csv", "json": "jsonl", "text": "txt"}
FORMATS = pytest.mark.parametrize("format", formats(), ids=lambda format: format.id)

TABLES = pytest.mark.parametrize(
    "format", [format for format in formats() if format.container == "csv"], ids=lambda format: format.id
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
    if not recognise.recognised([frozenset(header)], "json"):
        assert_read(path, format)


@FORMATS
def test_a_format_reads_only_into_columns_that_exist(format: Format) -> None:
    assert set(format.columns) < set(INGESTED.names)
    assert "text" in format.columns


def test_no_two_formats_ask_for_the_same_signature() -> None:
    asked = [(signature, format.container) for format in formats() for signature in format.signatures]
    assert len(set(asked)) == len(asked)


def _plain(value: Any) -> Any:
    return value.replace(tzinfo=None).isoformat() if isinstance(value, datetime) else value
