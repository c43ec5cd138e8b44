"""Every format is held to its own sample: it claims it, nothing else does, and reading it gives what it expects."""

from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tasks.formats import Format, formats
from tasks.reading import dump
from tasks.schema import INGESTED

ENDINGS = {"csv": "csv", "any": "csv", "json": "jsonl", "text": "txt"}
FORMATS = pytest.mark.parametrize("format", formats(), ids=lambda format: format.id)


def tweets(path: Path) -> pl.DataFrame:
    return pl.concat(part.tweets for part in dump.read(dump.File(path, path.name, None, "Europe/London", path.parent)))


def sample(format: Format, folder: Path) -> Path:
    path = folder / f"sample.{ENDINGS[format.container]}"
    path.write_text(format.sample, encoding="utf-8", newline="")
    return path


@FORMATS
def test_a_sample_reads_as_its_format_expects(format: Format, tmp_path: Path) -> None:
    found = tweets(sample(format, tmp_path)).to_dicts()
    assert {row["format"] for row in found} == {format.id}
    assert len(found) == len(format.expected)
    for row, expected in zip(found, format.expected, strict=True):
        assert {key: _plain(row[key]) for key in expected} == expected


@FORMATS
def test_a_format_reads_only_into_columns_that_exist(format: Format) -> None:
    assert set(format.columns) < set(INGESTED.names)
    assert "text" in format.columns


def test_no_two_formats_ask_for_the_same_signature() -> None:
    asked = [(signature, format.container) for format in formats() for signature in format.signatures]
    assert len(set(asked)) == len(asked)


def _plain(value: Any) -> Any:
    return value.replace(tzinfo=None).isoformat() if isinstance(value, datetime) else value
