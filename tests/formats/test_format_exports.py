"""Exports of the tools that researchers use, invented in the columns that each of their versions writes."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tasks.reading import dump

EXPORTS = Path(__file__).parent / "exports"
EXPECTED = json.loads((EXPORTS / "expected.json").read_text(encoding="utf-8"))
IDENTITY = {"tweet_id", "author_id", "handle", "display_name", "profile_location", "text", "posted_at", "original_text"}


@pytest.mark.parametrize("name", EXPECTED)
def test_an_export_is_known_and_its_columns_are_read(name: str, tmp_path: Path) -> None:
    expected = EXPECTED[name]
    parts = list(dump.read(dump.File(EXPORTS / name, name, None, "Europe/London", tmp_path)))
    tweets = pl.concat(part.tweets for part in parts).to_dicts()
    assert {tweet["format"] for tweet in tweets} == {expected["format"]}
    for tweet, wanted in zip(tweets, expected["tweets"], strict=True):
        # What an export does not hold about a person, or of a time, is read from nowhere else.
        told = {key: _plain(tweet[key]) for key in wanted.keys() | IDENTITY}
        assert told == dict.fromkeys(IDENTITY) | wanted


def test_every_export_is_expected() -> None:
    assert {path.name for path in EXPORTS.iterdir()} == EXPECTED.keys() | {"expected.json"}


def _plain(value: Any) -> Any:
    return value.replace(tzinfo=None).isoformat() if isinstance(value, datetime) else value
