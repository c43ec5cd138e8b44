"""Whoever has two public releases of a study cannot place a small count of what lies between them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.pure.disclosure.differencing import taken_apart
from tasks.pure.disclosure.suppression import Policy
from tests.pure.disclosure.test_tables import COPIES, FIRSTS, LEAST, PRIMARY, ROWS, TYPES, WORLD, told, worlds

POLICY = Policy(LEAST, 1, 5)


def added(world: np.ndarray, place: int, tweets: int) -> np.ndarray:
    """So many tweets more of one type, on the first day."""
    more = world.copy()
    more[[place, FIRSTS]] += tweets
    return more


def test_the_same_release_again_gives_nothing_away() -> None:
    assert taken_apart(told(WORLD, POLICY), told(WORLD, POLICY), LEAST, 5) == {}


@pytest.mark.parametrize(("tweets", "is_refused"), [(3, True), (6, True), (9, True), (20, False), (200, False)])
def test_a_few_tweets_more_are_refused_and_many_are_not(tweets: int, is_refused: bool) -> None:
    one, other = told(WORLD, POLICY), told(added(WORLD, 3, tweets), POLICY)
    assert bool(taken_apart(one, other, LEAST, 5)) == is_refused
    assert taken_apart(one, other, LEAST, 5) == taken_apart(other, one, LEAST, 5)


def test_a_count_that_is_told_only_once_is_refused_where_its_theme_hardly_moved() -> None:
    world = WORLD.copy()
    world[: len(TYPES)] = [60, 8, 30, 50, *[0] * (len(TYPES) - 4)]
    world[FIRSTS:COPIES] = [50, 50, 48]
    one, other = told(world, POLICY), told(added(world, 1, 4), POLICY)
    assert one["table1"]["tweets"][1] is None
    assert other["table1"]["tweets"][1] == 10
    assert "table1" in taken_apart(one, other, LEAST, 5)


@given(worlds(), st.integers(0, len(TYPES) - 1), st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_what_is_let_through_tells_no_difference_that_is_small(world: np.ndarray, place: int, tweets: int) -> None:
    """Of counts that both tell and that differ, the least that the difference can be is no small count."""
    one, other = told(world, POLICY), told(added(world, place, tweets), POLICY)
    if taken_apart(one, other, LEAST, 5):
        return
    for name in ("table1", "overlap"):
        for row, before, after in zip(ROWS[name], one[name]["tweets"], other[name]["tweets"], strict=True):
            if before is not None and after is not None and before != after:
                assert abs(row @ added(world, place, tweets) - row @ world) >= LEAST


def test_the_tests_move_what_they_say() -> None:
    more = added(WORLD, 3, 6)
    assert (PRIMARY[TYPES[3][0]] @ more) - (PRIMARY[TYPES[3][0]] @ WORLD) == 6
    assert more[FIRSTS:COPIES].sum() == more[: len(TYPES)].sum()
