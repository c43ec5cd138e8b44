"""A sheet: a row a part of the frame, a list in one cell, an item a line; nothing is lost."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from tasks.codebook.interchange.flat import text_of
from tasks.codebook.letters import folded
from tasks.codebook.model import Change, Codebook, Heading, Question, Subject, Theme
from tasks.errors import CodebookInvalid

TITLE = "sheet"
ENDINGS = (".csv",)
TEXTS = (
    "part",
    "id",
    "name",
    "theme",
    "kind",
    "definition",
    "include",
    "exclude",
    "negated",
    "version",
    "date",
    "rules",
)
LISTS = ("strong", "weak", "unless", "examples", "near_misses", "words")
COLUMNS = (*TEXTS, *LISTS)
SAMPLE = (
    b"part,id,name,theme,definition,version,strong\ncodebook,relief,Relief,,,0.1.0,\ntheme,shelter,Shelter,,,,\n"
    b'heading,shelter.offer,Offers,shelter,A bed is offered.,,"can host\nspare ..2 room"\n'
)
HEADINGS = {"Offers": ("can host", "spare ..2 room")}
ADVICE = "Export a codebook to see how the sheet is filled in."
ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
PARTS = ("codebook", "set", "subject", "points", "question", "theme", "heading", "change")
Row = dict[str, str]


def decoded(content: bytes, path: Path) -> Codebook:
    """The frame of a sheet.

    Raises: CodebookInvalid naming the row.
    """
    _, rows = rows_in(content, path)
    return frame_of(rows, path)


def rows_in(content: bytes, path: Path) -> tuple[str, list[dict[str, str | None]]]:
    """No name, for a file is one sheet, and its rows: the first is row 2 of the sheet, and blank ones are among them.

    Raises: CodebookInvalid when it is not CSV.
    """
    try:
        records = list(csv.reader(io.StringIO(text_of(content, path), newline=""), strict=True))
    except csv.Error as error:
        raise CodebookInvalid(f"is not CSV: {error}", path, ADVICE) from None
    above = next((number for number, cells in enumerate(records) if cells), len(records))
    names, *rows = records[above:] or [[]]
    return "", [{}] * above + [dict(zip(names, cells, strict=False)) for cells in rows]


def encoded(codebook: Codebook) -> bytes:
    """The rows of a frame, as CSV."""
    out = io.StringIO(newline="")
    sheet = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    sheet.writeheader()
    sheet.writerows(rows_of(codebook))
    return out.getvalue().encode()


def lost(codebook: Codebook) -> list[str]:
    """Nothing: it can be read back as it was."""
    return []


def rows_of(codebook: Codebook) -> Iterator[Row]:
    """The frame, a row a part: the codebook, then sets, subject, questions, themes, headings and changes."""
    yield _row("codebook", codebook, id="id", name="title", version="version", words="precedence")
    for name, words in codebook.sets.items():
        yield {"part": "set", "id": _line(name), "words": _cell(words)}
    if codebook.subject:
        weak = codebook.subject.enough_for_weak
        yield {"part": "subject", "id": str(codebook.subject.enough), "weak": "" if weak is None else str(weak)}
        for number, listed in codebook.subject.by_points():
            yield {"part": "points", "id": str(number), "words": _cell(listed)}
    for asked in codebook.questions:
        yield _row("question", asked, id="id", words="phrases", examples="examples", near_misses="near_misses")
    for theme in codebook.themes:
        yield _row("theme", theme, id="id", name="name", kind="kind", definition="title")
    for each in codebook.headings:
        same = ("id", "name", "theme", "definition", "include", "exclude", *LISTS[:-1])
        yield _row("heading", each, **dict(zip(same, same, strict=True))) | {"negated": "yes" if each.negated else ""}
    for change in codebook.history:
        yield _row("change", change, version="version", date="date", definition="change", rules="rules")


def _row(part: str, declared: object, **columns: str) -> Row:
    values = {column: getattr(declared, field) for column, field in columns.items()}
    return {"part": part} | {key: _line(said) if isinstance(said, str) else _cell(said) for key, said in values.items()}


def frame_of(rows: Iterable[Mapping[str, str | None]], path: Path) -> Codebook:
    """The frame of rows.

    Raises: CodebookInvalid naming the row.
    """
    parts: dict[str, list[Row]] = {part: [] for part in PARTS}
    for number, row in enumerate(rows, 2):
        if not any(row.values()):
            continue
        known = {key: value or "" for key, value in row.items() if key in COLUMNS and isinstance(value, str | None)}
        if known.get("part") not in parts:
            raise CodebookInvalid(
                f"part is {known.get('part') or 'empty'}, not one of {', '.join(PARTS)}",
                f"{path}, row {number}",
                ADVICE,
            )
        parts[known["part"]].append(dict.fromkeys(COLUMNS, "") | known)
    if len(parts["codebook"]) != 1:
        raise CodebookInvalid("needs one row whose part is codebook", path, ADVICE)
    about = parts["codebook"][0]
    return Codebook(
        _text(about["id"]),
        _text(about["version"]),
        _text(about["name"]),
        tuple(map(_theme, parts["theme"])),
        tuple(map(_heading, parts["heading"])),
        {_text(each["id"]): _items(each["words"]) for each in parts["set"]},
        _items(about["words"]),
        tuple(
            Change(*map(_text, (row["version"], row["date"], row["definition"], row["rules"])))
            for row in parts["change"]
        ),
        _subject(parts["subject"], parts["points"], path),
        tuple(map(_question, parts["question"])),
    )


def _subject(enough: list[Row], points: list[Row], path: Path) -> Subject | None:
    try:
        given = {folded(word): int(row["id"]) for row in points for word in _items(row["words"])}
        if not enough:
            return None
        weak = enough[0]["weak"]
        return Subject(int(enough[0]["id"]), given, int(weak) if weak else None)
    except ValueError:
        raise CodebookInvalid("the id of subject and of points, and weak of subject, are whole numbers", path, ADVICE) from None


def _question(row: Row) -> Question:
    return Question(_text(row["id"]), *(_items(row[key]) for key in ("words", "examples", "near_misses")))


def _theme(row: Row) -> Theme:
    kinds: dict[str, Literal["residual", "fallback"]] = {"residual": "residual", "fallback": "fallback"}
    return Theme(_text(row["id"]), _text(row["name"]), kinds.get(row["kind"], "content"), _text(row["definition"]))


def _heading(row: Row) -> Heading:
    texts: dict[str, Any] = {
        key: _text(row[key]) for key in ("id", "theme", "name", "definition", "include", "exclude")
    }
    lists: dict[str, Any] = {key: _items(row[key]) for key in LISTS[:-1]}
    return Heading(**texts, **lists, negated=row["negated"].lower() in {"yes", "true", "1"})


def _cell(items: Iterable[str]) -> str:
    return "\n".join(map(_line, items))


def _items(cell: str) -> tuple[str, ...]:
    return tuple(_text(line) for line in cell.split("\n") if line)


def _line(text: str) -> str:
    return "".join(ESCAPES.get(letter, letter) for letter in text)


def _text(line: str) -> str:
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "r": "\r"}.get(found[1], found[1]), line)
