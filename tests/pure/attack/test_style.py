"""Authors with a style of their own are linked, those without are not, and what is no style does not link."""

import polars as pl

from tasks.pure.attack.style import ranks_by_style

HABITS = ("tbh lol", "indeed, one finds", "omg!!!", "wee bit aye", "hereby notwithstanding", "y'all reckon")


def tweets(*said: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(said, schema={"author": pl.String, "text": pl.String}, orient="row")


def test_an_author_with_habits_of_their_own_comes_first() -> None:
    known = tweets(*((f"a{n}", f"{habit} the ward was cold, {habit}") for n, habit in enumerate(HABITS)))
    left = tweets(*((f"a{n}", f"{habit} nobody came to [PERSON]") for n, habit in enumerate(HABITS)))
    assert ranks_by_style(known, left) == [1] * len(HABITS)


def test_authors_who_write_alike_are_not_told_apart_and_a_tie_counts_against_the_intruder() -> None:
    same = tweets(*((f"a{n}", "the ward was cold") for n in range(6)))
    assert ranks_by_style(same, same) == [6] * 6


def test_handles_links_and_placeholders_are_not_style() -> None:
    known = tweets(("a", "@owl_x cold http://owl.example/a"), ("b", "@lark_y cold http://lark.example/b"))
    left = tweets(("a", "[USER] cold [LINK]"), ("b", "cold [PLACE]"))
    assert ranks_by_style(known, left) == [2, 2]


def test_nobody_and_texts_of_nothing_are_no_fault() -> None:
    assert ranks_by_style(tweets(), tweets()) == []
    assert ranks_by_style(tweets(("a", ""), ("b", "x" * 10_000)), tweets(("a", "\u0627\u0628"), ("b", ""))) == [2, 2]
