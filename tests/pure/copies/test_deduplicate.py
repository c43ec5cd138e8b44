"""Each text once, the earliest original kept, every other tweet in the ledger: on wild tables and in small ones."""

import random
from collections import Counter

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.schema import ANONYMISED
from tests.pure.copies.copying import Told, separated, tell

SAYINGS = (
    "The night nurse sang to my son until he slept at last",
    "The night nurse sang to my son until he slept at last, and nobody who was there will ever forget that she did",
    "My doctor rang me on her day off",
    "Thank you!!",
    "😀",
    "",
)
WAYS = (
    "{}",
    "RT @u: {}",
    "RT [USER]: {}",
    "so true RT @u: {}",
    "MT @u: {}",
    "{} via @u",
    "“@u: {}”",
    "“@u: {}” well said",
    "RT @u: {:.45}…",
    "{:.80}…",
    "{} #thanks",
    "[PERSON] {} [LINK]",
    "RT @u: so true RT @v: {}",
    "RT @v: “@u: {}”",
    "{}?",
    "{} via @u RT @v: yes",
    "“@u: no” {} RT @v: yes",
)

words = st.sampled_from(SAYINGS) | st.text(max_size=8)
texts = st.builds(lambda way, said: way.format(said), st.sampled_from(WAYS), words)
flags, keys = st.sampled_from([None, True, False]), st.none() | st.integers(0, 15)
authors = st.sampled_from([None, "a", "b"])
rows = st.lists(st.tuples(texts, flags, keys, authors), max_size=24)
shorts = st.sampled_from(["merge", "keep"])
nears = st.sampled_from([None, 0.9])
modest = settings(max_examples=6, deadline=None)


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


def test_short_texts_of_different_people_stand_for_themselves_where_a_study_says_so():
    said = ["Thank you!!", "thank you", "Thank you", "RT [USER]: thank you", "thank you"]
    authors = ["anna", "bert", "anna", "carl", None]
    merged, kept = (tell(said, short_texts=way, author_key=authors) for way in ("merge", "keep"))
    assert (merged.counts, merged.authors) == ({0: 5}, {0: 3})
    assert (kept.counts, kept.authors) == ({0: 3, 1: 1, 4: 1}, {0: 2, 1: 1, 4: None})


def test_a_hashtag_is_a_word_of_the_text() -> None:
    assert tell(["#nurses never listen", "#psychiatrists never listen", "nurses never listen"]).counts == {0: 2, 1: 1}
    long = "{} never listen to anybody who is not paid to speak"
    assert tell([long.format("#nurses"), long.format("#psychiatrists")]).counts == {0: 1, 1: 1}
    assert tell(["So proud to be in this team #nursing", "So proud to be in this team #physics"]).counts == {0: 1, 1: 1}


def test_the_studys_own_hashtag_says_nothing_however_it_is_written() -> None:
    said = [
        "They never listen to us",
        "#DearMHP they never listen to us",
        "They never listen to us #dearmhp ＃DEARMHP!",
    ]
    assert tell(said, hashtags=["DearMHP"]).counts == {0: 3}
    assert tell(["#dearmhps never listen", "never listen"], near=None, hashtags=["dearmhp"]).counts == {0: 1, 1: 1}
    streets = ["Heute besucht #SichereStraße", "Heute besucht #SICHERESTRASSE", "Heute besucht"]
    assert tell(streets, hashtags=["sichereStraße"]).counts == {0: 3}


def test_tags_that_end_a_text_make_no_other_text_of_it_where_somebody_said_it_without() -> None:
    said = [
        "So proud to be in this team #nursing",
        "So proud to be in this team",
        "So proud to be in this team #physics",
    ]
    assert tell(said, near=None).copies == {0: ("K8", 1, 1.0), 2: ("K8", 1, 1.0)}
    assert tell(["I love #nursing", "I love #physics", "I love"], near=None).counts == {0: 1, 1: 1, 2: 1}


def test_a_retweet_goes_to_the_text_with_its_own_hashtag() -> None:
    said = ["#nurses never listen to anybody at all", "#surgeons never listen to anybody at all"]
    told = tell([*said, f"RT @u: {said[1]}", f"RT @u: {said[0]} #sad"])
    assert {row: kept for row, (_, kept, _) in told.copies.items()} == {2: 1, 3: 0}


def test_a_flagged_retweet_goes_to_what_its_original_became():
    said = [
        "Our ward has a cat",
        "our ward has a cat!",
        "RT [USER]: our ward has a c…",
        "RT [USER]: gone from the dump",
    ]
    told = tell(said, retweet_of_key=[None, None, "1", None], is_retweet=[False, False, True, True])
    assert told.copies == {1: ("K8", 0, 1.0), 2: ("K1", 0, None), 3: ("K1", None, None)}


def test_an_original_is_kept_before_an_earlier_tweet_that_credits_another():
    assert tell(["Ten kinder ways to wake a child via @kindly", "Ten kinder ways to wake a child"]).kept.keys() == {1}


def test_a_cut_retweet_belongs_to_the_longest_text_that_begins_with_it():
    start = "When the alarm rang at four in the morning the whole team"
    assert tell([start, f"{start} ran and stayed", f"{start} ran", f"RT @u: {start} r…"]).copies[3][:2] == ("K7", 1)


def test_near_duplicates_are_left_alone_where_a_study_says_so():
    said = ["The chaplain sat with us all night long", "The chaplain sat with us all nihgt long"]
    assert tell(said, near=None).counts == {0: 1, 1: 1}
