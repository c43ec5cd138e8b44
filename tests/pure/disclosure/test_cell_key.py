"""Noise by the cell-key method: worked examples, and what is promised of every count."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.pure.disclosure.cell_key import KEYS, Noise, people_asked, perturbations, perturbed, record_keys
from tasks.pure.disclosure.suppression import Policy

NOISE, POLICY = Noise(10, 20.0), Policy(10, 10, 5)
SECRET = b"a study's key of thirty-two bytes"


def shares(count: int, noise: Noise, smallest: int, base: int) -> dict[int, float]:
    """How likely each number is to be added."""
    bounds = perturbations(count, noise, smallest, base)
    return {added: (bound - below) / KEYS for (added, bound), below in zip(bounds.items(), [0, *bounds.values()], strict=False)}


@pytest.mark.parametrize(
    ("count", "noise", "smallest", "expected"),
    [
        # Three numbers are settled by their sum, mean and variance: the first row of the example of R's ptable (D=2, V=1.05, js=1).
        (1, Noise(2, 1.05), 2, {-1: 0.508333, 1: 0.475, 2: 0.016667}),
        # Maximum entropy keeps both sides alike.
        (9, Noise(1, 0.5), 1, {-1: 0.25, 0: 0.5, 1: 0.25}),
        # All numbers alike have the variance (2 + 8) / 5, and nothing leaves more open.
        (9, Noise(2, 2.0), 1, dict.fromkeys(range(-2, 3), 0.2)),
    ],
)
def test_a_row_of_perturbations_is_the_one_that_can_be_worked_out_by_hand(
    count: int, noise: Noise, smallest: int, expected: dict[int, float]
) -> None:
    assert shares(count, noise, smallest, 1) == pytest.approx(expected, abs=1e-6)


def test_the_key_of_a_count_is_the_sum_of_its_records_keys_and_draws_what_is_added() -> None:
    """Three steps of the method: keys add up modulo, the sum is a place in the count's row, the row says what is added."""
    noise, policy = Noise(1, 0.5), Policy(1, 1, 1)
    quarter = KEYS // 4
    for records, added in (((quarter, KEYS - 1), -1), ((quarter, 0), 0), ((3 * quarter, quarter - 1), 1), ((KEYS - 1, 1), -1)):
        assert perturbed(9, sum(records), noise, policy) == 9 + added


@given(st.integers(1, 400), st.sampled_from([(10, 5), (10, 1), (6, 3), (1, 1), (20, 10)]), st.floats(0.5, 60), st.integers(0, 15))
@settings(max_examples=30, deadline=None)
def test_every_row_is_unbiased_bounded_and_leads_to_no_small_or_unrounded_count(
    count: int, rule: tuple[int, int], variance: float, more: int
) -> None:
    smallest, base = rule
    noise = Noise(max(smallest - 1, 1) + more, variance)
    row = shares(count, noise, smallest, base)
    assert sum(row.values()) == pytest.approx(1)
    assert abs(sum(added * share for added, share in row.items())) < 1e-6
    assert all(abs(added) <= noise.maximum and 0 <= share <= 1 for added, share in row.items())
    told = {count + added for added, share in row.items() if share}
    assert all(number == 0 or (number >= smallest and number % base == 0) for number in told)


def test_the_variance_holds_where_a_count_leaves_room_for_it() -> None:
    for count in range(17, 32):
        row = shares(count, NOISE, 10, 5)
        assert sum(added * added * share for added, share in row.items()) == pytest.approx(20, abs=1e-4)


@given(st.integers(1, 3000), st.integers(0, KEYS * 1000))
def test_what_is_told_depends_on_count_and_key_alone_and_is_near(count: int, key: int) -> None:
    told = perturbed(count, key, NOISE, POLICY)
    assert told == perturbed(count, key % KEYS, NOISE, POLICY)
    assert abs(told - count) <= NOISE.maximum
    assert told == 0 or (told >= POLICY.smallest_count and told % POLICY.round_to == 0)


def test_nought_stays_nought_and_a_large_count_has_the_row_of_a_smaller_one() -> None:
    assert perturbed(0, 12345, NOISE, POLICY) == 0
    assert shares(20, NOISE, 10, 5) == pytest.approx(shares(1_000_000, NOISE, 10, 5))


def test_keys_of_records_are_even_stay_the_same_and_follow_from_the_secret() -> None:
    names = [str(number) for number in range(20_000)]
    keys = record_keys(names, SECRET)
    assert keys == record_keys(names, SECRET)
    assert not set(keys) & set(record_keys(names[:1000], SECRET + b"!"))
    quarters = Counter(key * 4 // KEYS for key in keys)
    assert all(4_700 < quarters[quarter] < 5_300 for quarter in range(4))


def test_on_average_over_keys_counts_are_what_they_are() -> None:
    for count in (1, 4, 9, 11, 43):
        told = [perturbed(count, key, NOISE, POLICY) for key in record_keys(map(str, range(20_000)), SECRET)]
        # Four standard errors.
        assert sum(told) / len(told) == pytest.approx(count, abs=4 * (25 / 20_000) ** 0.5)


def test_two_releases_hardly_tell_whether_one_tweet_came_between_them_or_two() -> None:
    """Half the sum of differences between both distributions: 0 tells nothing, 1 everything; 0.1 is right 55 times of 100."""
    keys = iter(record_keys(map(str, range(72_000)), SECRET))

    def changes(count: int, more: int) -> Counter[int]:
        pairs = ((next(keys), next(keys)) for _ in range(6_000))
        return Counter(
            perturbed(count + more, key + fresh, NOISE, POLICY) - perturbed(count, key, NOISE, POLICY) for key, fresh in pairs
        )

    for count, most in ((40, 0.1), (12, 0.2), (200, 0.1)):
        one, two = changes(count, 1), changes(count, 2)
        assert sum(abs(one[each] - two[each]) for each in {*one, *two}) / 12_000 < most
        # Without noise the change is told to the tweet.
        assert max(one.values()) < 0.7 * 6_000


def test_more_people_are_asked_for_than_the_profile_says_by_a_number_that_stays() -> None:
    asked = {people_asked(str(cell), SECRET, NOISE, POLICY) for cell in range(500)}
    assert asked == set(range(10, 21))
    assert people_asked("Thanks", SECRET, NOISE, POLICY) == people_asked("Thanks", SECRET, NOISE, POLICY)
    assert people_asked("Thanks", SECRET, NOISE, Policy(10, 1, 5)) == 1
