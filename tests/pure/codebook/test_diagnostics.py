"""Each rule's figures are those of a small frame counted by hand."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.codebook.model import Codebook, Heading, Theme
from tasks.pure.codebook.concordance import concordance
from tasks.pure.codebook.diagnostics import VERDICTS, diagnosed
from tasks.pure.coding.assign_themes import headings_of
from tasks.pure.coding.evidence import DENIAL, hit_evidence

FRAME = Codebook(
    "small",
    "0.1.0",
    "Small",
    (Theme("care", "Care", "content"),),
    (
        Heading(
            "care.listen",
            "care",
            "Listening",
            "",
            strong=("listen*", "listen to me", "opera"),
            weak=("hear*", "ear"),
            unless=("easy listening", "deaf ear", "never said"),
            negated=True,
        ),
        Heading("care.time", "care", "Time", "", strong=("in five minutes",), weak=("minutes",)),
    ),
    {},
)
TEXTS = pl.Series(
    [
        "please listen to me",
        "listen up",
        "easy listening, easy listening",
        "hear with an ear",
        "hear, he did listen to me in five minutes",
        "they do not listen",
        "nothing of the kind",
    ]
)


def rows() -> dict[str, dict[str, object]]:
    return {row["rule"]: row for row in diagnosed(TEXTS, FRAME).iter_rows(named=True)}


@pytest.mark.parametrize(
    ("rule", "texts", "unique", "overlap", "conflict", "struck"),
    [
        ("listen*", 3, 1, 2, 0, 2),
        ("listen to me", 2, 0, 2, 0, 0),
        ("opera", 0, 0, 0, 0, 0),
        ("hear*", 2, 1, 2, 0, 0),
        ("ear", 1, 1, 1, 0, 0),
        ("easy listening", 1, 0, 0, 0, 0),
        ("deaf ear", 0, 0, 0, 0, 0),
        ("in five minutes", 1, 1, 1, 1, 0),
        ("minutes", 1, 0, 1, 1, 0),
    ],
)
def test_counts_are_those_counted_by_hand(
    rule: str, texts: int, unique: int, overlap: int, conflict: int, struck: int
) -> None:
    row = rows()[rule]
    told = [row[name] for name in ("texts", "unique", "overlap", "conflict", "struck")]
    assert told == [texts, unique, overlap, conflict, struck]


def test_a_rule_that_does_nothing_is_told_so() -> None:
    found = rows()
    assert {rule: found[rule]["verdict"] for rule in ("opera", "deaf ear", "easy listening")} == {
        "opera": "dead",
        "deaf ear": "dead",
        "easy listening": None,
    }
    assert {row["verdict"] for row in found.values()} <= {None, *VERDICTS}


def test_a_shadowed_rule_names_the_rule_that_is_always_there() -> None:
    many = pl.concat([TEXTS, pl.Series(["nothing of the kind"] * 100)])
    found = {row["rule"]: row for row in diagnosed(many, FRAME).iter_rows(named=True)}
    assert (found["listen to me"]["verdict"], found["listen to me"]["shadow"]) == ("shadowed", "listen*")
    assert (found["minutes"]["verdict"], found["minutes"]["shadow"]) == ("shadowed", "in five minutes")
    assert (found["listen*"]["verdict"], found["listen*"]["shadow"]) == (None, None)


def test_a_rule_that_is_everywhere_or_loses_most_is_greedy() -> None:
    assert rows()["listen*"]["verdict"] == "greedy"
    loses = pl.Series(["listen, in five minutes"] * 12 + ["nothing of the kind"] * 1000)
    found = {row["rule"]: row for row in diagnosed(loses, FRAME).iter_rows(named=True)}
    assert (found["listen*"]["conflict"], found["listen*"]["verdict"]) == (12, "greedy")


def test_a_rule_whose_hits_are_all_struck_is_told_so() -> None:
    found = {row["rule"]: row for row in diagnosed(pl.Series(["easy listening"]), FRAME).iter_rows(named=True)}
    assert (found["listen*"]["texts"], found["listen*"]["struck"], found["listen*"]["verdict"]) == (0, 1, "struck")


def test_no_texts_make_every_rule_dead() -> None:
    assert set(diagnosed(pl.Series([], dtype=pl.String), FRAME)["verdict"]) == {"dead"}


def test_evidence_tells_each_hit_with_its_words_and_what_struck_it() -> None:
    hits = hit_evidence(TEXTS, FRAME)
    assert hits.filter(pl.col("row") == 2)["struck_by"].to_list() == ["easy listening"] * 2
    assert hits.filter(pl.col("row") == 5).select("words", "struck_by").rows() == [("listen", DENIAL)]
    words = [TEXTS[row][start:end] for row, start, end in hits.select("row", "start", "end").iter_rows()]
    assert hits["words"].to_list() == words


def test_a_concordance_is_aligned_and_sorted_by_what_follows() -> None:
    found = concordance(TEXTS, "listen*", {})
    assert found["after"].to_list() == sorted(found["after"].to_list(), key=str.lower)
    assert found.height == 6
    line = found.filter(pl.col("row") == 4).row(0)
    assert line == (4, "hear, he did ", "listen", " to me in five minutes")


SAID = (
    "listen",
    "to",
    "me",
    "hear",
    "ear",
    "easy",
    "listening",
    "not",
    "opera",
    "minutes",
    "in",
    "five",
    "said",
    "never",
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(SAID), max_size=9)))
def test_evidence_and_codes_tell_the_same(words: list[list[str]]) -> None:
    texts = pl.Series([" ".join(said) for said in words], dtype=pl.String)
    live = hit_evidence(texts, FRAME).filter(pl.col("struck_by").is_null())
    counted = (
        live.group_by("row", "heading").agg(hits=pl.col("phrase").n_unique().cast(pl.Int64)).sort("row", "heading")
    )
    coded = headings_of(texts, FRAME).filter(pl.col("hits") > 0).select("row", "heading", "hits").sort("row", "heading")
    assert [tuple(row) for row in counted.iter_rows()] == [tuple(row) for row in coded.iter_rows()]
