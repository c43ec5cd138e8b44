"""What strikes a hit, held to the plain definition; and a text that repeats itself takes no work beyond its length."""

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.codebook.model import Codebook, Heading, Theme
from tasks.pure.coding import matcher as hits_module
from tasks.pure.coding.assign_themes import coded_texts, frame_of
from tasks.pure.coding.evidence import DENIAL, hit_evidence, rules_of
from tasks.pure.coding.ladder import struck
from tasks.pure.coding.matcher import find_hits

FRAME = Codebook(
    "small",
    "1",
    "Small",
    (Theme("care", "Care", "content"),),
    (
        Heading(
            "care.listen", "care", "Listening", "Is heard.", strong=("listen*",), weak=("radio",),
            unless=("easy listening", "easy ..2 radio", "listen* ..2 the ..1 radio"),
        ),
        Heading(
            "care.time", "care", "Time", "Has time.", strong=("time", "easy"), unless=("time out", "out of time"), negated=True
        ),
    ),
    {},
)  # fmt: skip
WORDS = ("easy", "listening", "listen", "to", "the", "radio", "time", "out", "of", "not", "so")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_a_hit_is_struck_that_lies_within_an_unless_of_its_heading(texts: list[str]) -> None:
    rules = rules_of(FRAME).select("position", "strength", "rule").rows()
    hits = find_hits(pl.Series(texts), FRAME)
    expected = {
        hit: sorted(
            rules[other[1]][2]
            for other in hits.rows()
            if rules[other[1]][:2] == (rules[hit[1]][0], "unless")
            and (other[0], other[2] <= hit[2], other[3] >= hit[3]) == (hit[0], True, True)
        )
        for hit in hits.rows()
    }
    told = hit_evidence(pl.Series(texts), FRAME).filter(pl.col("struck_by").fill_null("") != DENIAL)
    for hit, found in zip(told.select("row", "phrase", "start", "end").rows(), told.get_column("struck_by"), strict=True):
        assert [found] == (expected[hit][:1] or [None])
    assert struck(hits, frame_of(FRAME)).tolist() == [bool(expected[hit]) for hit in hits.rows()]


@pytest.mark.parametrize("coded", [coded_texts, hit_evidence])
def test_a_text_that_repeats_itself_takes_work_in_proportion(
    coded: Callable[[pl.Series, Codebook], pl.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the rows that joins bring forth, and by the characters in which a denial is sought."""
    text, rows, read = "easy listening, time out of the radio. " * 300, [0], [0]
    join, canonical = pl.DataFrame.join, hits_module.canonical
    monkeypatch.setattr(pl.DataFrame, "join", lambda *a, **more: (rows.append((made := join(*a, **more)).height), made)[1])
    monkeypatch.setattr(hits_module, "canonical", lambda words: (read.append(len(words)), canonical(words))[1])
    found = coded(pl.Series([text]), FRAME)
    hits = find_hits(pl.Series([text]), FRAME).height
    assert found.height
    assert hits > 1_500
    assert max(rows) <= 4 * hits
    assert sum(read) <= 41 * hits
