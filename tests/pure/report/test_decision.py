"""A report says at its top that it is a draft until somebody has decided on it, and then who did."""

from dataclasses import replace
from typing import Any

import pytest

from tasks.pure.report.decision import decided
from tests.pure.report.reporting import RELEASE
from tests.pure.report.test_page import page_of

GIVEN = {"by": "Ada Owl", "reason": "Counts agree.", "is_signed": False, "given_through": "account 0"}
DRAFT, LET_OUT = "No person has let it out", "Let out by Ada Owl"


@pytest.fixture(scope="module")
def draft() -> str:
    return page_of(replace(RELEASE, study={**RELEASE.study, "sign_off": True}))


def test_a_draft_says_that_it_is_one_before_it_says_anything_else(draft: str) -> None:
    assert draft.index(DRAFT) < draft.index('<p class="lead')
    assert LET_OUT not in draft


def test_a_decision_takes_the_place_of_the_notice(draft: str) -> None:
    page = decided(draft, GIVEN)
    assert LET_OUT in page
    assert DRAFT not in page


@pytest.mark.parametrize("given", [GIVEN, GIVEN | {"others": [GIVEN]}])
def test_without_its_decision_a_release_is_the_draft_that_was_seen(draft: str, given: dict[str, Any]) -> None:
    assert decided(decided(draft, given), None) == draft


def test_where_nobody_is_asked_no_page_is_a_draft() -> None:
    assert DRAFT not in page_of(RELEASE)


def test_words_typed_into_a_report_are_no_place_for_a_decision(draft: str) -> None:
    page = decided(draft, GIVEN | {"reason": '<div id="draft">x</div><div id="decision">y</div>'})
    assert decided(page, None) == draft
