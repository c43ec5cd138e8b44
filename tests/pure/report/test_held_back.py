"""What a report says of texts held back, and of those that a person let out."""

from dataclasses import replace
from typing import Any

from tasks.pure.report.drawings import drawings
from tasks.pure.report.facts import facts_of
from tasks.pure.report.held_back import held_back
from tasks.pure.report.method_text import method
from tasks.pure.report.page import report_page
from tests.pure.report.reporting import RELEASE

ROWS = [
    {"tweet_key": "00000000000000aa", "rule": "no links", "by": "A. Reader", "reason": "<b>an example</b>"},
    {"tweet_key": "00000000000000aa", "rule": "no usernames", "by": "A. Reader", "reason": "<b>an example</b>"},
]


def release(by_rule: dict[str, int], let_out: list[dict[str, Any]]) -> Any:
    return replace(RELEASE, held_back={"texts": sum(by_rule.values()), "by_rule": by_rule, "let_out": let_out})


def test_nothing_is_said_where_nothing_is_held_back() -> None:
    assert held_back(RELEASE) == held_back(release({}, [])) == ""


def test_how_many_by_rule_and_who_let_which_out() -> None:
    told = held_back(release({"no links": 2, "no usernames": 1}, ROWS))
    assert told == (
        "The words of 3 distinct texts are held back, for they break a rule of the gate: “no links” 2 and “no usernames” 1. "
        "They are counted and coded like every other. 1 text that breaks a rule was let out by A. Reader: <b>an example</b>"
    )
    assert "The words of 1 distinct text are held back" in held_back(release({"no links": 1}, []))


def test_the_page_and_the_method_say_it_and_nothing_of_it_runs() -> None:
    held = release({"no links": 2}, ROWS)
    page = report_page(held, facts_of(held), drawings(held, facts_of(held)))
    assert "<b>2</b> counted, words held back" in page
    assert "&lt;b&gt;an example&lt;/b&gt;" in page
    assert "<b>an example" not in page
    assert held_back(held) in dict(method(held, facts_of(held)))["Release"]
