"""The texts held back: few, for an anonymiser that does not work shows in their number."""

from expectations import Rule

TABLE = "withheld"
ALWAYS_ALLOWED = 3
"""Texts: one odd row in a small dump tells nothing of the anonymiser."""

RULES = (
    Rule(
        "few texts are held back",
        "A text in a thousand slips past an anonymiser that works; of a broken one many do.",
        f"WITH held AS (SELECT DISTINCT tweet_key FROM {{batch}}) SELECT tweet_key FROM held"
        f" WHERE (SELECT count(*) FROM held) > greatest({ALWAYS_ALLOWED},"
        " (SELECT max(held_back_at_most) FROM settings) * (SELECT count(*) FROM deduplicated))",
        {TABLE: tuple({"tweet_key": f"{place:016x}", "rule": "no links"} for place in range(4))},
        rows=4,
        honest={TABLE: tuple({"tweet_key": f"{place // 2:016x}", "rule": "no links"} for place in range(6))},
    ),
)
