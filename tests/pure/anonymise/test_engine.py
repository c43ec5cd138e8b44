import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import StorageError
from tasks.models import load
from tasks.pure.anonymise import engine as engines
from tasks.pure.anonymise.engine import anonymised
from tasks.pure.anonymise.evidence import Term, is_found, terms
from tasks.pure.anonymise.spans import KINDS

WILD = st.text(
    st.one_of(
        st.characters(codec=None),
        st.sampled_from(
            "@#＃＠ .:/'’-_[]|\u200b\u200d\u202e\u0301\ufe0f\ue000\U0001f1ec\U0001f1e7\U0001f3f4\U000e007f\U0010ffff"
        ),
        st.sampled_from("OrlaTressickKevinLeeds"),
    ),
    max_size=60,
)
SOME = [
    "Ask Orla Tressick in Leeds",
    "",
    None,
    "#KevChat @quill_x said hi",
    "http://t.c… no",
    "Dr Brown’s Larch Ward 07700 900123",
]


def spans_fit(texts: list[str | None], outcome: engines.Outcome) -> None:
    done: dict[int, int] = {}
    for row, start, end, kind, _, score in outcome.spans.iter_rows():
        assert done.get(row, 0) <= start < end <= len(texts[row] or "")
        assert kind in KINDS
        assert 0 <= score <= 1
        done[row] = end


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.none(), WILD), max_size=4))
def test_no_text_is_too_odd_and_spans_lie_within_it(texts: list[str | None]) -> None:
    outcome = anonymised(texts, load.engine(), "strict")
    assert len(outcome.texts) == len(texts)
    assert [text is None for text in texts] == [text is None for text in outcome.texts]
    assert all(text is None or text.encode() is not None for text in outcome.texts)
    spans_fit(texts, outcome)


@settings(max_examples=20, deadline=None)
@given(st.lists(WILD, min_size=1, max_size=5))
def test_what_happens_to_a_text_does_not_depend_on_the_texts_beside_it(texts: list[str]) -> None:
    together = anonymised([*SOME, *texts], load.engine()).texts[len(SOME) :]
    assert together == [anonymised([text], load.engine()).texts[0] for text in texts]


@settings(max_examples=20, deadline=None)
@given(st.lists(WILD, min_size=1, max_size=3))
def test_what_is_anonymised_stays_as_it_is(texts: list[str]) -> None:
    once = anonymised(texts, load.engine())
    for text, new in zip(texts, once.texts, strict=True):
        assert new is not None
        if not any(c in text for c in "\ue000\U0010ffff") and text.isascii() and once.spans.is_empty():
            assert new == text


def test_pages_of_any_size_give_the_same_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    many = SOME * 20
    whole = anonymised(many, load.engine(), "strict")
    monkeypatch.setattr(engines, "PAGE_ROWS", 7)
    assert anonymised(many, load.engine(), "strict").spans.equals(whole.spans)


@pytest.mark.parametrize("end", ["http://", "a: https://", "t.", "www.", "@", "#"])
def test_what_ends_a_text_takes_nothing_from_the_next(end: str) -> None:
    following = ["x.com/a1 b", "quill.org", "kev"]
    together = anonymised([part for text in following for part in (f"see {end}", text)], load.engine()).texts
    assert together[1::2] == [anonymised([text], load.engine()).texts[0] for text in following]


def test_an_ending_after_many_labels_makes_a_link_and_many_without_one_make_none() -> None:
    labels = "a." * 300
    texts = [f"see {labels}com now", f"see {labels}zz now"]
    assert anonymised(texts, load.engine()).texts == ["see [LINK] now", texts[1]]


def test_very_long_and_very_odd_texts_pass() -> None:
    long = ["a" * 10_000, "@" * 10_000, "Orla " * 2_000, "." * 10_000, "#Aa" * 3_000]
    long += ["\u202eLeeds\u202c", "\ud800 @kev", "1" * 10_000]
    outcome = anonymised([*long, "http://" * 1_500], load.engine())
    spans_fit([*long, "http://" * 1_500], outcome)
    assert outcome.texts[5] == "[PLACE]"
    assert outcome.texts[6] == "\ufffd [USER]"


TERMS = sorted(
    terms("handle", ["wendlefen82", "the_quill_x"], load.lists())
    | terms("display_name", ["Orla Tressick 🌻", "Grace Young", "Ó Tarnáin", "Dr Quill-Fen"], load.lists())
    | terms("profile_location", ["Tarnwick, Upper Oxmere/Leeds"], load.lists())
)
GLUE = [" ", "-", "’", ". ", ", ", " #", "\u200b", " @", "é", "'s ", "\n", "🌻", " [USER] "]


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_no_evidence_of_the_dump_is_left(chance: random.Random) -> None:
    words = [word for term in TERMS for word in term.words.split()] + ["leeds", "milton", "keynes", "and", "so"]
    styles = [str.lower, str.upper, str.title, str]
    pieces = [chance.choice(styles)(chance.choice(words)) + chance.choice(GLUE) for _ in range(12)]
    text = anonymised(["".join(pieces)], load.engine(TERMS)).texts[0]
    assert text is not None
    places = {Term(name, "PLACE") for name in ("leeds", "#leeds", "milton keynes")}
    assert [term for term in {*TERMS, *places} if is_found(term, text)] == []


def test_strictness_only_adds() -> None:
    text = "so kev osgood and Ferncliffe, then Zed said Wharfe is cold"
    counts = [anonymised([text], load.engine(), level).spans["end"].len() for level in ("light", "standard", "strict")]  # type: ignore[arg-type]
    assert counts == sorted(counts)


def test_doubts_are_spans_that_fell_just_short() -> None:
    sure = replace(load.engine(), thresholds={"standard": (0.999999, 0.999999)})
    outcome = anonymised(["Met Kevin Osgood in a room with Tamsin"], sure)
    assert not outcome.doubts.is_empty()
    assert outcome.doubts["score"].max() < 0.999999  # type: ignore[operator]


@pytest.mark.parametrize("name", load.SEALED)
def test_a_damaged_or_foreign_file_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for shipped in (*load.SEALED, load.DIGESTS):
        (tmp_path / shipped).write_bytes((load.MODELS / shipped).read_bytes())
    (tmp_path / name).write_bytes((load.MODELS / name).read_bytes()[:-1])
    monkeypatch.setattr(load, "MODELS", tmp_path)
    with pytest.raises(StorageError, match="not the file"):
        load.checked(name)
