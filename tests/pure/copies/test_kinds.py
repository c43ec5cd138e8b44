"""Every kind of copy is told by its samples, and what only looks like one is kept."""

from dataclasses import dataclass

import pytest

from tasks.pure.copies.kinds import KINDS, Kind
from tests.pure.copies.copying import Told, tell


@dataclass(frozen=True)
class Sample:
    """A text of a kind's declaration, and what should become of it."""

    kind: Kind
    role: str
    text: str
    kept_text: str | None


SAMPLES = [
    Sample(kind, role, text, kept_text)
    for kind in KINDS
    for role, pairs in {
        "original": [(kind.original, kind.original)],
        "copy": [(text, None) for text in kind.copies],
        "near miss": [(text, text) for text in kind.near_misses],
        "comment": kind.comments,
    }.items()
    for text, kept_text in pairs
]
PLACES = range(len(SAMPLES))


@pytest.fixture(scope="module")
def told() -> Told:
    flags = [sample.kind.is_flagged and sample.role == "copy" for sample in SAMPLES]
    return tell([sample.text for sample in SAMPLES], is_retweet=flags)


@pytest.mark.parametrize("place", PLACES, ids=[f"{sample.kind.id}-{sample.role}-{sample.text}" for sample in SAMPLES])
def test_a_sample_is_told_for_what_it_is(place: int, told: Told) -> None:
    sample = SAMPLES[place]
    if sample.kept_text is not None:
        assert told.kept.get(place) == sample.kept_text
    else:
        original = next(i for i in PLACES if SAMPLES[i].text == sample.kind.original)
        assert told.copies[place][:2] == ("K2" if sample.kind.id == "K3" else sample.kind.id, original)


def test_the_kinds_are_k1_to_k8() -> None:
    assert [kind.id for kind in KINDS] == [f"K{number}" for number in range(1, 9)]


def test_every_kind_has_copies_and_those_told_by_words_have_near_misses_or_comments() -> None:
    assert all(kind.copies for kind in KINDS)
    assert all(kind.near_misses or kind.comments for kind in KINDS if not kind.is_flagged)


def test_a_retweets_mark_stands_after_a_sign_but_is_no_part_of_a_tag_a_handle_or_a_word() -> None:
    words = "We can host you tonight in the big hall by the river"
    told = tell([words, *(f"{before}RT @owl: {words}" for before in ("", "!", "#", "@", "$", "x"))])
    assert [told.copies[place][0] for place in range(1, 7)] == ["K2", "K2", "K8", "K8", "K8", "K8"]
