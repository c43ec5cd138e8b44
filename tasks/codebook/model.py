"""The coding frame: themes, the headings under them, and the phrases that code a tweet."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

UNCODED = "uncoded"
UNCODED_NAME = "Uncoded"

Strength = Literal["strong", "weak", "unless"]


@dataclass(frozen=True)
class Theme:
    """An overarching theme; a residual one is primary only where no content heading applies, a fallback counts only where no
    theme of another kind, and no fallback before it, does.
    """

    id: str
    name: str
    kind: Literal["content", "residual", "fallback"]
    title: str = ""


@dataclass(frozen=True)
class Subject:
    """What the conversation is about: points for words, and how many a text needs for a content heading to code it, or, where
    weak phrases alone speak for the heading, `enough_for_weak`.
    """

    enough: int
    points: dict[str, int]
    enough_for_weak: int | None = None

    def by_points(self) -> list[tuple[int, list[str]]]:
        """The words of each number of points, the highest number first."""
        numbers = sorted(set(self.points.values()), reverse=True)
        return [(number, [word for word, points in self.points.items() if points == number]) for number in numbers]


@dataclass(frozen=True)
class Question:
    """A question that texts may answer, and the phrases by which it is known as it was put."""

    id: str
    phrases: tuple[str, ...]
    examples: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A descriptive heading: what it means, the phrases that find it, and the proof that they do."""

    id: str
    theme: str
    name: str
    definition: str
    include: str = ""
    exclude: str = ""
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    negated: bool = False
    examples: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """A line of the frame's history; `rules` is the digest of the rules as that version had them, where it is sealed."""

    version: str
    date: str
    change: str
    rules: str = ""


@dataclass(frozen=True)
class Codebook:
    """A coding frame; order of themes and headings is that of its file."""

    id: str
    version: str
    title: str
    themes: tuple[Theme, ...]
    headings: tuple[Heading, ...]
    sets: dict[str, tuple[str, ...]]
    precedence: tuple[str, ...] = ()
    history: tuple[Change, ...] = ()
    subject: Subject | None = None
    questions: tuple[Question, ...] = ()

    def frame(self) -> pl.DataFrame:
        """What counts and names need of it.

        Rows: one a heading in file order, then Uncoded.
        """
        places = {theme.id: place for place, theme in enumerate(self.themes)}
        themes = {theme.id: theme for theme in self.themes}
        rows = [
            (
                place,
                places[each.theme],
                each.theme,
                themes[each.theme].name,
                themes[each.theme].kind,
                each.id,
                each.name,
            )
            for place, each in enumerate(self.headings)
        ]
        rows.append((len(rows), len(places), UNCODED, UNCODED_NAME, "residual", UNCODED, UNCODED_NAME))
        return pl.DataFrame(rows, schema=_FRAME, orient="row")


_FRAME = {
    "position": pl.Int64,
    "theme_position": pl.Int64,
    "theme": pl.String,
    "theme_name": pl.String,
    "kind": pl.String,
    "heading": pl.String,
    "heading_name": pl.String,
}
