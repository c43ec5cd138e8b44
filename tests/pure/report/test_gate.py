"""The gate's section begins with what was looked for and how the gate was tested; exceptions stand there with their reasons."""

from dataclasses import replace

from tasks.pure.report.gate import in_short_words, study_exceptions
from tests.pure.report.reporting import RELEASE
from tests.pure.report.test_page import Page, page_of


def test_what_was_looked_for_is_told_by_the_rules_on_words() -> None:
    of_tweets = [("tweets", rule) for rule in ("no links", "no usernames", "nobody who gave way", "unique text")]
    rules = [*of_tweets, ("typed_words", "no links")]
    looked, tested = in_short_words([*rules, ("overlap", "no pair exceeds its themes")], 84)
    assert looked == "Every text that is released was searched, and has no links; no usernames; nobody who gave way."
    assert tested.startswith("Before it judged, the gate was tested: each of its 84 rules")
    assert list(in_short_words([], 0)) == []


def test_exceptions_and_files_to_look_at_stand_in_the_report() -> None:
    given = {"output": "timeline", "rule": "fewest_authors", "reason": "No authors were kept.", "by": "A. Steward"}
    study = {**RELEASE.study, "exceptions": [given]}
    release = replace(RELEASE, study=study, to_look_at=(("tweets.csv", "holds phrasing"),), canaries=84)
    words = Page(page_of(release)).text
    assert "fewest_authors does not hold for timeline: No authors were kept. (A. Steward)" in words
    assert "1 file to look at before it goes out tweets.csv : holds phrasing" in words
    assert "each of its 84 rules was shown invented rows" in words
    assert study_exceptions(RELEASE) == []
