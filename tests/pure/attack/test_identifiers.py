"""What texts without names still tell of lives is found, and what only looks like it is not."""

import polars as pl
import pytest

from tasks.pure.attack.identifiers import crowds, identifiers


def told(text: str | None) -> list[tuple[str, str]]:
    rows = pl.DataFrame({"tweet_key": ["1"], "text": [text]}, schema={"tweet_key": pl.String, "text": pl.String})
    return identifiers(rows).select("kind", "term").rows()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I'm only 17 and nobody listens", "age"),
        ("a 43-year-old in tears", "age"),
        ("in my late sixties", "age"),
        ("As a paediatric nurse I know", "occupation"),
        ("My twins were taken", "family"),
        ("since 3rd of March", "date"),
        ("sectioned on 12/08/2011", "date"),
        ("with Huntington’s and no help", "condition"),
        ("I work at the bakery", "workplace"),
    ],
)
def test_a_detail_of_a_life_is_found_by_its_kind(text: str, kind: str) -> None:
    assert [found for found, _ in told(text)] == [kind]


@pytest.mark.parametrize(
    "text", ["listen to us", "I did say so", "at 10 we waited", "it takes two", "may I ask", "in my duties", "", None, "x" * 10_000]
)
def test_what_only_comes_near_tells_nothing(text: str | None) -> None:
    assert told(text) == []


def test_a_crowd_is_of_those_who_share_a_detail_and_of_those_who_share_all() -> None:
    quotes = pl.DataFrame({"tweet_key": ["1", "2"], "text": ["I'm 17 and my twins cry", "my husband left"]})
    others = pl.DataFrame(
        [("a", "family", "my twins"), *((author, "age", "i'm 17") for author in "abcc")],
        schema={"author": pl.String, "kind": pl.String, "term": pl.String},
        orient="row",
    )
    assert crowds(identifiers(quotes), others).rows() == [("1", 2, 1, 1), ("2", 1, 0, 0)]
