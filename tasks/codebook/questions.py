"""The sign by which a phrase or an example says which question its text answers: `question:improve nothing`."""

import re
from collections.abc import Iterable

SIGN = re.compile(r"question:(\w+)\s+(?=\S)")


def parted(written: str) -> tuple[str, str]:
    """The name of the question, empty where any will do, and the words without it."""
    found = SIGN.match(written)
    return (found[1], written[found.end() :]) if found else ("", written)


def answers(written: Iterable[str]) -> tuple[list[str], list[list[str]]]:
    """The words of examples, and for each the names of the questions that it answers: one or none."""
    both = [parted(each) for each in written]
    return [words for _, words in both], [[name] if name else [] for name, _ in both]
