"""Each fault that a coding frame can have is found, and a frame without any passes."""

from dataclasses import replace

import polars as pl
import pytest

from tasks.codebook.model import Change, Codebook, Heading, Question, Theme
from tasks.pure.codebook.appendix import appendix, appendix_page
from tasks.pure.codebook.changes import changed_rules, coded_by_both, moved_tweets, rules_digest, shifted_headings
from tasks.pure.codebook.proof import faults, hints

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


def asking(**changes: object) -> Codebook:
    """A frame with a question, which a phrase asks for."""
    question = replace(Question("better", ("better|improve*",), ("What could be better?",)), **changes)  # type: ignore[arg-type]
    heading = replace(HEADING, strong=("can host", "question:better nothing"))
    return replace(FRAME, headings=(heading,), questions=(question,))


def test_a_question_with_its_proof_has_no_fault_and_is_told_wherever_the_frame_is() -> None:
    assert faults(asking()) == []
    assert rules_digest(asking()) != rules_digest(asking(phrases=("better|improve*", "change*")))
    assert "~ question better" in changed_rules(asking(), asking(phrases=("better", "improve*")))
    assert "question:better" in appendix(asking())
    assert "question:better</code>" in appendix_page(asking())


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
        (
            replace(FRAME, headings=(HEADING, replace(HEADING, id="shelter.more", examples=("x",)))),
            "cannot tell them apart",
        ),
        (replace(FRAME, sets={**FRAME.sets, "idle": ("bus",)}), "used nowhere"),
        (asking(examples=()), "better has no example"),
        (asking(examples=("What was good?",)), "better is not told by 'What was good?'"),
        (asking(near_misses=("What is better?",)), "near miss is taken for better after all"),
        (replace(asking(), headings=(HEADING,)), "better is used nowhere"),
        (replace(FRAME, version="0.2.0"), "does not say what version 0.2.0 changed"),
        (replace(FRAME, history=FRAME.history * 2), "says a version twice"),
        (
            replace(FRAME, history=(replace(FRAME.history[0], rules="0" * 12),)),
            "no longer those of version 0.1.0 (000000000000)",
        ),
        (
            with_heading(strong=("can host", "no sofa bed"), unless=("no sofa", "sofa ..2 bed", "no sofa bed")),
            "always struck",
        ),
        (
            with_heading(strong=("can host", "bed|room free", "room|bed free")),
            "'room|bed free' finds the same as 'bed|room free'",
        ),
        (
            with_heading(strong=("can host", "ride"), weak=("sofa", "{ride}", "lift*")),
            "'lift*' finds the same as '{ride}'",
        ),
    ],
)
def test_each_fault_is_found(frame: Codebook, told: str) -> None:
    assert told in " / ".join(fault.what for fault in faults(frame))


@pytest.mark.parametrize(
    "sound",
    [
        with_heading(strong=("can host", "!SOFA")),
        with_heading(strong=("can host", "sofa ..2 free"), unless=("sofa free", "no sofa")),
        with_heading(strong=("can host", "no ..1 sofa")),
        with_heading(strong=("can host", "<link>", "#bed", "self-built", "/so+fa/", "'tis|it's mine")),
        replace(FRAME, history=(replace(FRAME.history[0], rules=rules_digest(FRAME)),)),
    ],
)
def test_what_can_be_reached_and_is_sealed_is_no_fault(sound: Codebook) -> None:
    assert [fault.what for fault in faults(sound)] == []


@pytest.mark.parametrize(
    ("phrase", "is_misread"),
    [
        ("postcode lottery|post-code lottery", True),
        ("side-effect*|side effect*", True),
        ("aftercare|after care", True),
        ("thank you|thanks", True),
        ("three times|two times", True),
        ("agency staff|bank staff", True),
        ("listen|hear to me|us", False),
        ("talked|talk to me|us", False),
        ("till|til monday|morning", False),
        ("spare ..2 room|bed", False),
        ("waited|wait ..3 times", False),
        ("rt|RT <user>", False),
        ("/a|b c|a/", False),
    ],
)
def test_a_space_that_ends_an_alternative_is_hinted_at_where_it_is_misread(phrase: str, is_misread: bool) -> None:
    *misread, unsealed = hints(with_heading(strong=("can host", phrase)))
    assert [hint.heading for hint in misread] == ["shelter.offer"] * is_misread
    assert all(hint.what.startswith(f"a space ends an alternative: {phrase!r} asks for '") for hint in misread)
    assert "seals version 0.1.0" in unsealed.what


def test_the_digest_of_the_rules_is_that_of_what_decides_a_code() -> None:
    reworded = with_heading(definition="Another.", examples=("We can host you",), name="Offered")
    assert rules_digest(replace(reworded, version="9", title="Other")) == rules_digest(FRAME)
    differ = (
        with_heading(weak=("sofa",)),
        with_heading(negated=True),
        replace(FRAME, sets={"ride": ("bus",)}),
        replace(FRAME, precedence=("shelter.offer",)),
        replace(FRAME, themes=(Theme("shelter", "Shelter", "residual"),)),
    )
    assert len({rules_digest(frame) for frame in (FRAME, *differ)}) == len(differ) + 1


def test_a_change_is_told_and_the_tweets_that_it_moves() -> None:
    new = replace(with_heading(strong=("can host", "spare room")), precedence=("shelter.offer",))
    assert changed_rules(FRAME, FRAME) == []
    assert changed_rules(FRAME, new) == [
        "+ shelter.offer strong: spare room",
        "~ precedence",
        "! the rules changed and the version did not: it is still 0.1.0",
    ]
    tweets = pl.DataFrame({"tweet_key": ["a", "b"], "text": ["a spare room", "we can host"]})
    both = coded_by_both(tweets, FRAME, new)
    assert moved_tweets(both).rows() == [("a", "a spare room", None, "shelter.offer")]
    assert shifted_headings(both).rows() == [("shelter.offer", 1, 0)]
    assert shifted_headings(coded_by_both(tweets, new, FRAME)).rows() == [("shelter.offer", 0, 1)]
    assert shifted_headings(coded_by_both(tweets, new, new)).is_empty()


def test_words_that_change_no_rule_need_no_version() -> None:
    new = replace(
        with_heading(near_misses=()),
        themes=(Theme("shelter", "Havens", "content"), Theme("thanks", "Thanks", "residual")),
    )
    assert changed_rules(FRAME, replace(new, themes=new.themes[:1])) == [
        f"- shelter.offer near_misses: {HEADING.near_misses[0]}",
        "~ theme shelter name",
    ]
    assert "+ theme thanks" in changed_rules(FRAME, new)
    assert "- theme thanks" in changed_rules(new, FRAME)


def test_an_order_that_changes_is_told() -> None:
    other = replace(HEADING, id="shelter.more")
    lines = changed_rules(replace(FRAME, headings=(HEADING, other)), replace(FRAME, headings=(other, HEADING)))
    assert lines[0] == "~ order of the headings"


def test_the_appendix_holds_all_of_the_frame() -> None:
    told = appendix(FRAME)
    for part in (
        "### Offers",
        "*Strong:* `can host`",
        "*Unless:* `no sofa`",
        "- `{ride}`: `lift*`",
        "0.1.0 (2026-01-01)",
    ):
        assert part in told


def test_the_appendix_takes_words_as_words() -> None:
    frame = with_heading(definition="a *b* <i>c</i> [d](e)", strong=("<link>", "can host"))
    assert "a \\*b\\* \\<i\\>c\\</i\\> \\[d\\](e)" in appendix(frame)
    page = appendix_page(frame)
    assert "a *b* &lt;i&gt;c&lt;/i&gt;" in page
    assert "<code>&lt;link&gt;</code>, <code>can host</code>" in page
    assert page.count('<section id="shelter.offer">') == 1
    assert "script" not in page.lower()
