"""The released tweets: nobody and no place of the dump in them, nothing that leads back, each text once."""

from expectations import KEPT_APART, Rule, at_least_one_row, no_nulls
from expectations.traces import traces

TABLE = "tweets"

RULES = (
    at_least_one_row(TABLE),
    no_nulls(TABLE, "tweet_key", "theme", "heading"),
    Rule(
        "words of held texts are out, and no others",
        "What was held back is released nowhere; what was not is there to be read.",
        "SELECT tweet_key FROM {batch} AS tweets LEFT JOIN (SELECT DISTINCT tweet_key, true AS is_held FROM withheld)"
        " USING (tweet_key) WHERE (tweets.text IS NULL) <> coalesce(is_held, false)",
        {
            TABLE: ({"tweet_key": "00000000000000aa"}, {"tweet_key": "00000000000000ab", "text": None}),
            "withheld": ({"tweet_key": "00000000000000aa", "rule": "no links"},),
        },
        rows=2,
        honest={
            TABLE: ({"tweet_key": "00000000000000ac", "text": None},),
            "withheld": ({"tweet_key": "00000000000000ac", "rule": "no links"},),
        },
    ),
    *traces(TABLE),
    Rule(
        "unique text",
        "A text that stands twice is counted twice.",
        "SELECT min(tweet_key) FROM {batch} WHERE text IS NOT NULL GROUP BY text HAVING count(*) > 1"
        f" AND NOT ({KEPT_APART} OR (SELECT bool_or(has_questions) FROM settings))",
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
            ),
        },
    ),
    Rule(
        "every distinct tweet is released once",
        "The table holds all that was counted and nothing else.",
        "SELECT coalesce(a.tweet_key, b.tweet_key) FROM {batch} AS a FULL JOIN deduplicated AS b USING (tweet_key)"
        " WHERE a.tweet_key IS NULL OR b.tweet_key IS NULL",
        {TABLE: ({"tweet_key": "00000000000000ff"},)},
    ),
    Rule(
        "every code is one of the codebook",
        "A heading that nobody defined means nothing.",
        "SELECT tweet_key FROM {batch} ANTI JOIN headings USING (theme, heading)",
        {TABLE: ({"heading": "shelter.unheard"},)},
    ),
)
