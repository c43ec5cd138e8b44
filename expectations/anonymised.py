"""The anonymised tweets: only whitelisted columns, every ingested tweet, keys instead of ids."""

from expectations import Rule, at_least_one_row, no_nulls
from expectations.rates import RATES
from tasks.schema import ANONYMISED

TABLE = "anonymised"
WHITELIST = ", ".join(f"'{name}'" for name in ANONYMISED.names)

RULES = (
    at_least_one_row(TABLE),
    no_nulls(TABLE, "tweet_key", "sequence", "text"),
    Rule(
        "only whitelisted columns",
        "Metadata leads to people: times to the minute and follower counts are nearly unique.",
        f"SELECT column_name FROM (DESCRIBE anonymised) WHERE column_name NOT IN ({WHITELIST})"
        " AND (SELECT count(*) FROM {batch}) >= 0",
        {TABLE: ({"followers": 12},)},
    ),
    Rule(
        "keys instead of ids",
        "An id is a time and leads to its author.",
        "SELECT tweet_key FROM {batch} WHERE NOT regexp_matches(tweet_key, '^[0-9a-f]{{16}}$')"
        " OR NOT regexp_matches(coalesce(author_key, '0000000000000000'), '^[0-9a-f]{{16}}$')",
        {TABLE: ({"author_key": "wendlefen82"},)},
    ),
    Rule(
        "every ingested tweet once",
        "A tweet lost or doubled here would not be missed later.",
        "SELECT sequence FROM (SELECT sequence, count(*) AS n FROM {batch} GROUP BY sequence) AS a"
        " FULL JOIN ingested AS b USING (sequence) WHERE n IS NULL OR n > 1 OR b.dump IS NULL",
        {TABLE: ({"sequence": 999},)},
    ),
    *RATES,
)
