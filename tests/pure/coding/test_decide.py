"""People's decisions stand above the rules, and change nothing else."""

from pathlib import Path

import polars as pl
import pytest

from tasks.codebook.loading import parsed
from tasks.pure.coding.assign_themes import assign_themes
from tasks.pure.coding.decide import STEP, by_rules, decide, released, standing, text_digest
from tasks.schema import CODED, DECISIONS, DEDUPLICATED
from tests.small_studies import CODEBOOK

FRAME = parsed(CODEBOOK, Path("small.toml"))
TEXTS = {"a": "please listen to me, thanks", "b": "thanks", "c": "nothing of note", "d": "listen to me"}
TWEETS = DEDUPLICATED.conform(
    pl.DataFrame({"tweet_key": list(TEXTS), "text": list(TEXTS.values())}).select(
        pl.col(name) if name in {"tweet_key", "text"} else pl.lit(None).alias(name) for name in DEDUPLICATED.names
    )
)
CODES = assign_themes(TWEETS, FRAME)


def decided(**headings: list[str]) -> pl.DataFrame:
    rows = [{"number": number, "tweet_key": key, "headings": given} for number, (key, given) in enumerate(headings.items(), 1)]
    return DECISIONS.conform(pl.DataFrame(rows, schema_overrides=DECISIONS.dtypes).select(
        pl.col(name) if name in {"number", "tweet_key", "headings"} else pl.lit(None).alias(name) for name in DECISIONS.names
    ))  # fmt: skip


def rows_of(codes: pl.DataFrame, key: str) -> list[tuple[str, str, bool, str | None]]:
    return codes.filter(pl.col("tweet_key") == key).select("heading", "status", "is_primary", "step").rows()


@pytest.mark.parametrize(
    ("key", "given", "rows"),
    [
        ("a", ["thanks.thanks"], [("asking.listen", "overruled", False, None), ("thanks.thanks", "live", True, STEP)]),
        (
            "a",
            ["thanks.thanks", "asking.listen"],
            [("asking.listen", "live", False, None), ("thanks.thanks", "live", True, STEP)],
        ),
        ("b", ["uncoded"], [("thanks.thanks", "overruled", False, None), ("uncoded", "live", True, STEP)]),
        ("c", ["asking.listen"], [("asking.listen", "live", True, STEP)]),
        ("c", ["uncoded"], [("uncoded", "live", True, STEP)]),
    ],
)
def test_what_people_gave_is_what_counts(key: str, given: list[str], rows: list[tuple[str, str, bool, str | None]]) -> None:
    codes = decide(CODES, decided(**{key: given}), FRAME)
    assert rows_of(codes, key) == rows
    assert codes.filter("is_primary").get_column("tweet_key").to_list() == list(TEXTS)


def test_other_tweets_keep_every_row_and_their_order() -> None:
    codes = decide(CODES, decided(a=["thanks.thanks"]), FRAME)
    assert codes.filter(pl.col("tweet_key") != "a").equals(CODES.filter(pl.col("tweet_key") != "a"))
    assert decide(CODES, decided(elsewhere=["thanks.thanks"]), FRAME).equals(CODES)
    assert codes.schema == CODED.dtypes


def test_a_heading_that_only_people_gave_has_no_rule_and_no_words() -> None:
    row = decide(CODES, decided(c=["asking.listen"]), FRAME).filter(pl.col("tweet_key") == "c").row(0, named=True)
    assert (row["rule"], row["words"], row["theme"], row["hits"]) == (None, None, "asking", 0)


def test_a_decision_whose_words_changed_is_told_and_one_whose_tweet_is_gone_is_missed() -> None:
    known = decided(a=["uncoded"], b=["uncoded"], gone=["uncoded"]).with_columns(
        text_sha256=pl.Series([text_digest("please  listen to me,\r\nthanks"), text_digest("other words"), ""])
    )
    assert standing(TWEETS, known).rows() == [(1, "a", False), (2, "b", True)]


def test_what_the_rules_alone_had_given_is_told_from_decided_codes() -> None:
    known = decided(a=["thanks.thanks"], b=["uncoded"], c=["asking.listen"])
    codes = decide(CODES, known, FRAME).filter(pl.col("tweet_key") != "d")
    assert by_rules(codes).rows() == [("a", "asking.listen"), ("a", "thanks.thanks"), ("b", "thanks.thanks"), ("c", "uncoded")]


def test_a_teams_bundle_tells_the_decisions_that_count() -> None:
    known = decided(b=["uncoded"], a=["thanks.thanks", "asking.listen"], gone=["uncoded"])
    rows = released(known, standing(TWEETS, known)).select("number", "tweet_key", "headings").rows()
    assert rows == [(2, "a", "thanks.thanks; asking.listen"), (1, "b", "uncoded")]
