"""Table 1 as a page has it: themes with their sums, their headings with a bar each, a published table's counts beside them."""

from collections.abc import Iterator

import polars as pl
from great_tables import GT, html
from great_tables.loc import body, stub
from great_tables.style import css

from tasks.pure.report.numbers import count
from tasks.pure.report.release import Release
from tasks.pure.report.table1_lines import ABSENT, Row, table1_rows


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


def _bars(rows: list[Row]) -> Iterator[str]:
    """A bar a heading, as long as its share; a mark across it where the published share would end."""
    pairs = [row.bars if row.kind in {"heading", "alone"} else (0.0, 0.0) for row in rows]
    longest = max((max(pair) for pair in pairs), default=0) or 1
    for ours, published in pairs:
        mark = f'<i style="left:{100 * published / longest:.1f}%"></i>' if published else ""
        yield f'<div class="bar" aria-hidden="true"><b style="width:{100 * ours / longest:.1f}%"></b>{mark}</div>'
