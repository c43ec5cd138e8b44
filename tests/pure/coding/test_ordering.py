"""Hits are put in order, of a phrase those that lie within another fall away, and many of them cost not much more each."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.pure.coding.ordering import put_in_order

# Where a phrase begins says where it ends.
HITS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40)), max_size=60)


def columns(hits: list[tuple[int, int]]) -> np.ndarray:
    return np.array([(7, phrase, start, start + 1 + (phrase + start) % 4) for phrase, start in hits]).reshape(-1, 4).T.copy()


# What is not compiled yet takes its time once.
@settings(deadline=None)
@given(HITS)
def test_hits_stand_by_phrase_and_start_and_none_lies_within_another(hits: list[tuple[int, int]]) -> None:
    expected: list[tuple[int, ...]] = []
    for hit in sorted(map(tuple, columns(hits).T.tolist())):
        if not expected or expected[-1][1] != hit[1] or expected[-1][3] <= hit[2]:
            expected.append(hit)
    found = columns(hits)
    kept = put_in_order(found, 0, len(hits))
    assert [tuple(hit) for hit in found[:, :kept].T.tolist()] == expected


class Counted:
    """An array that counts how often it is read and written."""

    def __init__(self, array: np.ndarray) -> None:
        self.array, self.uses = array, 0

    def __getitem__(self, place: tuple[int, int]) -> int:
        self.uses += 1
        return int(self.array[place])

    def __setitem__(self, place: tuple[int, int], value: int) -> None:
        self.uses += 1
        self.array[place] = value


def test_four_times_as_many_hits_are_not_sixteen_times_the_work() -> None:
    uses = []
    for many in (500, 2_000):
        hits = Counted(columns([(0, many - place) for place in range(many)]))
        put_in_order.py_func(hits, 0, many)  # type: ignore[attr-defined]
        uses.append(hits.uses)
    assert uses[1] < 8 * uses[0]
