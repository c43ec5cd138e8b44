"""Each fault that a coding frame can have is found, and a frame without any passes."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from tasks.codebook.model import Change, Codebook, Heading, Theme
from tasks.pure.codebook_appendix import appendix
from tasks.pure.codebook_changes import changed_rules, moved_tweets
from tasks.pure.codebook_proof import faults

HEADING = Heading(
    "shelter.offer",
    "shelter",
    "Offers",
    "A bed is offered.",
    strong=("can host",),
    weak=("sofa", "{ride}"),
    unless=("no sofa",),
    examples=("We can host a family",),
    near_misses=("There is no sofa here, nor a lift",),
)
FRAME = Codebook(
    "small",
    "0.1.0",
    "Small",
    (Theme("shelter", "Shelter", "content"),),
    (HEADING,),
    {"ride": ("lift*",)},
    history=(Change("0.1.0", "2026-01-01", "first"),),
)


def with_heading(**changes: object) -> Codebook:
    return replace(FRAME, headings=(replace(HEADING, **changes),))  # type: ignore[arg-type]


def test_a_frame_that_keeps_its_promises_has_no_fault() -> None:
    assert faults(FRAME) == []


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (with_heading(examples=("Nothing of the kind",)), "example is coded not at all"),
        (with_heading(near_misses=("They can host us",)), "near miss is coded after all"),
        (with_heading(strong=(), weak=(), examples=()), "nothing can reach it"),
        (with_heading(examples=()), "has no example"),
        (with_heading(strong=("can host", "we can host you all right now")), "more than 5 words"),
        (with_heading(strong=("can host", "Can  host")), "written twice"),
        (replace(FRAME, headings=(HEADING, replace(HEADING, id="shelter.more", examples=("x",)))), "cannot tell them apart"),
        (replace(FRAME, sets={**FRAME.sets, "idle": ("bus",)}), "used nowhere"),
        (replace(FRAME, version="0.2.0"), "does not say what version 0.2.0 changed"),
        (replace(FRAME, history=FRAME.history * 2), "says a version twice"),
    ],
)
def test_each_fault_is_found(frame: Codebook, told: str) -> None:
    assert told in " / ".join(fault.what for fault in faults(frame))


def test_a_change_is_told_and_the_tweets_that_it_moves() -> None:
    new = replace(with_heading(strong=("can host", "spare room")), precedence=("shelter.offer",))
    assert changed_rules(FRAME, FRAME) == []
    assert changed_rules(FRAME, new) == [
        "+ shelter.offer strong: spare room",
        "~ precedence",
        "! the rules changed and the version did not: it is still 0.1.0",
    ]
    tweets = pl.DataFrame({"tweet_key": ["a", "b"], "text": ["a spare room", "we can host"]})
    assert moved_tweets(tweets, FRAME, new).rows() == [("a", "a spare room", None, "shelter.offer")]


def test_the_appendix_holds_every_heading(tmp_path: Path) -> None:
    assert "### Offers" in appendix(FRAME)
    assert "`can host`" in appendix(FRAME)
