"""Quotes stand for their heading, differ from each other and are the same every time."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tasks.pure.quotes.representative as module
from tasks.codebook.model import UNCODED
from tasks.pure.quotes.deviant_cases import unquoted
from tasks.pure.quotes.representative import representative, words_of
from tasks.schema import CODED, CONTRASTS, DEDUPLICATED


def coded(*texts: tuple[str, str]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Tweets, their primary codes, and nothing that speaks against them, from (heading, text); keys in the order given."""
    keys = [f"{place:03}" for place in range(len(texts))]
    headings = [heading for heading, _ in texts]
    themes = [heading.partition(".")[0] for heading in headings]
    tweets = pl.DataFrame({"tweet_key": keys, "text": [text for _, text in texts], "copies": [1] * len(texts)})
    codes = pl.DataFrame({"tweet_key": keys, "heading": headings, "theme": themes, "is_primary": [True] * len(texts)})
    return (
        pl.concat([DEDUPLICATED.empty(), tweets], how="diagonal_relaxed"),
        pl.concat([CODED.empty(), codes], how="diagonal_relaxed"),
        CONTRASTS.empty(),
    )


LISTENING = [
    ("care.listen", "please listen to us on the ward"),
    ("care.listen", "Please listen to us on the ward!"),
    ("care.listen", "nobody would listen when we asked"),
    ("care.listen", "listen before you write the notes"),
    ("care.listen", "zebra quartz"),
    ("care.time", "five more minutes please"),
    (UNCODED, "the bus was late"),
]


def test_a_quote_is_not_the_same_words_as_the_one_before_it() -> None:
    found = representative(*coded(*LISTENING), per_heading=3)
    texts = found.filter(pl.col("heading") == "care.listen")["text"].to_list()
    assert len(texts) == 3
    assert len({text.lower().strip("!") for text in texts}) == 3


def test_the_first_quote_lies_at_the_centre_and_ties_go_to_the_smaller_key() -> None:
    first = representative(*coded(*LISTENING), per_heading=1)
    assert first.filter(pl.col("heading") == "care.listen")["tweet_key"].to_list() == ["000"]


def test_every_heading_with_a_tweet_has_quotes_and_uncoded_has_none() -> None:
    found = representative(*coded(*LISTENING), per_heading=2)
    assert found["heading"].to_list() == ["care.listen", "care.listen", "care.time"]
    assert found["position"].to_list() == [1, 2, 1]


def test_tweets_without_a_word_are_quoted_only_when_nothing_else_is_left() -> None:
    found = representative(*coded(("a.b", "[LINK]"), ("a.b", "a lamp in the hall"), ("a.b", "…"), ("c.d", "other")))
    assert found["text"].to_list()[0] == "a lamp in the hall"
    assert found.filter(pl.col("heading") == "a.b").height == 3


def test_placeholders_are_no_words() -> None:
    texts = pl.DataFrame({"text": ["[USER] told [PERSON] of it", None]})
    assert [None if row is None else set(row) for row in texts.select(words_of(pl.col("text"))).to_series()] == [
        {"told", "of", "it"},
        None,
    ]


def test_a_heading_larger_than_the_cap_is_sampled_by_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    found = representative(*coded(*LISTENING), per_heading=9)
    assert sorted(found.filter(pl.col("heading") == "care.listen")["tweet_key"]) == ["000", "001", "002"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["a.b", "a.c", "d.e"]), st.text("ab [LINK]é'", max_size=30)), max_size=12))
def test_quotes_do_not_depend_on_the_order_of_rows(texts: list[tuple[str, str]]) -> None:
    tweets, codes, against = coded(*texts)
    found = representative(tweets, codes, against)
    assert found.equals(representative(tweets.reverse(), codes.reverse(), against))
    assert found.group_by("heading").len()["len"].max() in {None, 1, 2, 3}


def test_each_next_quote_is_near_the_centre_and_unlike_those_before_it() -> None:
    found = representative(*coded(*LISTENING), per_heading=4)
    # The other wording before the same one again, and what stands alone before that.
    assert found.filter(pl.col("heading") == "care.listen")["tweet_key"].to_list() == ["000", "003", "002", "004"]


def test_a_quote_rests_on_strong_cues_and_does_not_speak_against_its_heading() -> None:
    tweets, codes, _ = coded(*LISTENING)
    weak = pl.when(pl.col("tweet_key") == "000").then(pl.lit("weak")).otherwise(pl.lit("strong"))
    rows = [("care.listen", "001"), ("care.time", "005")]
    named = pl.DataFrame(rows, schema=["heading", "tweet_key"], orient="row").with_columns(theme=pl.lit("care"), position=1)
    against = pl.concat([CONTRASTS.empty(), named], how="diagonal_relaxed")
    found = representative(tweets, codes.with_columns(strength=weak), against, per_heading=9)
    assert sorted(found.filter(pl.col("heading") == "care.listen")["tweet_key"]) == ["002", "003", "004"]
    # Nothing else is left of this heading: it is quoted, and `unquoted` takes the tweet from what speaks against it.
    assert found.filter(pl.col("heading") == "care.time")["tweet_key"].to_list() == ["005"]
    assert unquoted(against, found, 3).get_column("tweet_key").to_list() == ["001"]
