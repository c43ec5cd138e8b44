"""Representative quotes: tweets near the centre of their heading and unlike each other.

Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): the next quote is the tweet with the most
BALANCE x likeness to the heading's centre - (1 - BALANCE) x likeness to the nearest quote already taken. Likeness is the
cosine of vectors of words weighed by their rarity in all tweets looked at. A heading's first MOST tweets by key are
looked at, which bounds memory to MOST x the words in them: keys are digests, so those are a sample drawn by lot.
"""

import numpy as np
import numpy.typing as npt
import polars as pl

from tasks.codebook.model import UNCODED
from tasks.schema import QUOTES, Coded, Contrasts, Deduplicated, Quotes

PER_HEADING = 3
BALANCE = 0.6
MOST = 1000
PLACEHOLDER = r"\[(?:user|person|place|service|contact|link|date|id)\]"
WORD = r"\w[\w'’]*"

Vectors = npt.NDArray[np.float64]


def representative(
    tweets: Deduplicated, codes: Coded, against: Contrasts, per_heading: int = PER_HEADING
) -> Quotes:
    """The quotes of every heading with a tweet.

    A quote rests on strong cues or on people's decision, and is not among `against`, the tweets that speak against the
    heading; a heading that has only other tweets is quoted by those.
    Rows: at most `per_heading` a heading, by theme, heading and position from 1; ties go to the smaller tweet_key.
    """
    candidates = _candidates(tweets, codes, against)
    words = _weighed(candidates)
    quotes = [
        group[_spread(_vectors(group, words), per_heading)].with_columns(position=pl.int_range(1, pl.len() + 1))
        for group in candidates.partition_by("heading", maintain_order=True)
    ]
    found = pl.concat([QUOTES.empty(), *quotes], how="diagonal_relaxed")
    return QUOTES.conform(found.sort("theme", "heading", "position"))


def words_of(text: pl.Expr) -> pl.Expr:
    """The different words of a text, small, without the anonymiser's placeholders; in no order."""
    return text.str.to_lowercase().str.replace_all(PLACEHOLDER, " ").str.extract_all(WORD).list.unique()


def _candidates(tweets: pl.DataFrame, codes: pl.DataFrame, against: pl.DataFrame) -> pl.DataFrame:
    is_firm = pl.col("strength").fill_null("strong") == "strong"
    speaks_against = against.select("tweet_key", "heading", speaks_against=True)
    primary = (
        codes.filter(pl.col("is_primary") & (pl.col("heading") != UNCODED))
        .join(speaks_against, on=["tweet_key", "heading"], how="left")
        .with_columns(is_plain=is_firm & pl.col("speaks_against").is_null())
        .filter(pl.col("is_plain") | ~pl.col("is_plain").any().over("heading"))
        .select("tweet_key", "theme", "heading")
    )
    joined = primary.join(tweets.select("tweet_key", "text", "copies"), on="tweet_key").sort("heading", "tweet_key")
    return joined.filter(pl.int_range(pl.len()).over("heading") < MOST).with_row_index("place")


def _weighed(candidates: pl.DataFrame) -> pl.DataFrame:
    """Each different word of each candidate with its weight: a word that all of them have weighs nothing."""
    words = candidates.select("place", word=words_of(pl.col("text"))).explode("word").drop_nulls()
    rarity = (candidates.height / pl.len().over("word")).log()
    return words.with_columns(weight=rarity).sort("place", "word")


def _vectors(group: pl.DataFrame, words: pl.DataFrame) -> Vectors:
    inside = words.filter(pl.col("place").is_between(group.item(0, "place"), group.item(-1, "place")))
    columns = inside.get_column("word").rank("dense").to_numpy().astype(np.int64) - 1
    rows = inside.get_column("place").to_numpy().astype(np.int64) - int(group.item(0, "place"))
    vectors = np.zeros((group.height, int(columns.max(initial=-1)) + 1))
    vectors[rows, columns] = inside.get_column("weight").to_numpy()
    return _of_length_one(vectors)


def _spread(vectors: Vectors, wanted: int) -> list[int]:
    """Places of the rows taken, in the order in which they are."""
    relevance = vectors @ _of_length_one(vectors.mean(axis=0, keepdims=True))[0]
    nearest = np.zeros(len(vectors))
    taken: list[int] = []
    while len(taken) < min(wanted, len(vectors)):
        # Rounded, so that the last bit of a sum does not decide a tie.
        worth = np.round(BALANCE * relevance - (1 - BALANCE) * nearest, 9)
        worth[taken] = -np.inf
        taken.append(int(worth.argmax()))
        nearest = np.maximum(nearest, vectors @ vectors[taken[-1]])
    return taken


def _of_length_one(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths == 0, 1, lengths)
