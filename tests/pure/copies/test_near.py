"""Near-duplicates: what is near, what only looks near, and that crowds and order do no harm."""

import numpy as np
import polars as pl
import pytest

from tasks.pure.copies.buckets import BANDS, SPLIT, band_keys, shared_buckets
from tasks.pure.copies.near import NEAR, Compared, is_same_claim, near_texts
from tasks.pure.copies.shelves import CLOSEST, SHELF
from tests.pure.copies.copying import crowd

SAID = "the porter found my lost ring under the bed and ran after our car to give it back"


def compared(*texts: str, near: float = 0.9, sought: int = 0) -> Compared:
    """Texts that all share one bucket; the last `sought` of them may not be kept."""
    buckets = np.full((BANDS, len(texts)), -1, np.int32)
    buckets[3] = 0
    is_sought = [place >= len(texts) - sought for place in range(len(texts))]
    rows = pl.DataFrame({"plain": texts, "is_sought": is_sought})
    return near_texts(rows, buckets, np.array([len(texts)]), near)


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
    assert compared(*texts, near=0.895, sought=1).near["near_plain"].to_list() == [texts[1]]


def test_what_is_sought_is_never_kept_for_another() -> None:
    assert compared(SAID + " a", SAID + " b", sought=2).near.equals(NEAR.to_frame())


def test_a_chain_ends_at_a_kept_text() -> None:
    texts = [SAID, SAID + " again", SAID + " again and so on"]
    assert compared(*texts, near=0.92).near.rows() == [(texts[1], texts[0], pytest.approx(0.93, abs=0.01))]


def test_letters_of_many_bytes_are_counted_as_letters() -> None:
    text = "нянечка нашла моё кольцо под кроватью и побежала за нашей машиной"
    assert compared(text, text.replace("нашла", "нашлаа")).near.height == 1


def test_a_crowd_costs_no_more_than_its_bounds_and_is_told_of() -> None:
    said = crowd(2 * SHELF)
    few, many = compared(*said[: CLOSEST + 1]), compared(*said)
    assert [(each.near.height, each.in_part.height) for each in (few, many)] == [(0, 0), (0, 2 * SHELF - CLOSEST - 1)]


def test_a_near_text_of_a_crowd_is_found_by_its_letters_and_not_told_of() -> None:
    said = crowd(SHELF)
    again = said[2].replace("filing", "filings")
    found = compared(*said, again)
    assert found.near.rows() == [(again, said[2], pytest.approx(0.99, abs=0.01))]
    assert again not in found.in_part["plain"].to_list()


def test_texts_that_share_most_shingles_share_a_bucket_and_others_do_not() -> None:
    texts = pl.Series([SAID, SAID + " again", "wholly different words of no concern here"])
    buckets, sizes = shared_buckets(band_keys(texts))
    assert set(buckets[:, 0][buckets[:, 0] >= 0]) & set(buckets[:, 1])
    assert set(buckets[:, 2]) == {-1}
    assert set(sizes) == {2}


def test_a_crowded_bucket_is_split_by_what_else_its_texts_share() -> None:
    keys = np.zeros((2 * BANDS, SPLIT + 2), np.uint32)
    keys[BANDS:, :2] = 7
    whole, split = shared_buckets(keys[:, :SPLIT]), shared_buckets(keys)
    assert set(whole[1]) == {SPLIT}
    assert set(split[1]) == {2, SPLIT}
    assert set(split[0][0, :2]) & set(split[0][0, 2:]) == set()


def test_buckets_are_the_same_in_every_process() -> None:
    assert band_keys(pl.Series([SAID]))[:2, 0].tolist() == [2416756855, 258628548]
