"""The sentences say the numbers, in the singular and the plural, and claim nothing that a study did not do."""

from dataclasses import replace

import pytest

from tasks.pure.report import prose
from tasks.pure.report.facts import facts_of
from tasks.pure.report.method_text import method
from tasks.pure.report.numbers import count, counted, listed, percent, total
from tasks.pure.report.release import Release
from tests.pure.report.reporting import RELEASE, empty, told


def method_of(release: Release) -> dict[str, str]:
    return dict(method(release, facts_of(release)))


@pytest.mark.parametrize(
    ("number", "words"), [(None, "withheld tweets"), (0, "0 tweets"), (1, "1 tweet"), (1234, "1,234 tweets")]
)
def test_a_number_is_said_with_what_it_counts(number: int | None, words: str) -> None:
    assert counted(number, "tweet") == words


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(1, 3, "33.3 %"), (0, 3, "0.0 %"), (None, 3, ""), (1, None, ""), (0, 0, "")]
)
def test_a_share_is_told_where_both_its_numbers_are(part: int | None, whole: int | None, share: str) -> None:
    assert percent(part, whole) == share


def test_a_sum_with_a_withheld_part_is_withheld() -> None:
    assert total([1, 2]) == 3
    assert total([]) == 0
    assert total([1, None]) is None
    assert count(total([1, None])) == "withheld"


def test_a_list_reads_as_a_sentence() -> None:
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (None, None, "all days"),
        ("2013-08-10", None, "from 10 August 2013"),
        (None, "2013-08-11", "until 11 August 2013"),
        ("2013-08-10", "2013-08-10", "10 August 2013"),
        ("2013-08-10", "2013-09-01", "10 August 2013 to 1 September 2013"),
    ],
)
def test_a_window_reads_as_a_sentence(since: str | None, until: str | None, words: str) -> None:
    assert prose.window(since, until) == words


def test_the_method_tells_every_step_with_its_numbers() -> None:
    method = method_of(RELEASE)
    assert list(method) == ["Material", "Anonymisation", "De-duplication", "Coding", "Release"]
    assert (
        "bore #care and were posted between 10 August 2013 and 11 August 2013 (days in Europe/London)"
        in method["Material"]
    )
    assert "10 records were set aside (outside the window: 7; broken record: 3)" in method["Material"]
    assert "3 spans" in method["Anonymisation"]
    assert (
        "Of 50 tweets, 10 were set aside (retweets, “RT [USER]”: 9; the same words again: 1)"
        in method["De-duplication"]
    )
    assert "3 headings under 2 themes" in method["Coding"]
    assert "gate of 2 checks" in method["Release"]


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2013-08-10", "2013-08-10", "posted on 10 August 2013"),
        ("2013-08-10", None, "posted from 10 August 2013"),
        (None, "2013-08-11", "posted until 11 August 2013"),
    ],
)
def test_the_method_says_the_days(since: str | None, until: str | None, words: str) -> None:
    assert words in method_of(told(study={"since": since, "until": until}))["Material"]


def test_a_whole_dump_has_no_hashtag_and_no_window() -> None:
    whole = told(study={"hashtags": [], "since": None, "until": None})
    assert "All tweets of the dumps were kept." in method_of(whole)["Material"]
    assert prose.scope(whole) == "the whole dump, all days, days in Europe/London"


def test_near_duplicates_are_claimed_only_where_they_were_sought() -> None:
    assert "similarity of 0.9" in method_of(RELEASE)["De-duplication"]
    plain = method_of(told(study={"near_duplicates": None}))["De-duplication"]
    assert "similarity" not in plain
    assert "equal after normalising" in plain


def test_what_is_exact_needs_no_word_on_rounding() -> None:
    assert prose.rounding(RELEASE) == ""
    assert prose.rounding(replace(RELEASE, round_to=5)).startswith("Counts are rounded to the nearest 5")


def test_only_a_release_with_texts_warns_of_its_texts() -> None:
    assert "pseudonymised" in next(prose.limitations(RELEASE))
    assert not [words for words in prose.limitations(told(study={"profile": "public"})) if "pseudonymised" in words]


def test_a_study_of_nothing_has_no_largest_theme() -> None:
    words = prose.summary(empty(), facts_of(empty()))
    assert "largest" not in words
    assert "No heading of the coding frame occurs." in words


def test_a_frame_that_nobody_named_is_said_to_be_of_another_conversation() -> None:
    borrowed = replace(RELEASE, frame={"is_named": False, "weak_only_share": 0.31})
    (notice,) = (words for words in prose.limitations(borrowed) if "written for another conversation" in words)
    assert "31 % of the coded texts rest on weak phrases alone." in notice
    assert "31 % of the coded texts rest on weak phrases alone." in method_of(borrowed)["Coding"]
    named = replace(RELEASE, frame={"is_named": True, "weak_only_share": None})
    assert prose.frame_notice(named) == prose.frame_notice(RELEASE) == ""
