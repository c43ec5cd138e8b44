"""Keyness is that of the paper, and finds the phrases that a rule could be written of."""

import math

import polars as pl
import pytest

from tasks.pure.codebook import keyness as keys
from tasks.pure.codebook.keyness import keyness


def of(here: list[str], there: list[str]) -> dict[str, tuple[int, int, float]]:
    found = keyness(pl.Series(here, dtype=pl.String), pl.Series(there, dtype=pl.String))
    return {phrase: (texts, other, g2) for phrase, _, texts, other, g2 in found.iter_rows()}


def test_g2_is_that_of_rayson_and_garside() -> None:
    here, there = ["lamp " * 2 + "x1 x2 x3"] * 4, ["lamp y1 y2 y3 y4"] * 8
    expected_here, expected_there = 20 * 16 / 60, 40 * 16 / 60
    g2 = 2 * (8 * math.log(8 / expected_here) + 8 * math.log(8 / expected_there))
    frame = pl.DataFrame({"times": [8], "other_times": [8]})
    assert frame.select(keys._g2(20, 40)).item() == pytest.approx(g2)
    assert "lamp" not in of(here, there)
    assert g2 < keys.LEAST_G2


def test_a_word_that_is_said_only_here_is_told_with_its_counts() -> None:
    found = of(["the lift broke", "lift again", "a lift"] * 2, ["the ward was calm"] * 30)
    assert found["lift"][:2] == (6, 0)
    assert "ward" not in found


def test_a_phrase_stands_for_its_words_where_they_only_stand_within_it() -> None:
    found = of([f"waiting list number{place}" for place in range(6)], ["calm day on the ward"] * 30)
    assert list(found) == ["waiting list"]


def test_placeholders_and_hashtags_are_written_as_rules_write_them() -> None:
    found = of(["ask [PERSON] #help"] * 5, ["calm day on the ward"] * 30)
    assert list(found) == ["ask <person> #help"]


def test_a_phrase_does_not_reach_into_the_next_text() -> None:
    assert "end start" not in of(["start mid end"] * 9, ["calm day on the ward"] * 30)


def test_rare_words_and_empty_sides_tell_nothing() -> None:
    assert of(["lift", "lift"], ["calm day on the ward"] * 30) == {}
    assert of([], ["calm day on the ward"]) == {}
    assert of(["calm day on the ward"] * 9, []) == {}
    assert of([], []) == {}


def test_fragments_of_one_long_phrase_are_told_as_that_phrase() -> None:
    said = "the lift to the third floor is out of order"
    found = of([f"{said} number{place}" for place in range(6)], ["calm day on a ward"] * 30)
    assert list(found) == [said]
    parted = [f"the lift to the third floor number{place}" for place in range(5)]
    both = of([f"{said} x{place}" for place in range(6)] + parted, ["calm day on a ward"] * 30)
    assert {phrase: counts[0] for phrase, counts in both.items()} == {said: 6, "the lift to the third floor": 11}
