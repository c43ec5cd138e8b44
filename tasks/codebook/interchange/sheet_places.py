"""Where in a sheet something stands that our own file has on a line, so that a refusal names row and column."""

import re
from collections.abc import Mapping, Sequence

PARTS = {
    "codebook": "codebook", "themes": "theme", "sets": "set", "questions": "question", "headings": "heading", "history": "change",
}  # fmt: skip
"""The part of a sheet's row by the table of our file."""
COLUMNS = {
    "codebook": {"title": "name", "precedence": "words"},
    "theme": {"title": "definition"},
    "question": {"phrases": "words"},
    "change": {"change": "definition"},
}
"""The column of a key, where it bears another name."""


def place(text: str, line: int, rows: Sequence[Mapping[str, str | None]]) -> str:
    """The row and column of a line of the file that the rows were written as; empty where it has none of its own."""
    above = text.splitlines()[:line]
    heads = [(number, found) for number, each in enumerate(above) if (found := re.match(r"\[+(\w+)(?:\.([\w-]+))?\]+", each))]
    if not heads or heads[-1][1][1] not in PARTS:
        return ""
    table, name = heads[-1][1].groups()
    keys = [found[1] for each in above[heads[-1][0] :] if (found := re.match(r"""["']?([\w-]+)["']? = """, each))]
    key, part = keys[-1] if keys else "", PARTS[table]
    numbered = [(number, row) for number, row in enumerate(rows, 2) if row.get("part") == part]
    if part in {"theme", "set", "question"}:
        numbered = [(number, row) for number, row in numbered if row.get("id") == (name or key)]
    at = sum(found[1] == table for _, found in heads) - 1 if part in {"heading", "change"} else 0
    column = "words" if part == "set" else COLUMNS.get(part, {}).get(key, key)
    return ", ".join([f"row {numbered[at][0]}", *([f"column {column}"] if column else [])]) if at < len(numbered) else ""
