"""The words that people typed and a bundle tells: nobody of the dump in them, nothing that leads back, no tweet's words."""

from expectations import Rule, at_least_one_row, no_nulls
from expectations.traces import traces

TABLE = "typed_words"
TWEET = "Nobody asked the porter why the kettle was cold all night"

NO_TWEET = Rule(
    "no tweet's words in a row",
    "Six words in a row lead to their tweet, and an example or a title is read by everybody.",
    "SELECT tweet_key FROM {batch} SEMI JOIN retold USING (tweet_key)",
    {
        "ingested": ({"sequence": 1, "text": TWEET},),
        "anonymised": ({"tweet_key": "00000000000000aa", "sequence": 1},),
        TABLE: (
            {"tweet_key": "00000000000000a1", "text": "as in: nobody ASKED the porter, why the bell rang"},
            {"tweet_key": "00000000000000a2", "text": TWEET, "is_phrase": True},
        ),
    },
    rows=2,
    honest={
        "ingested": ({"sequence": 1, "text": TWEET},),
        "anonymised": ({"tweet_key": "00000000000000aa", "sequence": 1},),
        TABLE: (
            {"tweet_key": "00000000000000a1", "text": "nobody asked the porter why a bell rang"},
            {"tweet_key": "00000000000000a2", "text": "the porter why the kettle was cold", "is_phrase": True},
            {"tweet_key": "00000000000000a3", "text": "say the porter why the kettle was cold"},
        ),
    },
)
RULES = (at_least_one_row(TABLE), no_nulls(TABLE, "tweet_key", "place", "text"), *traces(TABLE), NO_TWEET)
