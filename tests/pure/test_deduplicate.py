"""Each text once, the earliest original kept, every other tweet in the ledger: on wild tables and in small ones."""

import random
from collections import Counter

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.schema import ANONYMISED
from tests.pure.copying import Told, separated, tell

SAYINGS = (
    "The night nurse sang to my son until he slept at last",
    "The night nurse sang to my son until he slept at last, and nobody who was there will ever forget that she did",
    "My doctor rang me on her day off",
    "Thank you!!",
    "😀",
    "",
)
WAYS = (
    "{}", "RT @u: {}", "RT [USER]: {}", "so true RT @u: {}", "MT @u: {}", "{} via @u", "“@u: {}”", "“@u: {}” well said",
    "RT @u: {:.45}…", "{:.80}…", "{} #thanks", "[PERSON] {} [LINK]", "RT @u: so true RT @v: {}", "RT @v: “@u: {}”",
    "{}?",
)

words = st.sampled_from(SAYINGS) | st.text(max_size=8)
texts = st.builds(lambda way, said: way.format(said), st.sampled_from(WAYS), words)
flags, keys = st.sampled_from([None, True, False]), st.none() | st.integers(0, 15)
authors = st.sampled_from([None, "a", "b"])
rows = st.lists(st.tuples(texts, flags, keys, authors), max_size=16)
shorts = st.sampled_from(["merge", "keep"])
nears = st.sampled_from([None, 0.9])
modest = settings(max_examples=12, deadline=None)


def table(said: list[tuple[str, bool | None, int | None, str | None]]) -> pl.DataFrame:
    places = pl.int_range(len(said), eager=True)
    columns = {
        name: pl.Series([row[place] for row in said], dtype=dtype)
        for place, (name, dtype) in enumerate(
            {"text": pl.String, "is_retweet": pl.Boolean, "retweet_of_key": pl.Int64, "author_key": pl.String}.items()
        )
    }
    known = {"tweet_key": places.cast(pl.String), "sequence": places} | columns
    return ANONYMISED.conform(ANONYMISED.empty().clear(len(said)).with_columns(**known))


def reconciles(told: Told, tweets: int) -> None:
    """Read = kept + copies, every kept key is kept, and the counts beside the texts are the ledger's."""
    assert told.kept.keys() | told.copies.keys() == set(range(tweets))
    assert not told.kept.keys() & told.copies.keys()
    pointed = Counter(kept for _, kept, _ in told.copies.values() if kept is not None)
    assert pointed.keys() <= told.kept.keys()
    assert told.counts == {row: 1 + pointed[row] for row in told.kept}


@modest
@given(rows, nears, shorts)
def test_every_tweet_is_kept_or_a_copy_of_a_kept_one(said, near, short_texts):
    reconciles(separated(table(said), near, short_texts), len(said))


@modest
@given(rows, nears, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(said, near, chance: random.Random):
    tweets = table(said)
    order = list(range(len(said)))
    chance.shuffle(order)
    assert separated(tweets[order], near) == separated(tweets, near)


@modest
@given(rows, nears)
def test_what_is_kept_once_stays_when_told_again(said, near):
    first = separated(table(said), near)
    again = tell(list(first.kept.values()), near)
    reconciles(again, len(first.kept))
    assert [text for text in first.kept.values() if text] == [text for text in again.kept.values() if text]


@modest
@given(rows, rows, nears)
def test_adding_tweets_never_loses_a_text(said, more, near):
    before, after = separated(table(said), near), separated(table(said + more), near)
    for row in before.kept:
        assert row in after.kept or after.copies[row][1] in after.kept


@modest
@given(rows, nears)
def test_no_text_is_kept_twice(said, near):
    assert max(Counter(separated(table(said), near).kept.values()).values(), default=1) == 1
