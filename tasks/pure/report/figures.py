"""Figures as SVG, drawn by Altair and rendered without a browser.

Inked for a page they take its colours, light or dark; inked for a paper they stand on white. Liberation Sans comes with
the renderer, and Arial and Helvetica are as wide, so that a figure looks the same wherever it is drawn.
"""

import re
from collections.abc import Mapping

import altair as alt
import polars as pl
import vl_convert

from tasks.pure.report.numbers import count

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, ACCENT, SECOND, WASH = "currentColor", "var(--accent)", "var(--second)", "var(--wash)"
ON_PAPER: Mapping[str, str] = {INK: "#1d2726", ACCENT: "#1f6f69", SECOND: "#b06f22", WASH: "#eef3ef"}
ROLES = re.compile(r' (?:role|aria-\w+)="[^"<>]*"')
MANY_DAYS, MANY_DAYS_OF_HOURS = 92, 14
# Pixels: where none of the fonts is at hand, a wider one stands in, and its labels must not be cut.
MARGIN = 24
FEW_BARS = 14
FIRST, AGAIN = "distinct texts", "retweets and copies"


def on_paper(svg: str) -> str:
    """A figure with the colours of a paper, for a file of its own."""
    for ours, fixed in ON_PAPER.items():
        svg = svg.replace(ours, fixed)
    head, _, rest = svg.partition(">")
    return f'{head}><rect width="100%" height="100%" fill="white"/>{rest}'


def png(svg: str) -> bytes:
    """A figure on paper as PNG, twice as dense as a screen."""
    image: bytes = vl_convert.svg_to_png(svg, scale=2)
    return image


def overlap_figure(overlap: pl.DataFrame) -> str:
    """A heat map of the themes that share tweets; each cell bears its number."""
    order = overlap.get_column("theme").unique(maintain_order=True).to_list()
    shown = overlap.select(
        "theme",
        "other_theme",
        tweets=pl.col("tweets").fill_null(0),
        label=pl.col("tweets").map_elements(count, return_dtype=pl.String, skip_nulls=False),
    )
    base = alt.Chart(shown).encode(
        x=alt.X("other_theme:N", sort=order, title=None, axis=alt.Axis(labelAngle=-30, labelLimit=170, orient="top")),
        y=alt.Y("theme:N", sort=order, title=None, axis=alt.Axis(labelLimit=170)),
    )
    shade = alt.Scale(domain=[0, shown.get_column("tweets").max() or 1], range=[0.03, 0.5])
    cells = base.mark_rect(color=ACCENT, stroke=INK, strokeOpacity=0.15).encode(
        fillOpacity=alt.FillOpacity("tweets:Q", scale=shade, legend=None)
    )
    numbers = base.mark_text(color=INK, fontSize=13, font=FONT).encode(text="label:N")
    return _svg((cells + numbers).properties(width=68 * len(order), height=40 * len(order)))


def timeline_figure(times: pl.DataFrame) -> str:
    """Distinct texts when they were first seen, and their retweets and copies; `times` is of `by_time` or `by_hour`."""
    shown = times.select("time", pl.col("distinct").alias(FIRST), pl.col("copies").alias(AGAIN))
    long = shown.unpivot(index="time", variable_name="what", value_name="tweets").with_columns(
        layer=pl.col("what").eq(AGAIN).cast(pl.Int8)
    )
    # Half a tweet is none.
    ticks = min(5, max([1, *times.get_column("tweets").drop_nulls()]))
    angle = 0 if times.height <= FEW_BARS // 2 else -40
    bars = alt.Chart(long).mark_bar(size=max(2, min(60, 400 // max(times.height, 1))))
    chart = bars.encode(
        x=alt.X("time:O", sort=None, title=None, axis=alt.Axis(labelAngle=angle, labelOverlap="greedy", ticks=False)),
        y=alt.Y("tweets:Q", title="tweets", axis=alt.Axis(tickCount=ticks, format=",d", domain=False, ticks=False)),
        order="layer:Q",
        color=alt.Color(
            "what:N",
            scale=alt.Scale(domain=[FIRST, AGAIN], range=[ACCENT, SECOND]),
            legend=alt.Legend(title=None, orient="top", symbolType="square", columnPadding=36),
        ),
    )
    return _svg(chart.properties(width=560, height=220))


def by_time(timeline: pl.DataFrame) -> pl.DataFrame:
    """The timeline as it is drawn: time, tweets, distinct, copies.

    Rows: one a day, or one a month where there are more than MANY_DAYS days, in order. A day that is withheld keeps its
    place with null counts, and so does a month without a day that is told; tweets without a day are left out.
    """
    days = timeline.drop_nulls("posted_on")
    step = pl.col("posted_on").dt.strftime("%-d %b %Y" if days.height <= MANY_DAYS else "%b %Y")
    is_told = pl.col("tweets").is_not_null() & pl.col("unique_tweets").is_not_null()
    return (
        days.group_by(step.alias("time"), maintain_order=True)
        .agg(
            tweets=pl.when(is_told.any()).then(pl.col("tweets").filter(is_told).sum()),
            distinct=pl.when(is_told.any()).then(pl.col("unique_tweets").filter(is_told).sum()),
        )
        .with_columns(copies=pl.col("tweets") - pl.col("distinct"))
    )


def by_hour(hours: pl.DataFrame) -> pl.DataFrame:
    """The hours as they are drawn, with the columns of `by_time`; the day stands at the first hour and at each midnight."""
    first = pl.int_range(pl.len()) == 0
    day = pl.when(first | (pl.col("hour").dt.hour() == 0)).then(pl.col("hour").dt.strftime("%-d %b %H:00"))
    return hours.select(
        time=day.otherwise(pl.col("hour").dt.strftime("%a %H:00")),
        tweets="tweets",
        distinct="unique_tweets",
        copies=pl.col("tweets") - pl.col("unique_tweets"),
    )


def themes_figure(theme_timeline: pl.DataFrame, order: list[str]) -> str:
    """A band of bars a theme in the order given, all to one scale: its distinct texts at each time.

    Hours and days are as in the table; where the first and the last are more than MANY_DAYS_OF_HOURS days apart, hours become
    days, and more than MANY_DAYS become months.
    """
    moments = theme_timeline.get_column("moment")
    # Few days may lie years apart, and each between them has a bar too.
    days = theme_timeline.select((pl.col("moment").max() - pl.col("moment").min()).dt.total_days()).item() or 0
    are_hours = (moments.dt.hour() != 0).any() and days <= MANY_DAYS_OF_HOURS
    names = {"1h": "%-d %b %H:00", "1d": "%-d %b %Y", "1mo": "%b %Y"}
    step = "1h" if are_hours else "1mo" if days > MANY_DAYS else "1d"
    counted = theme_timeline.group_by(pl.col("moment").dt.truncate(step), "theme").agg(pl.col("tweets").sum())
    themes = [theme for theme in order if theme in theme_timeline.get_column("theme")]
    every = counted.select(pl.datetime_range(pl.col("moment").min(), pl.col("moment").max(), step).alias("moment"))
    grid = every.join(pl.DataFrame({"theme": themes}), how="cross")
    shown = grid.join(counted, on=["moment", "theme"], how="left", maintain_order="left").with_columns(
        pl.col("tweets").fill_null(0), time=pl.col("moment").dt.strftime(names[step])
    )
    bars = alt.Chart(shown).mark_bar(color=ACCENT, size=max(2, min(40, 380 // max(every.height, 1)))).encode(
        x=alt.X("time:O", sort=None, title=None, axis=alt.Axis(labelAngle=-40, labelOverlap="greedy", ticks=False)),
        y=alt.Y("tweets:Q", title=None, axis=alt.Axis(tickCount=2, format=",d", domain=False, ticks=False)),
        row=alt.Row("theme:N", sort=themes, title=None,
            header=alt.Header(labelAngle=0, labelAlign="left", labelColor=INK, labelFontSize=12, labelLimit=130)),
    )  # fmt: skip
    return _svg(bars.properties(width=430, height=48))


def _svg(chart: alt.TopLevelMixin) -> str:
    ink = {f"{part}Color": INK for part in ("label", "title", "domain", "tick", "grid")}
    styled = chart.configure(background="transparent", font=FONT, aria=False, padding=MARGIN).configure_view(stroke=None)
    styled = styled.configure_axis(
        **ink,
        gridOpacity=0.15,
        domainOpacity=0.4,
        tickOpacity=0.4,
        labelFontSize=12,
        titleFontSize=12,
        titleFontWeight="normal",
    ).configure_legend(labelColor=INK, labelFontSize=12)
    # The page that uses a figure says what it shows; a role on each of its parts would only be in the way.
    return ROLES.sub("", vl_convert.vegalite_to_svg(styled.to_json()))
