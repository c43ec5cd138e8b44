"""Parts of distinct texts: all rows in order, ends that a text more does not move."""

import hashlib

import polars as pl
import pytest

from tasks.pure.coding import shares


def texts(numbers: list[int]) -> pl.DataFrame:
    keys = [hashlib.sha256(str(number).encode()).hexdigest()[:16] for number in numbers]
    columns = dict.fromkeys(("tweet_key", "text"), pl.String)
    return pl.DataFrame({"tweet_key": keys, "text": [f"text {number}" for number in numbers]}, schema=columns)


def shared_out(texts: pl.DataFrame) -> list[pl.DataFrame]:
    return [texts.slice(first, rows) for first, rows in shares.shared_out(texts["tweet_key"])]


@pytest.mark.parametrize("rows", [0, 1, 7, 400])
def test_parts_hold_every_row_once_in_order_and_none_is_large(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "ROWS_A_PART", 10)
    parts = shared_out(whole := texts(list(range(rows))))
    assert parts
    assert pl.concat(parts).equals(whole)
    assert all(part.height for part in parts) or not rows
    assert max(part.height for part in parts) <= 30


def test_a_text_more_changes_one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "ROWS_A_PART", 10)
    before = shared_out(texts(list(range(400))))
    after = shared_out(texts([*range(200), 1_000, *range(200, 400)]))
    same = [part for part in after if any(part.equals(other) for other in before)]
    assert len(before) > 20
    assert len(after) - len(same) <= 2
