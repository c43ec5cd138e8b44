"""The lines of Table 1, for the page, the manuscript, and for those who hold either to the counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import polars as pl

from tasks.pure.report.facts import UNCODED, facts_of, theme_sums
from tasks.pure.report.numbers import interval, percent
from tasks.pure.report.release import Release

ABSENT = "–"
Kind = Literal["theme", "heading", "alone", "apart", "total"]


@dataclass(frozen=True)
class Row:
    """A line of the table, its counts and their wholes; a published count is null where the other table has no such line."""

    kind: Kind
    name: str
    tweets: int | None
    published: int | None
    whole: int | None
    published_whole: int

    @property
    def share(self) -> str:
        """Of the distinct tweets."""
        return percent(self.tweets, self.whole)

    @property
    def interval(self) -> str:
        """The 95 % Wilson interval of the share, in per cent."""
        return "" if self.kind == "total" else interval(self.tweets, self.whole)

    @property
    def published_share(self) -> str:
        """Of the published table's tweets."""
        return percent(self.published, self.published_whole)

    @property
    def bars(self) -> tuple[float, float]:
        """Both shares as numbers, 0 where they are withheld."""
        published = (self.published or 0) / self.published_whole if self.published_whole else 0
        return min((self.tweets or 0) / self.whole, 1) if self.whole else 0, published


def table1_rows(release: Release) -> list[Row]:
    """The table's lines.

    Rows: a theme, then its headings, in the order given; a theme whose only heading bears its name is one line; Uncoded, which
    is not a theme, and N last.
    """
    published = {} if release.reference is None else _published(release.reference)
    return lines_of(release.tables["table1"], theme_sums(release), facts_of(release).distinct, published)


def lines_of(
    table1: pl.DataFrame,
    themes: Mapping[str, int | None],
    distinct: int | None,
    published: Mapping[tuple[str, str], int] = MappingProxyType({}),
) -> list[Row]:
    """The lines of a table of headings, with the sums of its themes in order, and N."""
    wholes = distinct, sum(published.values())
    rows = []
    for theme, tweets in themes.items():
        headings = list(table1.filter(pl.col("theme") == theme).select("heading", "tweets").iter_rows())
        of_theme = [published[theme, heading] for heading, _ in headings if (theme, heading) in published]
        is_alone = [heading for heading, _ in headings] == [theme]
        kind: Kind = "apart" if theme == UNCODED else "alone" if is_alone else "theme"
        rows.append(Row(kind, theme, tweets, sum(of_theme) if of_theme else None, *wholes))
        for heading, number in headings if not is_alone else ():
            rows.append(Row("heading", heading, number, published.get((theme, heading)), *wholes))
    return [*rows, Row("total", "All", wholes[0], wholes[1], *wholes)]


def _published(reference: pl.DataFrame) -> dict[tuple[str, str], int]:
    return {
        (theme, heading): tweets
        for theme, heading, tweets in reference.select("theme", "heading", "tweets").iter_rows()
    }
