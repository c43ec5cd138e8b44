"""Near-duplicates: what is near, what only looks near, and that crowds and order do no harm."""

import numpy as np
import polars as pl
import pytest

from tasks.pure.copies.buckets import BANDS, ROWS, signatures
from tasks.pure.copies.near import NEAR, Compared, is_same_claim, near_texts
from tasks.pure.copies.pairs import CLOSEST, CROWD, pairs
from tests.pure.copies.copying import crowd

SAID = "the porter found my lost ring under the bed and ran after our car to give it back"


def compared(*texts: str, near: float = 0.9, sought: int = 0) -> Compared:
    """Texts that all share one bucket; the last `sought` of them may not be kept."""
    is_sought = [place >= len(texts) - sought for place in range(len(texts))]
    rows = pl.DataFrame({"plain": texts, "is_sought": is_sought})
    return near_texts(rows, in_one_bucket(len(texts)), near)


def in_one_bucket(texts: int) -> np.ndarray:
    """Signatures that agree in one band, and in what splits it."""
    signed = np.arange(texts * BANDS * ROWS, dtype=np.uint16).reshape(texts, -1)
    signed[:, : 2 * ROWS] = 7
    signed[:, 2 * ROWS - 1] = np.arange(texts)
    return signed


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
    said = crowd(3 * CROWD)
    few, many = compared(*said[: CLOSEST + 1]), compared(*said)
    assert (few.near.height, few.in_part.height) == (many.near.height, 0)
    assert CROWD < many.in_part.height < 3 * CROWD


def test_of_all_that_a_text_met_the_closest_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.pure.copies.pairs.CLOSEST", 3)
    said = crowd(CROWD)
    met, in_part = pairs(pl.Series(said), in_one_bucket(len(said)), 0.9)
    assert met.group_by("text").len()["len"].max() == 3
    assert in_part.size


def test_a_near_text_of_a_crowd_is_found_by_its_letters_and_not_told_of() -> None:
    said = crowd(3 * CROWD)
    again = [said[place].replace("filing", "filings") for place in (2, 3 * CROWD - 2)]
    found = compared(*said, *again)
    assert found.near["near_plain"].to_list() == [said[2], said[3 * CROWD - 2]]
    assert not set(again) & set(found.in_part["plain"])


def test_texts_that_share_most_shingles_share_a_bucket_and_others_do_not() -> None:
    signed = signatures(pl.Series([SAID, SAID + " again", "wholly different words of no concern here"]))
    bands = signed.reshape(3, BANDS, ROWS)
    assert [(bands[0] == bands[other]).all(axis=1).any() for other in (1, 2)] == [True, False]


def test_rows_of_two_signatures_agree_as_often_as_their_shingles() -> None:
    signed = signatures(pl.Series([SAID, SAID[:60] + "!" + SAID[60:]] * 2))
    assert 0.75 < (signed[0] == signed[1]).mean() < 1
    assert (signed[0] == signed[2]).all()


def test_a_signature_is_of_the_text_alone() -> None:
    alone, beside = signatures(pl.Series([SAID])), signatures(pl.Series(["abcd", SAID, "дорогой"]))
    assert (alone[0] == beside[1]).all()


def test_a_crowded_bucket_is_split_by_what_else_its_texts_share() -> None:
    said = crowd(2 * CROWD)
    signed = in_one_bucket(len(said))
    assert pairs(pl.Series(said), signed, 1.0)[1].size
    signed[CROWD:, ROWS : ROWS + 2] = 8
    assert not pairs(pl.Series(said), signed, 1.0)[1].size


def test_signatures_are_the_same_in_every_process() -> None:
    assert signatures(pl.Series([SAID]))[0, :4].tolist() == [341, 1785, 2242, 1593]
