"""Figures as inline SVG, drawn by Altair and rendered without a browser; colours follow the page's."""

import altair as alt
import polars as pl
import vl_convert

INK = "currentColor"
ACCENT = "#2a7f79"
SECOND = "#d08c3f"
FONT = "system-ui, sans-serif"


def overlap_figure(overlap: pl.DataFrame) -> str:
    """A heat map of the themes that share tweets; each cell bears its number."""
    order = overlap.get_column("theme").unique(maintain_order=True).to_list()
    top = max(overlap.get_column("tweets").to_list(), default=1) or 1
    base = alt.Chart(overlap.select("theme", "other_theme", "tweets")).encode(
        x=alt.X("other_theme:N", sort=order, title=None, axis=alt.Axis(labelAngle=-30, labelLimit=160)),
        y=alt.Y("theme:N", sort=order, title=None, axis=alt.Axis(labelLimit=160)),
    )
    cells = base.mark_rect(color=ACCENT, stroke=INK, strokeOpacity=0.15).encode(
        fillOpacity=alt.FillOpacity("tweets:Q", scale=alt.Scale(domain=[0, top], range=[0.03, 0.75]), legend=None)
    )
    numbers = base.mark_text(color=INK, fontSize=13, font=FONT).encode(text=alt.Text("tweets:Q", format=","))
    return _svg((cells + numbers).properties(width=480, height=42 * len(order)))


def timeline_figure(timeline: pl.DataFrame) -> str:
    """Tweets a day, copies included, and the distinct texts first seen that day."""
    days = timeline.drop_nulls("posted_on").select(
        pl.col("posted_on").cast(pl.String), all_tweets="tweets", distinct_texts="unique_tweets"
    )
    long = days.unpivot(index="posted_on", variable_name="what", value_name="tweets").with_columns(
        pl.col("what").replace({"all_tweets": "all tweets", "distinct_texts": "distinct texts"})
    )
    colours = alt.Scale(domain=["all tweets", "distinct texts"], range=[SECOND, ACCENT])
    legend = alt.Legend(title=None, orient="top")
    if days.height <= 31:
        chart = (
            alt.Chart(long)
            .mark_bar()
            .encode(
                x=alt.X("posted_on:O", title=None, axis=alt.Axis(labelAngle=-30 if days.height > 5 else 0)),
                xOffset=alt.XOffset("what:N"),
                y=alt.Y("tweets:Q", title="tweets", axis=alt.Axis(tickMinStep=1)),
                color=alt.Color("what:N", scale=colours, legend=legend),
            )
        )
    else:
        chart = (
            alt.Chart(long)
            .mark_line()
            .encode(
                x=alt.X("posted_on:T", title=None),
                y=alt.Y("tweets:Q", title="tweets", axis=alt.Axis(tickMinStep=1)),
                color=alt.Color("what:N", scale=colours, legend=legend),
            )
        )
    return _svg(chart.properties(width=560, height=220))


def _svg(chart: alt.TopLevelMixin) -> str:
    styled = chart.configure(background="transparent", font=FONT).configure_view(stroke=None)
    styled = styled.configure_axis(
        labelColor=INK,
        titleColor=INK,
        domainColor=INK,
        tickColor=INK,
        gridColor=INK,
        gridOpacity=0.12,
        domainOpacity=0.4,
        tickOpacity=0.4,
        labelFontSize=12,
        titleFontSize=12,
    ).configure_legend(labelColor=INK, labelFontSize=12)
    svg: str = vl_convert.vegalite_to_svg(styled.to_json())
    return svg
