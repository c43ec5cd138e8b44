"""What a page could run is found, and what it only says is not taken for it."""

import re

import pytest

from tasks.bundles.checks.page import active
from tests.pure.report.reporting import HOSTILE, RELEASE, hostile, paraphrased
from tests.pure.report.test_page import page_of


@pytest.mark.parametrize("words", [HOSTILE[0], HOSTILE[1], HOSTILE[2], HOSTILE[3]])
def test_words_that_would_run_are_found(words: str) -> None:
    assert active(f"<!doctype html><p>{words}</p>")


@pytest.mark.parametrize(
    "words",
    [
        "<svg/onload=x>",
        "<b\nonclick = x>",
        "<a href=//owl.example>x</a>",
        "<meta http-equiv=refresh content=0>",
        "<b style='background:url(x)'>",
        "<style>@import 'x';</style>",
        "<style>b{content:'\\\\40'}</style>",
        "<p title='>' onclick='x'>",
        "< script>",
    ],
)
def test_other_ways_are_found_too(words: str) -> None:
    assert active(f"<!doctype html>{words}")


@pytest.mark.parametrize("release", [RELEASE, hostile(), paraphrased(*HOSTILE)], ids=["tweets", "names", "paraphrases"])
def test_a_report_of_hostile_words_says_them_and_is_no_broken_promise(release: object) -> None:
    page = page_of(release)  # type: ignore[arg-type]
    beside = frozenset(re.findall(r'<a href="([a-z0-9_/.]+)"', page))
    assert "table1.csv" in beside
    assert active(page, beside) == 0
    assert active(page) == page.count("<a href=") - page.count('<a href="#')
