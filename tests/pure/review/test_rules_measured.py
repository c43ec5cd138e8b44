"""Rules are measured against what people decided: by heading, with intervals, and by what was taken for what."""

import polars as pl
import pytest

from tasks.pure.review.rules_measured import confusion, measured, reproduced, wilson

DECISIONS = pl.DataFrame({"tweet_key": ["1", "2", "3", "4"], "headings": [["a"], ["a", "b"], ["b"], ["uncoded"]]})
CODES = pl.DataFrame(
    {
        "tweet_key": ["1", "2", "3", "3", "4", "5"],
        "heading": ["a", "a", "a", "b", "uncoded", "a"],
        "is_primary": [True, True, True, False, True, True],
    }
)


def test_precision_is_of_what_rules_found_and_recall_of_what_people_gave() -> None:
    rows = {row["heading"]: row for row in measured(DECISIONS, CODES).to_dicts()}
    assert list(rows) == ["a", "b", "uncoded"]
    assert (rows["a"]["decided"], rows["a"]["found"], rows["a"]["both"]) == (2, 3, 2)
    assert (rows["a"]["precision"], rows["a"]["recall"]) == (pytest.approx(2 / 3), 1.0)
    assert (rows["b"]["precision"], rows["b"]["recall"]) == (1.0, 0.5)


def test_a_heading_that_rules_never_give_has_no_precision() -> None:
    row = measured(DECISIONS, CODES.filter(pl.col("heading") != "b")).filter(heading="b").row(0, named=True)
    assert (row["precision"], row["recall"]) == (None, 0.0)


def test_confusion_pairs_primary_headings_and_met_decisions_are_named() -> None:
    assert confusion(DECISIONS, CODES).rows() == [("a", "a", 2), ("b", "a", 1), ("uncoded", "uncoded", 1)]
    assert reproduced(DECISIONS, CODES).to_list() == ["1", "2", "4"]


def test_an_interval_is_that_of_wilson() -> None:
    """Newcombe (1998), Two-sided confidence intervals for the single proportion: 81 of 263, 0.2553 to 0.3662."""
    assert wilson(81, 263)[1:] == (pytest.approx(0.2553, abs=1e-4), pytest.approx(0.3662, abs=1e-4))
    assert wilson(0, 20)[1:] == (0.0, pytest.approx(0.1611, abs=1e-4))
    assert wilson(0, 0) == (None, None, None)
