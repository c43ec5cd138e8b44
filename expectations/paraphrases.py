"""The paraphrases of a public release: signed, nobody named, and no tweet's own words in a row."""

from expectations import Rule, at_least_one_row, no_nulls
from expectations.traces import traces

TABLE = "paraphrases"

ALONE = (
    at_least_one_row(TABLE),
    no_nulls(TABLE, "theme", "heading", "text"),
    Rule(
        "each is signed",
        "Who lets somebody's words out says so, on which day and why.",
        "SELECT tweet_key FROM {batch} WHERE signed_on IS NULL"
        " OR trim(coalesce(signed_by, '')) = '' OR trim(coalesce(reason, '')) = ''",
        {TABLE: ({"signed_by": " "}, {"signed_on": None}, {"reason": None})},
        rows=3,
    ),
    *traces(TABLE),
)
"""Checks that need only the released paraphrases."""

RULES = (
    *ALONE,
    Rule(
        "each is of a tweet under its heading",
        "A paraphrase of nothing is an invention.",
        "SELECT tweet_key FROM {batch} ANTI JOIN coded USING (tweet_key, heading)",
        {TABLE: ({"tweet_key": "00000000000000aa"}, {"heading": "thanks.thanks"})},
        rows=2,
    ),
    Rule(
        "no words in a row of its tweet",
        "A search for a few words in a row finds the tweet, and with it its author.",
        "SELECT tweet_key FROM {batch} AS said JOIN anonymised USING (tweet_key) JOIN ingested USING (sequence)"
        " CROSS JOIN (SELECT max(shared_words) AS length FROM settings)"
        " WHERE length IS NULL OR list_has_any(runs(said.text, length), runs(ingested.text, length))",
        {
            "ingested": ({"sequence": 1, "text": "Can't host them, I said to her"},),
            "anonymised": ({"tweet_key": "00000000000000aa", "sequence": 1},),
            TABLE: (
                {"tweet_key": "00000000000000aa", "text": "As CAN’T, host them: I said"},
                {"tweet_key": "00000000000000aa", "text": "She was told: I said to her that there is no bed"},
            ),
        },
        rows=2,
        honest={
            "ingested": ({"sequence": 1, "text": "Can't host them, I said to her"},),
            "anonymised": ({"tweet_key": "00000000000000aa", "sequence": 1},),
            TABLE: ({"tweet_key": "00000000000000aa", "text": "I said to that one I can't host them"},),
        },
    ),
)
