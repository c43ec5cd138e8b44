"""JSON that stands in the cells of a table, followed to what a format names in it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

import polars as pl

from tasks.formats import JOINT, Format, bases
from tasks.reading import paths
from tasks.reading.json_lines import LISTS, Bulk

MANY = 2_000
"""Cells from which on it pays to have DuckDB read them."""


def opened(sources: pl.DataFrame, format: Format) -> pl.DataFrame:
    """The sources with a column more for each path into the cells of one.

    Rows: as given; null where a path leads nowhere, or the cell holds no JSON.
    """
    sources = _joined(sources, format)
    wanted: dict[str, dict[str, bool]] = defaultdict(dict)
    for name, each in format.columns.items():
        for column, _, path in (source.partition("/") for source in each):
            if path and column in sources.columns:
                wanted[column][path] = name in LISTS
    found = (each for column, inside in wanted.items() for each in _read(sources[column], inside))
    return sources.with_columns(*found)


def _joined(sources: pl.DataFrame, format: Format) -> pl.DataFrame:
    """The sources with a column more for each that is the words of several: of those that are there, if the first is."""
    joint = {source: bases(source) for each in format.columns.values() for source in each if JOINT in source}
    there = {source: [name for name in names if name in sources.columns] for source, names in joint.items()}
    together = (
        pl.when(pl.col(names[0]) != "").then(pl.concat_str(names, separator=" ", ignore_nulls=True)).alias(source)
        for source, names in there.items()
        if names[:1] == joint[source][:1]
    )
    return sources.with_columns(*together)


def _read(words: pl.Series, wanted: dict[str, bool]) -> Iterator[pl.Series]:
    at_once = len(words) >= MANY
    numbered = pl.DataFrame({"line": pl.int_range(len(words), dtype=pl.Int64, eager=True), "words": words})
    cells = numbered.filter(pl.col("words").str.contains(r"^\s*[\[{]"))
    told, astray = _at_once(cells, wanted) if at_once else (pl.DataFrame(), cells)
    read = paths.cells(astray["words"], wanted)
    for path in wanted:
        found = pl.Series(f"{words.name}/{path}", [None], dtype=pl.String).new_from_index(0, len(words))
        if not told.is_empty():
            found = found.scatter(told["line"], told[_within(path)])
        if not astray.is_empty():
            found = found.scatter(astray["line"], read[path])
        yield found


def _at_once(cells: pl.DataFrame, wanted: dict[str, bool]) -> tuple[pl.DataFrame, pl.DataFrame]:
    lists = tuple(_within(path) for path, is_list in wanted.items() if is_list)
    others = tuple(_within(path) for path, is_list in wanted.items() if not is_list)
    try:
        bulk = _bulk(lists, others)
    except ValueError:
        return pl.DataFrame(), cells
    told, astray = bulk.read(cells.with_columns(words=pl.concat_str(pl.lit('{"cell": '), pl.col("words"), pl.lit("}"))))
    return told, cells.join(astray, on="line", how="semi", maintain_order="left")


# To open DuckDB costs more than to read a part's cells.
@lru_cache(maxsize=8)
def _bulk(lists: tuple[str, ...], others: tuple[str, ...]) -> Bulk:
    return Bulk(Format("cells", "", (), {"hashtags": lists, "text": others}, "", ()))


def _within(path: str) -> str:
    return f"cell{path}" if re.match(r"\[", path) else f"cell.{path}"
