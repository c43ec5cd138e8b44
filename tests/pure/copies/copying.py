"""Texts in, what became of each out: the statements as the stage runs them."""

import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tasks.copies.ledger import ShortTexts, separate
from tasks.schema import ANONYMISED, COPIES, DEDUPLICATED


@dataclass(frozen=True)
class Told:
    """Kept texts by row; copies (kind, kept row, similarity) by row; and how many tweets each kept text stands for."""

    kept: dict[int, str]
    copies: dict[int, tuple[str, int | None, float | None]]
    counts: dict[int, int]
    authors: dict[int, int | None]


def tell(
    texts: Sequence[str],
    near: float | None = 0.9,
    short_texts: ShortTexts = "merge",
    hashtags: Sequence[str] = (),
    **columns: Sequence[object],
) -> Told:
    """Rows of texts, in order of time, told apart."""
    places = pl.int_range(len(texts), eager=True)
    fixed = {"tweet_key": places.cast(pl.String), "sequence": places, "text": pl.Series(texts, dtype=pl.String)}
    given = {name: pl.Series(values, dtype=ANONYMISED.dtypes[name]) for name, values in columns.items()}
    return separated(ANONYMISED.empty().clear(len(texts)).with_columns(**(fixed | given)), near, short_texts, hashtags)


def separated(
    tweets: pl.DataFrame, near: float | None = 0.9, short_texts: ShortTexts = "merge", hashtags: Sequence[str] = ()
) -> Told:
    """An anonymised table, whose keys are numbers, told apart."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tweets.write_parquet(folder / "anonymised.parquet")
        separate([str(folder / "anonymised.parquet")], folder, near, short_texts, hashtags)
        kept = DEDUPLICATED.conform(pl.read_parquet(folder / "tweets.parquet"))
        copies = COPIES.conform(pl.read_parquet(folder / "copies.parquet"))
    rows = [int(key) for key in kept["tweet_key"]]
    return Told(
        kept=dict(zip(rows, kept["text"], strict=True)),
        copies={int(key): (kind, of and int(of), similarity) for key, kind, of, similarity in copies.iter_rows()},
        counts=dict(zip(rows, kept["copies"], strict=True)),
        authors=dict(zip(rows, kept["authors"], strict=True)),
    )


def crowd(texts: int) -> list[str]:
    """Texts of one mould, alike in their letters and different in what they say."""
    chance = random.Random(1)  # noqa: S311 (invented words, no secret)
    words = ["".join(chance.choices("abcdefghiklmnoprstu", k=9)) for _ in range(texts)]
    return [
        f"a new filing for {word} was made today and all of its pages may now be read by everybody" for word in words
    ]
