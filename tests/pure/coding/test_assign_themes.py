"""Coding: the fast matcher gives what the plain one gives, and the ladder decides as it is written."""

import re
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks import codebook as frames
from tasks.codebook.letters import canonical, folded
from tasks.codebook.model import Codebook, Heading, Subject, Theme
from tasks.codebook.phrases import PhraseError, compiled
from tasks.pure.coding.assign_themes import assign_themes, coded_texts
from tasks.pure.coding.compiled_frame import phrases_of
from tasks.pure.coding.matcher import find_hits
from tasks.schema import DEDUPLICATED

SETS = {"who": ("nurse*", "dr|drs", "my friend"), "all": ("{who}", "cat")}
THEMES = (Theme("a", "A", "content"), Theme("b", "B", "content"), Theme("z", "Z", "residual"))


def heading(name: str, **phrases: tuple[str, ...]) -> Heading:
    return Heading(name, name.split(".")[0], name, "So.", **phrases)  # type: ignore[arg-type]


FRAME = Codebook(
    "small",
    "1",
    "Small",
    THEMES,
    (
        heading(
            "a.listen", strong=("listen ..2 me", "hear* me"), weak=("voice", "ear?"), unless=("not ..1 listen ..2 me",)
        ),
        heading("b.kind", strong=("{who} ..3 kind", "so kind"), weak=("smil*", "warm")),
        heading("b.place", strong=("a&e", "self-harm", "!GP", "#care", "<link>")),
        heading("z.thanks", strong=("thank*",)),
    ),
    SETS,
)


def primary(*texts: str, frame: Codebook = FRAME) -> list[str | None]:
    return coded_texts(pl.Series(texts), frame).get_column("primary").to_list()


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("can host", "We CAN  host you", "CAN  host"),
        ("psychiatr*", "the psychiatrist's chair", "psychiatrist's"),
        ("nurse?", "two nurses", "nurses"),
        ("nurse?", "nursery", None),
        ("spare ..2 room", "a spare, rather small room", "spare, rather small room"),
        ("spare ..1 room", "a spare rather small room", None),
        ("{all} ..1 purrs", "my friend purrs", "my friend purrs"),
        ("person", "[PERSON] said", None),
        ("person", "a person [said]", "person"),
        ("my <person>", "my [PERSON] said", "my [PERSON]"),
        ("!GP", "gp", None),
        ("!GP", "my GP!", "GP"),
        ("don't", "I don’t know", "don’t"),
        ("don", "I don't know", None),
        ("self-harm", "self harm and selfharm", "self harm"),
        ("#care", "so #Care", "#Care"),
        ("care", "so #care", None),
        ("<link>", "see [LINK] now", "[LINK]"),
        ("<link>", "see https://example.org/a now", "https://example.org/a"),
        ("<user> said", "@quill_x said", "@quill_x said"),
        ("/li(st|ft)en/", "I LISTEN", "LISTEN"),
        ("a&e", "in A&E again", "A&E"),
        ("spare ..1 room", "a spare #big room", "spare #big room"),
        ("see <link> ..1 now", "see http://example.org/now right now", "see http://example.org/now right now"),
    ],
)
def test_a_phrase_means_what_its_language_says(phrase: str, text: str, words: str | None) -> None:
    match = next(compiled(phrase, SETS).finditer(text), None)
    assert (text[match.start() : match.end()] if match else None) == words


@pytest.mark.parametrize(
    "phrase", ["", "..2 room", "room ..2", "a||b", "{nobody} said", "{self} said", "/(?=look)/", "/(/", "<thing>", "**"]
)
def test_what_is_no_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        compiled(phrase, {**SETS, "self": ("{self}",)})


@given(st.text())
def test_folded_letters_are_those_that_a_pattern_takes_for_one_in_any_case(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert re.fullmatch(re.escape(canonical(text)), folded(text), re.IGNORECASE)
    assert folded(folded(text)) == folded(text)


VOCABULARY = (
    "listen to me not hear hearing voice ear ears nurse nurses' dr my friend kind so smiles warm a&e A&E self harm "
    "selfharm self-harm GP gp #care care thank thanks [LINK] http://example.org … 😀 don’t K ſ İ"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
TEXTS = st.lists(st.lists(WORDS, max_size=12).map(" ".join), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_the_fast_matcher_gives_what_the_plain_one_gives(texts: list[str]) -> None:
    found = set(find_hits(pl.Series(texts), FRAME).select("row", "phrase", "start", "end").iter_rows())
    plain = {
        (row, number, match.start(), match.end())
        for row, text in enumerate(texts)
        for number, rule in enumerate(phrases_of(FRAME))
        for match in rule.phrase.finditer(text)
    }
    assert found == plain


@settings(max_examples=30, deadline=None)
@given(TEXTS)
def test_every_tweet_has_one_primary_and_words_that_stand_in_it(texts: list[str]) -> None:
    keys = pl.Series([f"{place:04}" for place in range(len(texts))])
    tweets = DEDUPLICATED.empty().clear(len(texts)).with_columns(tweet_key=keys, text=pl.Series(texts))
    codes = assign_themes(tweets, FRAME)
    assert codes.filter("is_primary").get_column("tweet_key").to_list() == keys.to_list()
    for key, words, start in codes.drop_nulls("words").select("tweet_key", "words", "start").iter_rows():
        assert texts[int(key)][start : start + len(words)] == words


def test_the_ladder_decides_as_it_is_written() -> None:
    assert primary("thanks, listen to me") == ["a.listen"]
    assert primary("so kind, a warm smile, a voice in my ear") == ["b.kind"]
    assert primary("listen to me, hear me, so kind") == ["a.listen"]
    assert primary("hear me, so kind", frame=replace(FRAME, precedence=("b.kind",))) == ["b.kind"]
    assert primary("nothing of it", "") == [None, None]


def test_of_fallbacks_the_first_in_the_file_counts() -> None:
    kinds = (THEMES[0], replace(THEMES[1], kind="fallback"), replace(THEMES[2], kind="fallback"))
    coded = coded_texts(pl.Series(["thanks, so kind", "thanks", "thanks, so kind, listen to me"]), replace(FRAME, themes=kinds))
    assert coded.get_column("headings").to_list() == [["b.kind"], ["z.thanks"], ["a.listen"]]


def test_a_fallback_counts_only_where_no_other_theme_does() -> None:
    frame = replace(FRAME, themes=(*THEMES[:2], replace(THEMES[2], kind="fallback")))
    coded = coded_texts(pl.Series(["thanks", "thanks, so kind", "thanks, in my ear"]), frame)
    assert coded.get_column("headings").to_list() == [["z.thanks"], ["b.kind"], ["z.thanks"]]
    tweets = DEDUPLICATED.empty().clear(1).with_columns(tweet_key=pl.lit("a"), text=pl.lit("thanks, so kind"))
    assert assign_themes(tweets, frame).select("heading", "status").rows() == [("b.kind", "live"), ("z.thanks", "suggested")]


def test_two_different_weak_cues_code_and_one_only_suggests() -> None:
    assert primary("a voice", "a voice, a voice", "a voice in my ear") == [None, None, "a.listen"]


def test_two_weak_phrases_on_one_word_are_one_cue() -> None:
    weak = heading("a.care", weak=("care*", "my care", "care ..2 me", "nurse*"))
    frame = replace(FRAME, headings=(weak,))
    texts = ("my care", "my care, careful", "care for me", "care and nurses", "careful, my care", "my care of me")
    assert primary(*texts, frame=frame) == [None, "a.care", None, "a.care", "a.care", None]


def test_what_is_beside_the_subject_is_only_suggested() -> None:
    frame = replace(FRAME, subject=Subject(3, {"#dmhp": 3, "ward": 2, "nurse": 2, "football": -2}))
    texts = ("hear me", "hear me #DMHP", "hear me, nurse of the ward", "hear me, ward and football", "ward, ward, hear me")
    assert primary(*texts, frame=frame) == [None, "a.listen", "a.listen", None, None]
    assert primary("thanks", "thanks [WARD] hear me", frame=frame) == ["z.thanks", "z.thanks"]
    stricter = replace(frame, subject=Subject(1, {"ward": 2, "nurse": 2}, enough_for_weak=4))
    texts = ("hear me, ward", "a voice in my ear, ward", "a voice in my ear, nurse of the ward")
    assert primary(*texts, frame=stricter) == ["a.listen", None, "a.listen"]


def test_a_hit_within_an_unless_is_struck_and_another_lives() -> None:
    assert primary("they do not listen to me", "they do not listen to me. Do listen to me!") == [None, "a.listen"]


def test_every_codebook_that_ships_loads() -> None:
    for name in ("dearmhp", "nhs_experience"):
        assert frames.load(frames.find(name)).headings


def test_a_tweet_without_a_heading_is_uncoded_once_and_has_no_hits() -> None:
    tweets = (
        DEDUPLICATED.empty()
        .clear(2)
        .with_columns(tweet_key=pl.Series(["k0", "k1"]), text=pl.Series(["lamp", "listen to me"]))
    )
    rows = assign_themes(tweets, FRAME).select("tweet_key", "heading", "hits", "is_primary", "step", "words").rows()
    assert rows[0] == ("k0", "uncoded", 0, True, "no heading fires", None)
    assert [row[:4] for row in rows[1:]] == [("k1", "a.listen", 1, True)]
