"""What is found, as a table and as texts with placeholders, in code points of the texts as they were given."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from tasks.pure.anonymise.characters import Page
from tasks.pure.anonymise.spans import KINDS, RULES, Spans

SPANS = {
    "row": pl.Int64, "start": pl.Int64, "end": pl.Int64, "kind": pl.String, "rule": pl.String, "score": pl.Float64,
}  # fmt: skip
PLACEHOLDERS = tuple(f"[{kind}]" for kind in KINDS)


def pieces(page: Page, found: Spans) -> Iterator[str]:
    """What a page is written from: what stays, and a placeholder for each span."""
    done = 0
    for start, end, kind in zip(found.starts.tolist(), found.ends.tolist(), found.kinds.tolist(), strict=True):
        yield page.text[done:start]
        yield PLACEHOLDERS[kind]
        done = end
    yield page.text[done:]


def frame(found: Spans, page: Page, odd: dict[int, tuple[str, list[int]]], offset: int) -> pl.DataFrame:
    """Spans by text, in code points of the text as given."""
    rows = page.row_of(found.starts)
    starts, ends = found.starts - page.begins[rows], found.ends - page.begins[rows]
    for at in np.flatnonzero(np.isin(rows, list(odd))).tolist() if odd else ():
        origins = odd[int(rows[at])][1]
        starts[at], ends[at] = origins[starts[at]], origins[ends[at]]
    return pl.DataFrame(
        {
            "row": rows + offset,
            "start": starts,
            "end": ends,
            "kind": pl.Series(KINDS, dtype=pl.String).gather(found.kinds.astype(np.uint32)),
            "rule": pl.Series(RULES, dtype=pl.String).gather(found.rules.astype(np.uint32)),
            "score": found.scores,
        },
        schema=SPANS,
    )


def by_row(
    found: pl.DataFrame, odd: dict[int, tuple[str, list[int]]], offset: int
) -> Iterator[tuple[int, list[tuple[int, int, str]]]]:
    """Start, end and kind of the spans of each text that was not read as it was given."""
    mine = found.filter(pl.col("row").is_in([row + offset for row in odd])) if odd else found.clear()
    spans: dict[int, list[tuple[int, int, str]]] = {row: [] for row in odd}
    for row, start, end, kind in mine.select("row", "start", "end", "kind").iter_rows():
        spans[row - offset].append((start, end, kind))
    yield from spans.items()


def rewritten(text: str, spans: list[tuple[int, int, str]]) -> Iterator[str]:
    """What a single text is written from."""
    done = 0
    for start, end, kind in spans:
        yield text[done:start]
        yield f"[{kind}]"
        done = end
    yield text[done:]
