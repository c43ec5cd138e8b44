"""Counts as people read them: grouped in threes, and never a guess where one is withheld."""

from collections.abc import Iterable

from tasks.pure.review.rules_measured import wilson

WITHHELD = "withheld"


def count(number: int | None) -> str:
    """The number with commas, or that it is withheld."""
    return WITHHELD if number is None else f"{number:,}"


def counted(number: int | None, one: str, many: str = "") -> str:
    """The number with what it counts, in the singular or the plural."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def percent(part: int | None, whole: int | None) -> str:
    """The share with one decimal, no more than all; empty where either is withheld or there is nothing to share."""
    return "" if part is None or not whole else f"{100 * min(part, whole) / whole:.1f} %"


def interval(part: int | None, whole: int | None) -> str:
    """The 95 % Wilson interval of the share, in per cent with one decimal; empty where `percent` is."""
    if part is None or not whole:
        return ""
    # With noise a part can pass its whole.
    _, low, high = wilson(min(part, whole), whole)
    return f"{100 * (low or 0):.1f}–{100 * (high or 0):.1f}"


def total(numbers: Iterable[int | None]) -> int | None:
    """The sum; null where a part is withheld, because what is left would not be the sum."""
    parts = list(numbers)
    return None if None in parts else sum(part for part in parts if part is not None)


def listed(words: Iterable[str]) -> str:
    """A list as a sentence has it: one, two and three."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last
