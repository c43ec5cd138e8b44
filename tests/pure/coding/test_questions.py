"""What a text answers changes what it means: rules about a question count where it was asked, and nowhere else."""

from pathlib import Path

import polars as pl
import pytest

from tasks.codebook.loading import parsed
from tasks.codebook.questions import answers, parted
from tasks.errors import CodebookInvalid
from tasks.pure.coding.assign_themes import assign_themes, coded_texts
from tasks.pure.coding.evidence import hit_evidence
from tasks.pure.coding.questions import asked_of, names_of
from tasks.schema import DEDUPLICATED

TOML = """
[codebook]
id = "care"
version = "0.1.0"
[sets]
better = ["better|improve*"]
[questions.improve]
phrases = ["{better}"]
examples = ["What could we do better?"]
near_misses = ["What was good?"]
[themes.general]
name = "General"
[[headings]]
id = "general.content"
name = "Content"
definition = "All is well."
strong = ["question:improve nothing", "fine"]
unless = ["question:improve fine"]
examples = ["question:improve Nothing at all", "All fine"]
near_misses = ["Nothing at all", "question:improve A fine for late calls"]
[[headings]]
id = "general.short"
name = "Short"
definition = "A word."
strong = ['question:improve /^no\\W*$/']
examples = ["question:improve No"]
near_misses = ["No"]
[[history]]
version = "0.1.0"
date = 2026-11-30
change = "first"
"""
FRAME = parsed(TOML, Path("care.toml"))
QUESTIONS = pl.Series(["How could we improve?", "What was good?", None])


def test_a_phrase_is_parted_from_its_question() -> None:
    assert parted("question:why a b") == ("why", "a b")
    assert parted("questions:why a b") == ("", "questions:why a b")
    assert parted("question: why") == ("", "question: why")
    assert answers(["question:why x", "y"]) == (["x", "y"], [["why"], []])


def test_a_question_is_known_by_its_phrases_and_one_that_nobody_put_by_none() -> None:
    assert names_of(QUESTIONS, FRAME).to_list() == [["improve"], [], []]


def test_a_rule_about_a_question_counts_where_it_was_asked() -> None:
    tweets = pl.DataFrame({"tweet_key": ["a", "b", "c"], "text": ["Nothing"] * 3, "question": QUESTIONS})
    coded = assign_themes(pl.concat([DEDUPLICATED.empty(), tweets], how="diagonal"), FRAME)
    assert coded.filter("is_primary").get_column("heading").to_list() == ["general.content", "uncoded", "uncoded"]
    assert asked_of(pl.concat([DEDUPLICATED.empty(), tweets], how="diagonal"), FRAME).rows() == [("a", "improve")]


def test_exceptions_and_regular_expressions_ask_for_a_question_too() -> None:
    texts, asked = pl.Series(["All fine", "All fine", "No.", "No."]), pl.Series([[], ["improve"], [], ["improve"]])
    found = coded_texts(texts, FRAME, asked).get_column("primary").to_list()
    assert found == ["general.content", None, None, "general.short"]
    told = hit_evidence(texts, FRAME, asked).select("row", "rule", "struck_by").rows()
    assert told == [
        (0, "fine", None), (1, "fine", "question:improve fine"), (3, "question:improve /^no\\W*$/", None),
    ]  # fmt: skip


def test_without_word_of_what_was_asked_no_such_rule_counts() -> None:
    assert coded_texts(pl.Series(["Nothing", "No", "fine"]), FRAME).get_column("primary").to_list() == [
        None, None, "general.content",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"question:improve nothing"', '"question:other nothing"', "asks for the question other, which is not there"),
        ('"question:improve No"', '"question:other No"', "asks for the question other, which is not there"),
        ('phrases = ["{better}"]', 'phrases = ["{worse}"]', "question improve: '{worse}' uses the set worse"),
        ('phrases = ["{better}"]', "phrases = []", "needs at least one of phrases"),
        ("/^no\\W*$/", "/^(a+)+$/", "repeats a repeat"),
    ],
)
def test_a_question_that_cannot_be_is_refused_with_its_line(old: str, new: str, told: str) -> None:
    with pytest.raises(CodebookInvalid, match="line") as refused:
        parsed(TOML.replace(old, new), Path("care.toml"))
    assert told in str(refused.value)
