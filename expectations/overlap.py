"""Overlap: no pair of themes shares more tweets than either has."""

from expectations import Rule, at_least_one_row, no_nulls

TABLE = "overlap"

RULES = (
    at_least_one_row(TABLE),
    no_nulls(TABLE, "theme", "other_theme", "tweets"),
    Rule(
        "no pair exceeds its themes",
        "Two themes cannot share more tweets than the smaller one has.",
        "SELECT a.theme FROM {batch} AS a JOIN overlap AS one ON one.theme = a.theme AND one.other_theme = a.theme"
        " JOIN overlap AS other ON other.theme = a.other_theme AND other.other_theme = a.other_theme"
        " WHERE a.tweets > least(one.tweets, other.tweets)",
        {TABLE: ({"other_theme": "Thanks", "tweets": 9},)},
    ),
)
