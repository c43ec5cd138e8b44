"""The flow: read = kept + set aside at every stage, and each stage reads what the one before it kept."""

from expectations import Rule, at_least_one_row, no_nulls

TABLE = "flow"

RULES = (
    at_least_one_row(TABLE),
    no_nulls(TABLE, "stage", "outcome", "tweets"),
    Rule(
        "read is kept and set aside",
        "Nothing disappears.",
        "SELECT stage FROM {batch} GROUP BY stage"
        " HAVING sum(CASE outcome WHEN 'read' THEN tweets ELSE -tweets END) <> 0",
        {TABLE: ({"stage": "ingest", "outcome": "set_aside", "reason": "lost", "tweets": 1},)},
    ),
    Rule(
        "a stage reads what the one before kept",
        "Rows lost between two stages would show in neither.",
        "SELECT later.stage FROM (VALUES ('ingest', 'anonymise'), ('anonymise', 'deduplicate'),"
        " ('deduplicate', 'assign_themes')) AS pairs(earlier_stage, later_stage)"
        " JOIN (SELECT stage, sum(tweets) AS tweets FROM {batch} WHERE outcome = 'kept' GROUP BY stage) AS earlier"
        " ON earlier.stage = earlier_stage"
        " JOIN (SELECT stage, sum(tweets) AS tweets FROM flow WHERE outcome = 'read' GROUP BY stage) AS later"
        " ON later.stage = later_stage WHERE earlier.tweets <> later.tweets",
        {
            TABLE: (
                {"stage": "ingest", "outcome": "read", "tweets": 1},
                {"stage": "ingest", "outcome": "kept", "tweets": 1},
            )
        },
    ),
    Rule(
        "the flow ends in Table 1",
        "The last number of the diagram is the N of the table.",
        "SELECT stage FROM (SELECT stage, sum(tweets) AS kept FROM {batch} WHERE stage = 'assign_themes'"
        " AND outcome = 'kept' GROUP BY stage) WHERE kept <> (SELECT sum(tweets) FROM table1)",
        {"table1": ({"heading": "Extra", "tweets": 2},)},
    ),
)
