"""Near-duplicates: what is near, what only looks near, and that crowds and order do no harm."""

import polars as pl
import pytest

from tasks.pure.copies.near import BANDS, CROWDED, NEAR, buckets, is_same_claim, near_texts

SAID = "the porter found my lost ring under the bed and ran after our car to give it back"


def crowded(*texts: str, sought: int = 0) -> pl.DataFrame:
    """Texts that all share one bucket; the last `sought` of them may not be kept."""
    first_sought = len(texts) - sought
    rows = [(place, text, place >= first_sought, [7]) for place, text in enumerate(texts)]
    return pl.DataFrame(rows, schema=CROWDED, orient="row")


@pytest.mark.parametrize(
    "other",
    [
        "the porter found my lost rings under the bed and ran after our car to give it back",
        "the porter found my lost ring underthe bed and ran after our car to give it back",
        "the porter found my lost ring under the bed and then ran after our car to give it back",
    ],
)
def test_misspelt_joined_added_and_left_out_words_say_the_same(other: str) -> None:
    assert is_same_claim(SAID, other)
    assert is_same_claim(other, SAID)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("she waited 4 hours", "she waited 9 hours"),
        ("she waited four hours", "she waited 4 hours"),
        ("they listened to us", "they never listened to us"),
        ("they listened to us", "they hardly listened to us"),
        ("the nurse came at once", "the doctor came at once"),
        ("they were helpful to us", "they were unhelpful to us"),
        ("a new filing for abcd today", "a new filing for wxyz today"),
    ],
)
def test_another_number_negation_or_word_says_another_thing(text: str, other: str) -> None:
    assert not is_same_claim(text, other)
    assert not is_same_claim(other, text)


def test_of_several_near_texts_the_most_similar_is_copied() -> None:
    texts = (SAID + " one two three four", SAID + " one two", SAID + " one twoo")
    assert near_texts(crowded(*texts, sought=1), near=0.895)["near_plain"].to_list() == [texts[1]]


def test_what_is_sought_is_never_kept_for_another() -> None:
    assert near_texts(crowded(SAID + " a", SAID + " b", sought=2), near=0.9).equals(NEAR.to_frame())


def test_a_chain_ends_at_a_kept_text() -> None:
    texts = [SAID, SAID + " again", SAID + " again and so on"]
    found = near_texts(crowded(*texts), near=0.92)
    assert found.rows() == [(texts[1], texts[0], pytest.approx(0.93, abs=0.01))]


def test_texts_that_share_most_shingles_share_a_bucket_and_others_do_not() -> None:
    texts = pl.DataFrame(
        {"place": [0, 1, 2], "plain": [SAID, SAID + " again", "wholly different words of no concern here"]}
    )
    shelves = [set(buckets(texts).filter(pl.col("place") == place)["bucket"]) for place in range(3)]
    assert all(len(shelf) == BANDS for shelf in shelves)
    assert shelves[0] & shelves[1]
    assert not shelves[0] & shelves[2]


def test_buckets_are_the_same_in_every_process() -> None:
    texts = pl.DataFrame({"place": [0], "plain": [SAID]})
    assert buckets(texts)["bucket"].to_list()[:2] == [6525962797119788543, 3565815522547901309]
