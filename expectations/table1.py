"""Table 1: every heading once, and all of it sums to N."""

from expectations import Rule, at_least_one_row, no_nulls

TABLE = "table1"

RULES = (
    at_least_one_row(TABLE),
    no_nulls(TABLE, "theme", "heading", "tweets"),
    Rule(
        "sums to N",
        "A table that does not sum to the number of tweets has lost or doubled some.",
        "SELECT total FROM (SELECT sum(tweets) AS total FROM {batch}) WHERE total <> (SELECT count(*) FROM deduplicated)",
        {TABLE: ({"heading": "Extra", "tweets": 2},)},
    ),
    Rule(
        "every heading once",
        "A heading without tweets is a result too.",
        "SELECT heading FROM (SELECT theme, heading, count(*) AS n FROM {batch} GROUP BY theme, heading) AS a"
        " FULL JOIN (SELECT theme_name AS theme, heading_name AS heading, 1 AS m FROM headings) AS b"
        " USING (theme, heading) WHERE n IS NULL OR n > 1 OR m IS NULL",
        {TABLE: ({"heading": "Extra", "tweets": 0},)},
    ),
    Rule(
        "counts are the primaries",
        "Each count is what the codes say.",
        "SELECT a.heading FROM {batch} AS a JOIN headings ON theme_name = a.theme AND heading_name = a.heading"
        " LEFT JOIN (SELECT heading, count(*) AS n FROM coded WHERE is_primary GROUP BY heading) AS b"
        " ON b.heading = headings.heading WHERE a.tweets <> coalesce(n, 0)",
        {TABLE: ({"tweets": 7},)},
    ),
)
