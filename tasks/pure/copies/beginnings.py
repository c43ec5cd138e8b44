"""Beginnings: for each text that was cut, the longest text that begins with it, in one pass over texts in order."""

from collections.abc import Iterable, Iterator

import polars as pl

# What stands in order where letters are equal: a search that the same text answers, a text, a search for longer ones only.
SEARCHED, TEXT, CUT = 0, 1, 2
BEGINNINGS = pl.Schema({"beginning": pl.String, "kind": pl.Int64, "longer": pl.String})
Text = tuple[int, int, str]


def beginnings(opened: Iterable[tuple[str, int, int]]) -> Iterator[tuple[str, int, str]]:
    """The longest text for each beginning that has one; of equally long ones the one in the first place.

    `opened` are (plain, kind, place) by plain and kind, where letters are in the order of their code points: whatever
    begins with a text then stands right behind it.
    """
    nested: list[tuple[str, int]] = []
    longest: list[Text | None] = []

    def ended() -> Iterator[tuple[str, int, str]]:
        (beginning, kind), found = nested.pop(), longest.pop()
        if found:
            yield beginning, kind, found[2]
            _offer(found, longest)

    for plain, kind, place in opened:
        while nested and not plain.startswith(nested[-1][0]):
            yield from ended()
        if kind == TEXT:
            _offer((len(plain), -place, plain), longest)
        else:
            nested.append((plain, kind))
            longest.append(None)
    while nested:
        yield from ended()


def _offer(found: Text, longest: list[Text | None]) -> None:
    """Takes a text for the innermost beginning, if none longer was."""
    if longest and (longest[-1] is None or found > longest[-1]):
        longest[-1] = found
