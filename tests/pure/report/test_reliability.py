"""Agreement and decisions are told with their intervals, in page, manuscript and method; nothing where there are none."""

from dataclasses import replace
from io import BytesIO

import polars as pl
import pytest
from docx import Document

from tasks.pure.report.drawings import drawings
from tasks.pure.report.facts import facts_of
from tasks.pure.report.manuscript import manuscript
from tasks.pure.report.method_text import method
from tasks.pure.report.page import report_page
from tasks.pure.report.release import Release
from tasks.pure.report.reliability import figures_of, reliability
from tasks.pure.review.figures import figures
from tests.pure.report.reporting import RELEASE

CODES = pl.DataFrame(
    [
        (f"{tweet:02}", coder, heading, True)
        for tweet in range(12)
        for coder, heading in (("coder 1", "ab"[tweet % 2]), ("coder 2", "ab"[tweet % 2 if tweet > 1 else 0]))
    ],
    schema=["tweet_key", "coder", "heading", "is_primary"],
    orient="row",
)
CODED = replace(
    RELEASE,
    agreement=figures(CODES, ["coder 1", "coder 2"], None),
    decisions={"applied": 12, "changed": 1, "gone": 0, "given": 12, "found": 10, "both": 9},
)


def test_the_sentences_give_both_alphas_and_hold_the_rules_against_people() -> None:
    agreed, decided, against = reliability(CODED)
    assert "People coded 12 texts without seeing what the rules said or each other." in agreed
    assert "alpha was 0.84 (0." in agreed
    assert "People decided the codes of 12 texts" in decided
    assert "The words of 1 text have changed" in decided
    assert "rules had found 9 (75 %, 95 % interval 47 to 91 %); of the 10 that the rules gave, people kept 90 %" in against


def test_the_table_has_each_statistic_with_its_n_and_no_single_heading() -> None:
    rows = figures_of(CODED)
    assert [row[0] for row in rows] == [
        "Krippendorff's alpha, primary heading", "Krippendorff's alpha, MASI, all headings",
        "percent agreement, primary heading", "Cohen's kappa, primary heading", "Gwet's AC1, primary heading",
    ]  # fmt: skip
    assert {row[2] for row in rows} == {"12"}


@pytest.mark.parametrize(("release", "told"), [(CODED, True), (RELEASE, False)])
def test_page_manuscript_and_method_tell_it_where_there_is_something(release: Release, told: bool) -> None:
    facts = facts_of(release)
    drawn = drawings(release, facts)
    page = report_page(release, facts, drawn)
    assert ('id="reliability"' in page) == ('href="#reliability"' in page) == told
    assert ("Reliability" in dict(method(release, facts))) == told
    words = [paragraph.text for paragraph in Document(BytesIO(manuscript(release, facts, drawn))).paragraphs]
    assert ("Table 3. Agreement of coders" in words) == told


def test_decisions_of_a_public_release_say_nothing_of_the_rules() -> None:
    (decided,) = reliability(replace(RELEASE, decisions={"applied": 12, "changed": 0, "gone": 2}))
    assert decided.endswith("2 decisions could not be applied: the text is no longer in the study.")
