"""Keyword in context: a phrase of the codebook's language where it stands in tweets, aligned for reading."""

import polars as pl

from tasks.codebook.model import Codebook, Heading, Theme
from tasks.codebook.phrases import compiled
from tasks.pure.coding.matcher import find_hits

AROUND = 40


def concordance(
    texts: pl.Series, phrase: str, sets: dict[str, tuple[str, ...]], asked: pl.Series | None = None
) -> pl.DataFrame:
    """Where a phrase stands; `asked` are the names of the questions that each text answers.

    Rows: one a match: row, before, words, after (AROUND code points at most on either side); by what follows, then by
    what goes before, in small letters, then by row.
    Raises: PhraseError when the phrase is none.
    """
    compiled(phrase, sets)
    found = find_hits(texts, _of_one(phrase, sets), asked)
    first = pl.max_horizontal(pl.col("start") - AROUND, 0)
    said = found.with_columns(text=texts.gather(found.get_column("row")))
    return said.select(
        "row",
        before=pl.col("text").str.slice(first, pl.col("start") - first),
        words=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")),
        after=pl.col("text").str.slice(pl.col("end"), AROUND),
    ).sort(pl.col("after").str.to_lowercase(), pl.col("before").str.to_lowercase(), "row")


def _of_one(phrase: str, sets: dict[str, tuple[str, ...]]) -> Codebook:
    theme = Theme("word", "Word", "content")
    return Codebook("word", "0", "Word", (theme,), (Heading("word.word", "word", "Word", "", strong=(phrase,)),), sets)
