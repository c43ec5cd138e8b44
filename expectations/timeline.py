"""The timeline: all days together are all tweets."""

from expectations import Rule, at_least_one_row, no_nulls

TABLE = "timeline"

RULES = (
    at_least_one_row(TABLE),
    no_nulls(TABLE, "unique_tweets", "tweets"),
    Rule(
        "days add up to all tweets",
        "A tweet without a day would not be missed.",
        "SELECT total FROM (SELECT sum(tweets) AS total, sum(unique_tweets) AS firsts FROM {batch})"
        " WHERE total <> (SELECT count(*) FROM anonymised) OR firsts <> (SELECT count(*) FROM deduplicated)",
        {TABLE: ({"tweets": 5},)},
    ),
)
