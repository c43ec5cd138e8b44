"""Each file of a release gets pass, review or fail, and the reason."""

from typing import Any

import polars as pl
import pytest

from tasks.pure.disclosure.outputs import outputs

COUNTS = pl.DataFrame({"heading": ["a", "b"], "tweets": [12, 40]})
HIDDEN = pl.DataFrame({"heading": ["a", "b"], "tweets": pl.Series([None, None], dtype=pl.Int64)})
TABLES = {"table1": COUNTS, "overlap": HIDDEN, "quotes": COUNTS, "contrasts": COUNTS.clear()}
WAIVED = {"output": "timeline", "rule": "fewest_authors", "reason": "No authors were kept.", "by": "A. Steward"}


def judged(file: str, profile: str, tables: dict[str, pl.DataFrame] = TABLES, **study: Any) -> tuple[str, str]:
    (made,) = outputs([file], {"profile": profile, "exceptions": [], **study}, tables, study.get("checks", []))
    return made["outcome"], made["reason"]


@pytest.mark.parametrize(
    ("file", "profile", "outcome", "reason"),
    [
        ("table1.csv", "team", "pass", "no tweet's words"),
        ("tweets.csv", "team", "review", "pseudonymised"),
        ("quotes.csv", "team", "review", "pseudonymised"),
        ("report.html", "team", "review", "quotes 2 texts"),
        ("table1.csv", "public", "pass", "no tweet's words"),
        ("overlap.csv", "public", "review", "no count of it can be told"),
        ("tweets.csv", "public", "fail", "no public release holds"),
        ("codes.parquet", "public", "fail", "no public release holds"),
        ("notes.xlsx", "public", "fail", "no public release holds"),
        ("figures/flow.png", "public", "pass", ""),
    ],
)
def test_a_file_is_judged_by_its_profile(file: str, profile: str, outcome: str, reason: str) -> None:
    found = judged(file, profile)
    assert found[0] == outcome
    assert reason in found[1]


def test_table_1_of_which_nothing_can_be_told_fails() -> None:
    assert judged("table1.csv", "public", {"table1": HIDDEN})[0] == "fail"


def test_what_is_withheld_is_counted() -> None:
    half = COUNTS.with_columns(tweets=pl.Series([None, 40]))
    assert judged("table1.csv", "public", {"table1": half}) == ("pass", "1 of 2 counts are withheld")


def test_an_exception_and_a_check_that_did_not_pass_are_for_a_person_to_see() -> None:
    outcome, reason = judged("timeline.csv", "public", exceptions=[WAIVED])
    assert outcome == "review"
    assert "No authors were kept. (A. Steward)" in reason
    check = {"rule": "days add up", "table": "table1", "outcome": "fail"}
    assert judged("table1.csv", "team", checks=[check]) == ("review", "its check “days add up” did not pass")
