"""Text without columns: tweets alone, or tweets under a head that a format knows."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path

import polars as pl

from tasks.errors import DumpUnreadable
from tasks.formats import Format, formats
from tasks.reading import encodings, listings
from tasks.reading.batches import NO_TEXT, File, SourceBatch
from tasks.reading.records import NOT_A_TWEET

PEEK = 400
# How many of the first lines a format's heads and words may leave unexplained above the first of them.
HIGHEST_HEAD = 20
ADVICE = "Save it as a table whose first row names the columns, or leave the tweets' words alone in it."


def headed(path: Path, name: str) -> Format | None:
    """The format whose heads stand in the first lines, if one's do."""
    first = "".join(line.decode() for _, line in islice(encodings.lines(path, name), PEEK))
    return next((each for each in formats() if each.container == "text" and each.head and _stands_in(each, first)), None)


def of_heads(file: File, path: Path, format: Format) -> Iterator[SourceBatch]:
    """Tweets under their heads as one batch, each with the line on which its head begins; lines above the first are set aside."""
    words = b"".join(encodings.blocks(path, file.name)).decode()
    heads = list(re.finditer(format.head, words, re.M))
    numbers = _lines_at(words, [head.start() for head in heads])
    ends = [head.start() for head in heads[1:]] + [len(words)]
    said = (words[head.end() : end].strip() for head, end in zip(heads, ends, strict=True))
    texts = [re.sub(rf"{format.tail}\Z", "", each, flags=re.M) if format.tail else each for each in said]
    columns = {name: [head[name] for head in heads] for name in re.compile(format.head).groupindex}
    above = [(number, NOT_A_TWEET) for number, line in enumerate(words[: heads[0].start()].splitlines(), 1) if line.strip()]
    table = pl.DataFrame({"line": numbers, **columns, "text": texts}, schema_overrides={"line": pl.Int64})
    return iter([SourceBatch(file, format, table.with_columns(pl.exclude("line").cast(pl.String)), above, NO_TEXT)])


def of_text(file: File, path: Path) -> Iterator[SourceBatch]:
    """Pasted text as one batch, each tweet with the line on which it begins.

    Raises: DumpUnreadable when the lines look like a listing, whose authors and times would be taken for words.
    """
    format = next(each for each in formats() if each.container == "text" and not each.head)
    lines = [(number, line.decode().strip("\n")) for number, line in encodings.lines(path, file.name)]
    if found := listings.listing(lines):
        raise DumpUnreadable(f"looks like a listing, not like tweets alone: {found}", file.name, ADVICE)
    text = pl.DataFrame(list(_tweets_of(lines)), schema={"line": pl.Int64, "text": pl.String}, orient="row")
    return iter([SourceBatch(file, format, text, [], NO_TEXT)])


def _stands_in(format: Format, first: str) -> bool:
    heads = list(re.finditer(format.head, first, re.M))
    return bool(heads) and first.count("\n", 0, heads[0].start()) < HIGHEST_HEAD


def _lines_at(words: str, places: Sequence[int]) -> list[int]:
    numbers, number = [], 1
    for before, place in pairwise([0, *places]):
        number += words.count("\n", before, place)
        numbers.append(number)
    return numbers


def _tweets_of(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """A tweet a line or, where empty lines divide them, a tweet between those."""
    found = [(number, line.strip()) for number, line in lines]
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
