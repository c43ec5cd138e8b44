"""The released codes: of released tweets, of the codebook, and without anything that leads back."""

from expectations import Rule, at_least_one_row, no_nulls

TABLE = "codes"

RULES = (
    at_least_one_row(TABLE),
    no_nulls(TABLE, "tweet_key", "is_primary", "heading"),
    Rule(
        "codes are of released tweets",
        "A code without its tweet cannot be checked.",
        "SELECT tweet_key FROM {batch} ANTI JOIN tweets USING (tweet_key)",
        {TABLE: ({"tweet_key": "00000000000000c0"},)},  # no other rule shows this tweet
    ),
    Rule(
        "codes are of the codebook",
        "A heading that nobody defined means nothing.",
        "SELECT tweet_key FROM {batch} ANTI JOIN headings USING (heading)",
        {TABLE: ({"heading": "shelter.unheard"},)},
    ),
    Rule(
        "the words that fired stand in the tweet",
        "Words from anywhere else have not been anonymised.",
        "SELECT tweet_key FROM {batch} AS codes JOIN tweets USING (tweet_key)"
        " WHERE words IS NOT NULL AND NOT coalesce(contains(tweets.text, words), false)",
        {
            TABLE: ({"words": "of somebody else"}, {"tweet_key": "00000000000000ab"}),
            "tweets": ({"tweet_key": "00000000000000ab", "text": None},),
        },
        rows=2,
    ),
)
