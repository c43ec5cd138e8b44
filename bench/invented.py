"""Invented tweets by the million, the same for the same seed: plain English words at the frequencies of a language.

`distinct` gives texts of which no two are alike; `retweeted` an archive in which most are copies; `templates` texts
that resemble each other so much that each shares its buckets with all. No word of any real tweet is in them.
"""

from pathlib import Path

import numpy as np
import polars as pl

WORDS = Path(__file__).parents[1] / "data" / "models" / "common_words.txt"
FUNCTION_WORDS = "the to and a i of in is you for it that my on with me have this be not so was are at but they we your"
SEED, FEWEST, MOST = 1, 7, 22
TAGS = ("#carewell", "#carewell #wards", "#nightshift", "")
ENDS = ("", " [LINK]", " [USER]", "!")
WAYS = (
    "{}", "RT [USER]: {}", "RT [USER]: {}", "RT @[USER]: {}", "so true RT [USER]: {}", "{} #thanks [LINK]", "{} via [USER]",
)  # fmt: skip
# What fills a bucket: the same words around one or two that differ, in front, in the middle and behind.
MOULDS = (
    "a new filing for {} was made today and all of its pages may now be read by the public of {}",
    "{} has checked in at the garden of {} and is now mayor of all the benches and ponds in it",
    "the weather station at {} measures wind and rain and the pressure that it measures is {} and steady",
)


def distinct(texts: int, seed: int = SEED) -> pl.Series:
    """Texts of 7 to 22 words drawn by Zipf's law, with tags, links and handles; two are alike by no more than chance."""
    chance = np.random.default_rng(seed)
    words = _vocabulary(chance)
    lengths = chance.integers(FEWEST, MOST + 1, texts)
    drawn = np.searchsorted(_zipf(len(words)), chance.random(int(lengths.sum())))
    rows = pl.Series(np.repeat(np.arange(texts), lengths))
    said = pl.DataFrame({"row": rows, "word": words.gather(np.minimum(drawn, len(words) - 1))})
    joined = said.group_by("row", maintain_order=True).agg(pl.col("word").str.join(" "))["word"]
    tags, ends = (pl.Series(each).gather(chance.integers(0, len(each), texts)) for each in (TAGS, ENDS))
    return (joined + " " + tags + ends).str.strip_chars()


def retweeted(tweets: int, seed: int = SEED) -> pl.Series:
    """An archive of which half the tweets hand on the words of another in one of seven ways; in time's order."""
    chance = np.random.default_rng(seed)
    said = distinct(tweets // 2, seed)
    # Few texts are handed on by many.
    places = (len(said) * chance.random(tweets - len(said)) ** 3).astype(np.int64)
    ways = chance.integers(0, len(WAYS), len(places))
    copies = [WAYS[way].format(text) for way, text in zip(ways, said.gather(places), strict=True)]
    return pl.concat([said, pl.Series(said.name, copies)]).gather(chance.permutation(tweets))


def templates(texts: int, seed: int = SEED) -> pl.Series:
    """Texts cast in a few moulds, each with two words of its own."""
    chance = np.random.default_rng(seed)
    words = _vocabulary(chance)
    pairs = words.gather(chance.integers(0, len(words), (texts, 2)).ravel()).to_list()
    moulds = chance.integers(0, len(MOULDS), texts)
    return pl.Series([MOULDS[mould].format(*pairs[2 * row : 2 * row + 2]) for row, mould in enumerate(moulds)])


def _vocabulary(chance: np.random.Generator) -> pl.Series:
    listed = [word for word in WORDS.read_text(encoding="utf-8").split() if len(word) > 1]
    return pl.Series(FUNCTION_WORDS.split() + [listed[place] for place in chance.permutation(len(listed))])


def _zipf(words: int) -> np.ndarray:
    weights = (np.arange(words) + 2.7) ** -1.15
    return np.cumsum(weights / weights.sum())
