"""LIWC of 2022: a table with a word or phrase a row, a column a category, and a mark where they meet."""

import csv
import io
from pathlib import Path

from tasks.codebook.interchange.flat import assembled, kept, losses, text_of
from tasks.codebook.model import Codebook
from tasks.errors import CodebookInvalid

TITLE = "LIWC-22 dictionary"
ENDINGS = (".dicx",)
SAMPLE = b"DicTerm,shelter,food\nsofa*,X,\nspare room,X,\nsoup,,X\nhot plate*,X,X\n"
HEADINGS = {"shelter": ("sofa*", "spare room", "hot plate*"), "food": ("soup", "hot plate*")}
FIRST = {"dicterm", "entry", "term", "word"}
ADVICE = "Its first row is DicTerm and the categories, each other row a word and an X under each of its categories."


def decoded(content: bytes, path: Path) -> Codebook:
    """A heading a category, all under one theme.

    Raises: CodebookInvalid naming the line.
    """
    source = text_of(content, path)
    # A spreadsheet of many countries saves semicolons.
    delimiter = ";" if source.partition("\n")[0].count(";") else ","
    rows = [row for row in csv.reader(io.StringIO(source, newline=""), delimiter=delimiter) if any(cell.strip() for cell in row)]
    if not rows or rows[0][0].strip().lower() not in FIRST or len(rows[0]) < 2:
        raise CodebookInvalid("has no row that names its categories", path, ADVICE)
    names = [name.strip() for name in rows[0][1:]]
    if len(set(names)) < len(names) or not all(names):
        raise CodebookInvalid("has a category without a name, or one twice", path, ADVICE)
    phrases: dict[str, list[str]] = {name: [] for name in names}
    for number, row in enumerate(rows[1:], 2):
        if len(row) > len(rows[0]):
            raise CodebookInvalid("has more cells than categories", f"{path}, line {number}", ADVICE)
        for name, mark in zip(names, row[1:], strict=False):
            if mark.strip() not in {"", "0"}:
                phrases[name].append(row[0].strip())
    return assembled(path, [(path.stem, name, "", tuple(dict.fromkeys(phrases[name]))) for name in names], source)


def encoded(codebook: Codebook) -> bytes:
    """A category a heading, by its id; entries in the order of the frame."""
    marked: dict[str, set[str]] = {}
    for heading in codebook.headings:
        for entry in kept(codebook, heading):
            marked.setdefault(entry, set()).add(heading.id)
    ids = [heading.id for heading in codebook.headings]
    words = io.StringIO()
    writer = csv.writer(words, lineterminator="\n")
    writer.writerow(["DicTerm", *ids])
    writer.writerows([entry, *("X" if id in under else "" for id in ids)] for entry, under in marked.items())
    return words.getvalue().encode()


def lost(codebook: Codebook) -> list[str]:
    """What the form cannot hold."""
    return [*losses(codebook), "themes stand only in the names of categories"]
