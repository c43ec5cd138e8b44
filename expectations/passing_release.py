"""A small honest release: every rule holds for it, so that a rule which fails does so for its own breaking row."""

from datetime import date
from typing import Any

import polars as pl

from tasks.schema import (
    ANONYMISED,
    CODED,
    COPIES,
    DEDUPLICATED,
    FLOW,
    INGESTED,
    LET_OUT,
    OVERLAP,
    PARAPHRASES,
    REPLACEMENTS,
    SET_ASIDE,
    TABLE1,
    TIMELINE,
    TYPED_WORDS,
    WITHHELD,
    Table,
)

KEY = "0000000000000001"
DAY = date(2013, 8, 10)
HEADINGS = pl.DataFrame(
    [
        (0, 0, "shelter", "Shelter", "content", "shelter.offer", "Offers"),
        (1, 1, "thanks", "Thanks", "residual", "thanks.thanks", "Thanks"),
        (2, 2, "uncoded", "Uncoded", "residual", "uncoded", "Uncoded"),
    ],
    schema=["position", "theme_position", "theme", "theme_name", "kind", "heading", "heading_name"],
    orient="row",
)
ROWS: dict[str, tuple[Table | None, list[dict[str, Any]]]] = {
    "ingested": (
        INGESTED,
        [{"sequence": 0, "dump": "a.csv", "line": 2, "handle": "quillfeather_z", "text": "we can host Quarnby 佐藤花子"}],
    ),
    "set_aside": (SET_ASIDE, [{"dump": "a.csv", "line": 3, "reason": "broken record"}]),
    "anonymised": (
        ANONYMISED,
        [{"tweet_key": KEY, "sequence": 0, "posted_on": DAY, "month": "2013-08", "text": "we can host"}],
    ),
    "deduplicated": (
        DEDUPLICATED,
        [{"tweet_key": KEY, "posted_on": DAY, "month": "2013-08", "text": "we can host", "copies": 1}],
    ),
    "replacements": (
        REPLACEMENTS,
        [
            {"tweet_key": KEY, "start": 12, "end": 19, "kind": "PERSON", "rule": "tagger", "score": 0.9},
            {"tweet_key": KEY, "start": 20, "end": 24, "kind": "PERSON", "rule": "context", "score": 1.0},
        ],
    ),
    "copies": (COPIES, []),
    "withheld": (WITHHELD, []),
    "let_out": (LET_OUT, []),
    "settings": (None, [{"keeps_short_texts": False, "shared_words": 4, "held_back_at_most": 0.005, "has_questions": False}]),
    "coded": (
        CODED,
        [
            {
                "tweet_key": KEY,
                "heading": "shelter.offer",
                "theme": "shelter",
                "rule": "can host",
                "strength": "strong",
                "words": "can host",
                "start": 3,
                "status": "live",
                "hits": 1,
                "is_primary": True,
                "step": "the only one",
            }
        ],
    ),
    "table1": (
        TABLE1,
        [
            {"theme": "Shelter", "heading": "Offers", "tweets": 1},
            {"theme": "Thanks", "heading": "Thanks", "tweets": 0},
            {"theme": "Uncoded", "heading": "Uncoded", "tweets": 0},
        ],
    ),
    "overlap": (
        OVERLAP,
        [
            {"theme": "Shelter", "other_theme": "Shelter", "tweets": 1},
            {"theme": "Shelter", "other_theme": "Thanks", "tweets": 0},
            {"theme": "Thanks", "other_theme": "Thanks", "tweets": 0},
        ],
    ),
    "timeline": (TIMELINE, [{"posted_on": DAY, "tweets": 1, "unique_tweets": 1}]),
    "flow": (
        FLOW,
        [
            {"stage": stage, "outcome": outcome, "reason": reason, "tweets": tweets}
            for stage, outcome, reason, tweets in (
                ("ingest", "read", "", 2),
                ("ingest", "set_aside", "broken record", 1),
                ("ingest", "kept", "", 1),
                ("anonymise", "read", "", 1),
                ("anonymise", "kept", "", 1),
                ("deduplicate", "read", "", 1),
                ("deduplicate", "kept", "", 1),
                ("assign_themes", "read", "", 1),
                ("assign_themes", "kept", "coded", 1),
                ("assign_themes", "kept", "uncoded", 0),
            )
        ],
    ),
    "tweets": (
        None,
        [
            {
                "tweet_key": KEY,
                "text": "we can host",
                "theme": "shelter",
                "heading": "shelter.offer",
                "copies": 1,
                "month": "2013-08",
            }
        ],
    ),
    "paraphrases": (
        PARAPHRASES,
        [
            {
                "tweet_key": KEY,
                "theme": "shelter",
                "heading": "shelter.offer",
                "text": "Somebody has a bed to spare.",
                "signed_by": "A. Reader",
                "signed_on": DAY,
                "reason": "read beside the tweet",
            }
        ],
    ),
    "typed_words": (
        TYPED_WORDS,
        [{"tweet_key": KEY, "place": "study, title", "text": "Beds after the flood", "is_phrase": False}],
    ),
    "codes": (
        None,
        [{"tweet_key": KEY, "heading": "shelter.offer", "rule": "can host", "words": "can host", "is_primary": True}],
    ),
}


def frames() -> dict[str, pl.DataFrame]:
    """Every table that the gate reads, honest."""
    return {name: _frame(table, rows) for name, (table, rows) in ROWS.items()} | {"headings": HEADINGS}


def _frame(table: Table | None, rows: list[dict[str, Any]]) -> pl.DataFrame:
    if table is None:
        return pl.DataFrame(rows)
    return pl.DataFrame(rows, schema=table.dtypes, orient="row") if rows else table.empty()
