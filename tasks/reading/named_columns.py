"""Whether the first row of a table surely names its columns: else it may be somebody's words, which no message may show."""

import polars as pl

from tasks.reading.column_names import ABROAD, NAMES
from tasks.reading.lists import MISSING
from tasks.reading.recognise import spaced
from tasks.reading.times import posted_at

# What people call columns besides, in tables that no tool wrote.
HOMEMADE = "who what when where words comment comments answer response post posts"
KNOWN = frozenset(name for names in NAMES.values() for name in names) | frozenset(" ".join((HOMEMADE, *ABROAD.values())).split())
# Of a column's cells, the share that shows what it holds.
MOST = 0.9
FEWEST = 2
# Columns whose names no row of words would have by chance.
NEEDED = 2
# A number, a time's digits, an address, a handle, words of a few kinds: what no name of a column looks like.
TYPED = (r"^[\d.,+-]*\d[\d.,]*$", r"^https?://", r"^@\w+$", r"^\w*[A-Za-z]\w*[\d_]\w*$")
NAME = r"^\pL[\w .:/()-]{0,39}$"


def are_sure(table: pl.DataFrame) -> bool:
    """Whether the names of columns are names: those of records, known ones, or words above cells of another kind."""
    # Rows of a table know their line, records do not.
    if "line" not in table.columns:
        return True
    columns = [table[name] for name in table.columns if name != "line"]
    known = sum(_is_known(column.name) for column in columns)
    return known >= min(NEEDED, len(columns)) or any(map(_is_unlike_its_cells, columns))


def _is_known(name: str) -> bool:
    """Whether tables give a column this name."""
    return spaced(name) in KNOWN


def _is_unlike_its_cells(column: pl.Series) -> bool:
    cells, name = column.drop_nulls().str.strip_chars(), pl.Series([column.name])
    cells = cells.filter(cells != "")
    if len(cells) < FEWEST or column.name in MISSING or not name.str.contains(NAME).item():
        return False
    typed = (cells.str.contains(pattern).mean() >= MOST and not name.str.contains(pattern).item() for pattern in TYPED)  # type: ignore[operator]
    return any(typed) or (_times(cells) >= MOST and not _times(name))


def _times(words: pl.Series) -> float:
    return 1 - posted_at(words, "UTC", False).null_count() / len(words)
