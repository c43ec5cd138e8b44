"""How far coders agreed, and what people decided: the sentences and the table of a report."""

from collections.abc import Iterator, Mapping

import polars as pl

from tasks.pure.report.numbers import count, counted
from tasks.pure.report.release import Release
from tasks.pure.review.rules_measured import wilson

OF_A_HEADING = "heading given or not"
Row = tuple[str, str, str, str, str]


def reliability(release: Release) -> Iterator[str]:
    """The sentences; none where nobody coded by hand and nobody decided."""
    if release.agreement is not None:
        yield from _agreement(release.agreement)
    if release.decisions:
        yield from _decisions(release.decisions)


def figures_of(release: Release) -> list[Row]:
    """The figures of agreement: statistic, between whom, tweets, value, interval.

    Rows: those over all headings, in their order; those of single headings stay in the manifest.
    """
    if release.agreement is None:
        return []
    over_all = release.agreement.filter(~pl.col("statistic").str.ends_with(OF_A_HEADING))
    return [
        (row["statistic"], row["between"], count(row["tweets"]), _figure(row["value"]), _interval(row["low"], row["high"]))
        for row in over_all.iter_rows(named=True)
    ]


def _agreement(figures: pl.DataFrame) -> Iterator[str]:
    rows = figures.filter(pl.col("between") == "people").iter_rows(named=True)
    alphas = {row["statistic"].rpartition(", ")[2]: row for row in rows}
    primary, sets = alphas.get("primary heading"), alphas.get("all headings")
    if primary is None or sets is None:
        return
    yield (
        f"People coded {counted(primary['tweets'], 'text')} without seeing what the rules said or each other. "
        f"Krippendorff’s alpha was {_with_interval(primary)} for the primary heading, and {_with_interval(sets)} for all "
        "headings of a text (MASI distance). Uncoded counted as a heading; intervals are of 95 %, over resampled texts."
    )


def _decisions(decisions: Mapping[str, int | None]) -> Iterator[str]:
    applied, changed, gone = (decisions[name] for name in ("applied", "changed", "gone"))
    again = f" The words of {counted(changed, 'text')} have changed since they were read." if changed != 0 else ""
    missed = f" {counted(gone, 'decision')} could not be applied: the text is no longer in the study." if gone != 0 else ""
    yield f"People decided the codes of {counted(applied, 'text')}; a decision stands above what the rules say.{again}{missed}"
    given, found, both = (decisions.get(name) for name in ("given", "found", "both"))
    if given and found is not None and both is not None:
        yield _against_rules(given, found, both)


def _against_rules(given: int, found: int, both: int) -> str:
    recall, precision = wilson(both, given), wilson(both, found)
    return (
        f"Of the {counted(given, 'heading')} that people gave these texts the rules had found {count(both)} "
        f"({_percent(recall)}); of the {count(found)} that the rules gave, people kept {_percent(precision)}."
    )


def _percent(share: tuple[float | None, float | None, float | None]) -> str:
    value, low, high = share
    if value is None or low is None or high is None:
        return "none"
    return f"{100 * value:.0f} %, 95 % interval {100 * low:.0f} to {100 * high:.0f} %"


def _with_interval(row: dict[str, float | None]) -> str:
    interval = _interval(row["low"], row["high"])
    return f"{_figure(row['value'])}{f' ({interval})' if interval else ''}"


def _figure(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.2f}"


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.2f} to {high:.2f}"
