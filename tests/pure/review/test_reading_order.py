"""What people read next: each tweet that has a reason once, the reasons in turns, nothing that was read."""

import polars as pl

from tasks.pure.review.reading_order import reading_order
from tasks.schema import CODED

NOBODY = pl.DataFrame(schema={"tweet_key": pl.String, "theme": pl.String})
UNREAD = pl.Series(dtype=pl.String)


def code(
    key: str, theme: str, step: str | None = "the only one", strength: str = "strong", status: str = "live"
) -> dict[str, object]:
    return {
        "tweet_key": key, "theme": theme, "heading": "uncoded" if theme == "uncoded" else f"{theme}.one", "status": status,
        "is_primary": step is not None, "step": step, "strength": None if theme == "uncoded" else strength,
    }  # fmt: skip


def codes(*rows: dict[str, object]) -> pl.DataFrame:
    table = pl.DataFrame(list(rows), infer_schema_length=None)
    missing = [pl.lit(None).alias(name) for name in CODED.names if name not in table.columns]
    return CODED.conform(table.with_columns(missing))


CODES = codes(
    code("sure", "care"),
    code("bare", "uncoded", "no heading fires"),
    code("near", "uncoded", "no heading fires"),
    code("near", "care", None, "weak", "suggested"),
    code("apart", "care", "declared precedence"),
    code("apart", "thanks", None),
    code("late", "care", "order in the codebook"),
    code("soon", "care", "longer phrase"),
    code("weak", "care", strength="weak"),
)


def keys(order: pl.DataFrame) -> list[tuple[str, str]]:
    return list(order.select("tweet_key", "why").iter_rows())


def test_the_reasons_take_turns_and_the_worst_of_each_comes_first() -> None:
    order = reading_order(CODES, NOBODY, UNREAD)
    assert keys(order) == [
        ("near", "uncoded"), ("apart", "themes apart"), ("weak", "narrow"), ("bare", "uncoded"), ("late", "narrow"),
        ("soon", "narrow"),
    ]  # fmt: skip
    assert order.get_column("position").to_list() == [1, 2, 3, 4, 5, 6]
    assert order.get_column("heading").to_list()[:2] == ["uncoded", "care.one"]


def test_coders_who_gave_another_theme_than_the_rules_set_a_tweet_apart() -> None:
    given = pl.DataFrame({"tweet_key": ["sure", "sure", "weak", "elsewhere"], "theme": ["thanks", "power", "care", "care"]})
    assert keys(reading_order(CODES, given, UNREAD))[1] == ("sure", "themes apart")


def test_what_was_read_is_left_out_and_nothing_comes_of_nothing() -> None:
    order = reading_order(CODES, NOBODY, pl.Series(["near", "apart", "late"]))
    assert [key for key, _ in keys(order)] == ["bare", "weak", "soon"]
    assert reading_order(CODED.empty(), NOBODY, UNREAD).is_empty()
