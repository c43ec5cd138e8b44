"""The codes: every distinct tweet coded, with one primary code or Uncoded."""

from expectations import Rule, at_least_one_row, no_nulls

TABLE = "coded"

RULES = (
    at_least_one_row(TABLE),
    no_nulls(TABLE, "tweet_key", "heading", "theme", "status", "is_primary"),
    Rule(
        "one primary code or Uncoded",
        "Table 1 counts each tweet once.",
        "SELECT tweet_key FROM (SELECT tweet_key, count(*) FILTER (WHERE is_primary) AS n FROM {batch} GROUP BY tweet_key)"
        " AS a FULL JOIN deduplicated AS b USING (tweet_key) WHERE n IS NULL OR n <> 1 OR b.copies IS NULL",
        {TABLE: ({"is_primary": True},)},
    ),
    Rule(
        "every heading is one of the codebook",
        "A heading that nobody defined means nothing.",
        "SELECT tweet_key FROM {batch} ANTI JOIN headings USING (theme, heading)",
        {TABLE: ({"heading": "shelter.unheard", "is_primary": False},)},
    ),
    Rule(
        "Uncoded stands alone",
        "A tweet with a live code is not uncoded.",
        "SELECT tweet_key FROM {batch} WHERE status = 'live' GROUP BY tweet_key"
        " HAVING bool_or(heading = 'uncoded') AND bool_or(heading <> 'uncoded')",
        {TABLE: ({"heading": "uncoded", "theme": "uncoded", "is_primary": False},)},
    ),
)
