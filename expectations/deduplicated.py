"""The distinct tweets: each text once, and every tweet either kept or in the ledger."""

from expectations import KEPT_APART, Rule, at_least_one_row, no_nulls

TABLE = "deduplicated"

RULES = (
    at_least_one_row(TABLE),
    no_nulls(TABLE, "tweet_key", "copies", "text"),
    Rule(
        "one copy of each text",
        "A retweet counted as a tweet counts a person's words twice.",
        f"SELECT min(tweet_key) FROM {{batch}} GROUP BY text, question HAVING count(*) > 1 AND NOT {KEPT_APART}",
        {
            TABLE: (
                {"tweet_key": "00000000000000aa", "text": "the same"},
                {"tweet_key": "00000000000000ab", "text": "the same"},
            )
        },
        honest={
            "settings": ({"keeps_short_texts": True},),
            TABLE: (
                {"tweet_key": "00000000000000aa", "text": "thank you!! [USER]"},
                {"tweet_key": "00000000000000ab", "text": "thank you!! [USER]"},
                {"tweet_key": "00000000000000ac", "text": "the same", "question": "Why?"},
                {"tweet_key": "00000000000000ad", "text": "the same", "question": "How?"},
            ),
        },
    ),
    Rule(
        "kept or in the ledger, never both",
        "Nothing disappears.",
        "SELECT tweet_key FROM (SELECT tweet_key, count(*) AS n FROM (SELECT tweet_key FROM {batch}"
        " UNION ALL SELECT tweet_key FROM copies) GROUP BY tweet_key) AS a FULL JOIN anonymised AS b USING (tweet_key)"
        " WHERE n IS NULL OR n > 1 OR b.sequence IS NULL",
        {"copies": ({"tweet_key": "0000000000000001"},)},
    ),
    Rule(
        "copies are of kept tweets",
        "A copy of a tweet that is not kept has no place.",
        "SELECT kept_key FROM copies ANTI JOIN {batch} AS kept ON kept.tweet_key = copies.kept_key"
        " WHERE kept_key IS NOT NULL",
        {"copies": ({"kept_key": "00000000000000ff"},)},
    ),
    Rule(
        "copies add up",
        "The number beside a tweet is what the ledger says.",
        "SELECT kept.tweet_key FROM {batch} AS kept LEFT JOIN (SELECT kept_key, count(*) AS n FROM copies GROUP BY kept_key)"
        " AS counted ON counted.kept_key = kept.tweet_key WHERE kept.copies <> 1 + coalesce(n, 0)",
        {TABLE: ({"tweet_key": "00000000000000aa", "copies": 3},)},
    ),
)
