"""The numbers of a release, each read from its tables once: what the summary, the flow and the method text say."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tasks.pure.report.numbers import total
from tasks.pure.report.release import Release

UNCODED = "Uncoded"
STAGES = {
    "ingest": "tweets of the study",
    "anonymise": "anonymised",
    "deduplicate": "distinct texts",
    "assign_themes": "put to the coding frame",
}
COPIES = {
    "K1": "retweets by the platform’s flag",
    "K2": "retweets, “RT [USER]”",
    "K3": "comments on a retweet",
    "K4": "modified retweets, “MT [USER]”",
    "K5": "copies “via [USER]”",
    "K6": "quotations of a tweet",
    "K7": "retweets cut short",
    "K8": "the same words again",
}
Counts = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Step:
    """A box of the flow diagram: what a stage read and kept, and what it set aside for which reasons."""

    stage: str
    name: str
    read: int | None
    kept: int | None
    set_aside: int | None
    reasons: Counts
    split: Counts


@dataclass(frozen=True)
class Facts:
    """The numbers that the sentences of a report state; null means withheld."""

    flow: tuple[Step, ...]
    themes: Counts
    headings: int
    found: int | None
    spans: int | None
    held_back: Counts = ()

    def step(self, stage: str) -> Step:
        """The box of a stage."""
        return next(step for step in self.flow if step.stage == stage)

    @property
    def distinct(self) -> int | None:
        """N: the distinct texts."""
        return self.step("deduplicate").kept

    @property
    def coded(self) -> int | None:
        """Distinct texts with a code."""
        return dict(self.step("assign_themes").split).get("coded", 0)

    @property
    def uncoded(self) -> int | None:
        """Distinct texts without one."""
        return dict(self.step("assign_themes").split).get("uncoded", 0)

    @property
    def largest(self) -> Counts:
        """The three themes with most tweets, of those that are neither withheld nor empty."""
        known = [(theme, tweets) for theme, tweets in self.themes if tweets]
        return tuple(sorted(known, key=lambda each: -(each[1] or 0))[:3])


def facts_of(release: Release) -> Facts:
    """The numbers of a release."""
    table1 = release.tables["table1"].filter(pl.col("theme") != UNCODED)
    tweets = table1.get_column("tweets")
    return Facts(
        flow=tuple(_step(release.tables["flow"], stage, name, bool(release.noise)) for stage, name in STAGES.items()),
        themes=tuple((theme, sum_) for theme, sum_ in theme_sums(release).items() if theme != UNCODED),
        headings=table1.height,
        # Where counts carry noise, 0 may stand for a few.
        found=None if tweets.null_count() or release.noise else int((tweets > 0).sum()),
        spans=total(release.tables["removed"].get_column("spans")),
        held_back=tuple(release.held_back_by_rule.items()),
    )


def theme_sums(release: Release) -> dict[str, int | None]:
    """The tweets of each theme, in order; null where they are withheld."""
    return sums_of(release.tables["table1"], release.theme_totals)


def sums_of(table1: pl.DataFrame, totals: Mapping[str, int | None] | None) -> dict[str, int | None]:
    """The same from a table of headings, and from the sums that may be told where they do not follow from it."""
    sums = {
        theme: total(rows.get_column("tweets")) for (theme,), rows in table1.group_by(["theme"], maintain_order=True)
    }
    return {str(theme): sums[theme] if totals is None else totals.get(str(theme)) for theme in sums}


def _step(flow: pl.DataFrame, stage: str, name: str, has_noise: bool) -> Step:
    rows = flow.filter(pl.col("stage") == stage)
    by_outcome = {outcome: rows.filter(pl.col("outcome") == outcome) for outcome in ("read", "kept", "set_aside")}
    reasons = _reasons(by_outcome["set_aside"])
    read, kept = (total(by_outcome[outcome].get_column("tweets")) for outcome in ("read", "kept"))
    return Step(
        stage=stage,
        name=name,
        read=read,
        kept=kept,
        # Where a reason is withheld and both ends are shown, so is their difference.
        set_aside=_set_aside(read, kept, total(by_outcome["set_aside"].get_column("tweets")), has_noise),
        reasons=tuple((COPIES.get(reason, reason), tweets) for reason, tweets in reasons),
        split=tuple(by_outcome["kept"].select("reason", "tweets").iter_rows()) if stage == "assign_themes" else (),
    )


def _set_aside(read: int | None, kept: int | None, told: int | None, has_noise: bool) -> int | None:
    """What is between both ends; with noise the sum of the reasons, for the ends might cross, and nought might be a few."""
    if has_noise:
        return told or None
    return None if read is None or kept is None else read - kept


def _reasons(rows: pl.DataFrame) -> Counts:
    ordered = rows.sort("tweets", descending=True, nulls_last=True, maintain_order=True)
    return tuple(ordered.select("reason", "tweets").iter_rows())
