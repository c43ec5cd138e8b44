"""The figures of a report: each once, with its alternative text and caption, for the page, for files and for the manuscript."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from tasks.pure.report.facts import Facts, Step
from tasks.pure.report.figures import by_hour, by_time, on_paper, overlap_figure, png, themes_figure, timeline_figure
from tasks.pure.report.flow import flow_figure
from tasks.pure.report.numbers import count, counted, listed
from tasks.pure.report.release import Release


@dataclass(frozen=True)
class Drawing:
    """A figure: inked for the page, its words for those who do not see it, its caption, and the table with its numbers."""

    name: str
    title: str
    svg: str
    alt: str
    caption: str
    table: str

    @property
    def files(self) -> tuple[str, ...]:
        """What lies beside the page: the figure on paper, and its numbers."""
        return f"figures/{self.name}.svg", f"figures/{self.name}.png", f"{self.table}.csv"

    @cached_property
    def on_paper(self) -> str:
        """The figure inked for a paper."""
        return on_paper(self.svg)

    @cached_property
    def png(self) -> bytes:
        """The figure on paper, as pixels."""
        return png(self.on_paper)


def drawings(release: Release, facts: Facts) -> tuple[Drawing, ...]:
    """Flow, overlap, timeline, and where a release has them the themes over time."""
    overlap, timeline = release.tables["overlap"], release.tables["timeline"]
    hours, themes = release.tables.get("hours"), release.tables.get("theme_timeline")
    times = by_time(timeline) if hours is None else by_hour(hours)
    drawn = (
        Drawing(
            "flow", "Flow of tweets", flow_figure(facts.flow, facts.held_back), _flow_alt(facts.flow),
            "Flow of tweets: what each stage kept, and what it set aside.",
            "flow",
        ),
        Drawing(
            "overlap", "Overlap of themes", overlap_figure(overlap), _overlap_alt(overlap),
            "Distinct texts with a code in both themes. The diagonal counts texts with any code in the theme, primary or not.",
            "overlap",
        ),
        Drawing(
            "timeline", "The conversation over time", timeline_figure(times), _timeline_alt(timeline),
            f"Tweets of the study over time, in {release.study['timezone']}. A distinct text counts when it was first seen."
            + _missing(timeline),
            "timeline" if hours is None else "hours",
        ),
    )  # fmt: skip
    return drawn if themes is None else (*drawn, _over_time(release, themes))


def _over_time(release: Release, themes: pl.DataFrame) -> Drawing:
    order = release.tables["table1"].get_column("theme").unique(maintain_order=True).to_list()
    caption = f"Distinct texts of each theme by primary code, over time in {release.study['timezone']}; all bands to one scale."
    return Drawing("themes", "Themes over time", themes_figure(themes, order), _themes_alt(themes), caption, "theme_timeline")


def _themes_alt(themes: pl.DataFrame) -> str:
    peaks = themes.sort("tweets", descending=True, maintain_order=True).head(1)
    most = [f" Most, {count(row['tweets'])}, at one time, have {row['theme']}." for row in peaks.iter_rows(named=True)]
    return f"Bands of bars, one for each of {counted(themes['theme'].n_unique(), 'theme')}, over time.{''.join(most)}"


def _flow_alt(flow: tuple[Step, ...]) -> str:
    kept = [f"{count(step.kept)} {step.name}" for step in flow]
    return f"Flow diagram: {count(flow[0].read)} records read; {'; '.join(kept)}."


def _overlap_alt(overlap: pl.DataFrame) -> str:
    pairs = overlap.filter(pl.col("theme") != pl.col("other_theme")).drop_nulls()
    top = pairs.sort("tweets", descending=True, maintain_order=True).head(1).rows()
    most = "".join(f" Most, {count(tweets)}, are in both {one} and {other}." for one, other, tweets in top)
    return f"Heat map of the number of texts with codes in both of two themes.{most}"


def _timeline_alt(timeline: pl.DataFrame) -> str:
    days = timeline.drop_nulls()
    busiest = days.sort("tweets", descending=True, maintain_order=True).head(1)
    most = [
        f" Most tweets, {count(row['tweets'])}, were posted on {_day(row)}." for row in busiest.iter_rows(named=True)
    ]
    return f"Bars of distinct texts with their retweets and copies over {counted(days.height, 'day')}.{listed(most)}"


def _day(row: dict[str, object]) -> str:
    return f"{row['posted_on']:%-d %B %Y}"


def _missing(timeline: pl.DataFrame) -> str:
    undated = timeline.filter(pl.col("posted_on").is_null()).get_column("tweets").to_list()
    dated = timeline.filter(pl.col("posted_on").is_not_null())
    withheld = dated.height - dated.drop_nulls().height
    missing = [f"{counted(undated[0], 'tweet')} without a time"] if undated and undated[0] != 0 else []
    missing += [f"{counted(withheld, 'day')} whose counts are withheld"] if withheld else []
    return f" Not shown: {listed(missing)}." if missing else ""
