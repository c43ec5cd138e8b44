"""Hauls of pasted text."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from tasks.formats import formats
from tasks.reading import encodings
from tasks.reading.batches import NO_TEXT, File, Haul


def of_text(file: File, path: Path) -> Iterator[Haul]:
    """Pasted text as one haul, each tweet with the line on which it begins."""
    format = next(each for each in formats() if each.container == "text")
    text = pl.DataFrame(list(_tweets_of(path, file.name)), schema={"line": pl.Int64, "text": pl.String}, orient="row")
    return iter([Haul(file, format, text, [], NO_TEXT)])


def _tweets_of(path: Path, name: str) -> Iterator[tuple[int, str]]:
    """A tweet a line or, where empty lines divide them, a tweet between those."""
    found = [(number, line.decode().strip()) for number, line in encodings.lines(path, name)]
    if found[-1][0] - found[0][0] + 1 == len(found):
        yield from found
        return
    block = [found[0]]
    for number, line in found[1:]:
        if number > block[-1][0] + 1:
            yield block[0][0], "\n".join(line for _, line in block)
            block = []
        block.append((number, line))
    yield block[0][0], "\n".join(line for _, line in block)
