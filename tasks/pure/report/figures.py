"""Figures as inline SVG, drawn by Altair and rendered without a browser; colours follow the page's."""

import altair as alt
import polars as pl
import vl_convert

INK = "currentColor"
ACCENT = "#2a7f79"
SECOND = "#d08c3f"
FONT = "system-ui, sans-serif"
MANY_DAYS = 92


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
    """Tweets a day, copies included, and the distinct texts first seen then; months where there are many days."""
    days = timeline.drop_nulls("posted_on")
    step = "%Y-%m-%d" if days.height <= MANY_DAYS else "%Y-%m"
    counted = (
        days.group_by(pl.col("posted_on").dt.strftime(step).alias("time"), maintain_order=True)
        .agg(pl.col("tweets", "unique_tweets").sum())
        .rename({"tweets": "all tweets", "unique_tweets": "distinct texts"})
    )
    long = counted.unpivot(index="time", variable_name="what", value_name="tweets")
    mark = alt.Chart(long).mark_bar() if counted.height <= MANY_DAYS // 3 else alt.Chart(long).mark_line()
    across = {"xOffset": alt.XOffset("what:N")} if counted.height <= MANY_DAYS // 3 else {}
    kind, angle = ("time:O", -30 if counted.height > 5 else 0) if across else ("time:T", 0)
    chart = mark.encode(
        x=alt.X(kind, title=None, axis=alt.Axis(labelAngle=angle)),
        y=alt.Y("tweets:Q", title="tweets", axis=alt.Axis(tickMinStep=1)),
        color=alt.Color(
            "what:N",
            scale=alt.Scale(domain=["all tweets", "distinct texts"], range=[SECOND, ACCENT]),
            legend=alt.Legend(title=None, orient="top"),
        ),
        **across,
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
