"""What speaks against a heading is found, each for its own reason."""

import polars as pl
import pytest

from tasks.codebook.model import Change, Codebook, Heading, Theme
from tasks.pure.coding.assign_themes import assign_themes
from tasks.pure.coding.valence import BLAME, DENIED, PRAISE, leaning
from tasks.pure.quotes.deviant_cases import REASONS, contrasts
from tasks.schema import DEDUPLICATED

FRAME = Codebook(
    "small",
    "0.1.0",
    "Small",
    (Theme("care", "Care", "content"), Theme("thanks", "Thanks", "residual")),
    (
        Heading("care.listen", "care", "Listening", "Is heard.", strong=("listen*",), unless=("easy listening",)),
        Heading("care.time", "care", "Time", "Has time.", strong=("time",), weak=("minute*", "slot*"), unless=("slot machine",)),
        Heading("care.kind", "care", "Kindness", "Is kind.", strong=("kind*",)),
    ),
    {},
    history=(Change("0.1.0", "2026-01-01", "first"),),
)
KIND = ("they listen and are warm", "thank you, you listen", "she listens, so helpful", "listens with great calm")


def found_in(*texts: str) -> list[tuple[str, str, str]]:
    keys = [f"{place:03}" for place in range(len(texts))]
    tweets = pl.concat(
        [DEDUPLICATED.empty(), pl.DataFrame({"tweet_key": keys, "text": list(texts)})], how="diagonal_relaxed"
    )
    found = contrasts(tweets, assign_themes(tweets, FRAME))
    return list(found.select("heading", "reason", "text").iter_rows())


@pytest.mark.parametrize(
    ("text", "heading", "reason"),
    [
        ("easy listening on the radio", "care.listen", "struck"),
        ("nobody ever listened? not once did they listen", "care.listen", None),
        ("they did not listen", "care.listen", "denied"),
        ("they didn’t ever listen", "care.listen", "denied"),
        ("a minute in a slot", "care.time", "low margin"),
        ("listen, there is time", "care.listen", "low margin"),
        ("we listen", "care.listen", None),
        ("a slot machine", "care.time", None),
    ],
)
def test_each_reason_is_told(text: str, heading: str, reason: str | None) -> None:
    told = [(found, why) for found, why, _ in found_in(text)]
    assert told == ([(heading, reason)] if reason else [])


def test_a_tweet_that_leans_the_other_way_speaks_against_a_heading_that_leans() -> None:
    assert found_in(*KIND, "listens and then is cruel") == [("care.listen", "opposite", "listens and then is cruel")]
    assert found_in(*KIND, "listens, and is not helpful") == [
        ("care.listen", "opposite", "listens, and is not helpful")
    ]


def test_the_words_of_a_heading_lean_no_tweet() -> None:
    warm = ("kind, and patient", "kindness that saved me", "kind voice, so calm")
    assert found_in(*warm, "kindness? rude, all of them") == [("care.kind", "opposite", "kindness? rude, all of them")]
    assert found_in("kind nurse", "kindness", "be kind", "kind of the lift to be broken, bad day") == []


def test_a_heading_that_leans_neither_way_has_no_opposite() -> None:
    assert found_in(*KIND[:2], "listens but cruel", "listens but so rude") == []


def test_reasons_take_turns_and_a_tweet_is_told_once() -> None:
    found = found_in(*KIND, "easy listening", "did not listen, was cruel", "listens in time", "easy listening again")
    assert [reason for _, reason, _ in found] == ["struck", "denied", "low margin", "struck"]
    assert {reason for _, reason, _ in found} <= set(REASONS)


@pytest.mark.parametrize(
    ("text", "lean"),
    [
        ("so kind, so kind", 2),
        ("not kind", -1),
        ("wasn’t unkind", 1),
        ("never once rude", 1),
        ("kindred spirits", 0),
        ("good but cold", 0),
        ("", 0),
    ],
)
def test_a_word_that_is_denied_counts_for_the_other_side(text: str, lean: int) -> None:
    assert pl.DataFrame({"text": [text]}).select(leaning(pl.col("text"))).item() == lean


def test_no_word_is_on_both_sides() -> None:
    assert not set(PRAISE) & set(BLAME)
    assert DENIED
