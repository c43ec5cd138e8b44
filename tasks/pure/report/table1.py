"""Table 1: themes with their sums, their headings with a bar each, and a published table's counts beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import polars as pl
from great_tables import GT, html
from great_tables.loc import body, stub
from great_tables.style import css

from tasks.pure.report.facts import UNCODED, facts_of, theme_sums
from tasks.pure.report.numbers import count, interval, percent
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
        return (self.tweets or 0) / self.whole if self.whole else 0, published


def table1_rows(release: Release) -> list[Row]:
    """The table's lines.

    Rows: a theme, then its headings, in the order given; a theme whose only heading bears its name is one line; Uncoded, which
    is not a theme, and N last.
    """
    published = {} if release.reference is None else _published(release.reference)
    wholes = facts_of(release).distinct, sum(published.values())
    table1 = release.tables["table1"]
    rows = []
    for theme, tweets in theme_sums(release).items():
        headings = list(table1.filter(pl.col("theme") == theme).select("heading", "tweets").iter_rows())
        of_theme = [published[theme, heading] for heading, _ in headings if (theme, heading) in published]
        is_alone = [heading for heading, _ in headings] == [theme]
        kind: Kind = "apart" if theme == UNCODED else "alone" if is_alone else "theme"
        rows.append(Row(kind, theme, tweets, sum(of_theme) if of_theme else None, *wholes))
        for heading, number in headings if not is_alone else ():
            rows.append(Row("heading", heading, number, published.get((theme, heading)), *wholes))
    return [*rows, Row("total", "All", wholes[0], wholes[1], *wholes)]


def table1_page(release: Release) -> str:
    """Table 1 as HTML, escaped by great_tables."""
    rows = table1_rows(release)
    themes = [place for place, row in enumerate(rows) if row.kind != "heading"]
    apart = [place for place, row in enumerate(rows) if row.kind == "apart"]
    rows_shown = pl.DataFrame(
        {
            "name": [row.name for row in rows],
            "tweets": [count(row.tweets) for row in rows],
            "share": [row.share or ABSENT for row in rows],
            "interval": [row.interval or ABSENT for row in rows],
            "bar": list(_bars(rows)),
            "published": [ABSENT if row.published is None else count(row.published) for row in rows],
            "published_share": [row.published_share or ABSENT for row in rows],
        }
    )
    compared = ["published", "published_share"]
    table = (
        GT(rows_shown if release.reference is not None else rows_shown.drop(compared), id="table1", rowname_col="name")
        .fmt_markdown("bar")
        .cols_label(tweets="Tweets", share="Share", interval="95 % interval", bar=html('<span class="visually-hidden">Bar</span>'))
        .cols_align("right", ["tweets", "share", "interval"])
        .tab_stubhead("Theme and heading")
        .tab_style(css("font-weight: 600"), [body(rows=themes), stub(rows=themes)])
        .tab_style(css("padding-left: 1.1em"), stub(rows=[place for place in range(len(rows)) if place not in themes]))
        .tab_style(css("font-weight: 400; font-style: italic"), [body(rows=apart), stub(rows=apart)])
        .tab_options(table_width="100%")
    )
    if release.reference is not None:
        table = table.cols_label(published="Published", published_share="Share").cols_align("right", compared)
    # The page's own style sheet dresses it, in light and dark, and its own frame lets it scroll.
    made = str(table.as_raw_html())
    return made[made.index("<table") : made.rindex("</table>")] + "</table>"


def _published(reference: pl.DataFrame) -> dict[tuple[str, str], int]:
    return {
        (theme, heading): tweets
        for theme, heading, tweets in reference.select("theme", "heading", "tweets").iter_rows()
    }


def _bars(rows: list[Row]) -> Iterator[str]:
    """A bar a heading, as long as its share; a mark across it where the published share would end."""
    pairs = [row.bars if row.kind in {"heading", "alone"} else (0.0, 0.0) for row in rows]
    longest = max((max(pair) for pair in pairs), default=0) or 1
    for ours, published in pairs:
        mark = f'<i style="left:{100 * published / longest:.1f}%"></i>' if published else ""
        yield f'<div class="bar" aria-hidden="true"><b style="width:{100 * ours / longest:.1f}%"></b>{mark}</div>'
