"""What was said: under each heading the tweets that stand for it and those that speak against it."""

from dataclasses import dataclass

import polars as pl

from tasks.codebook.model import Heading, Theme
from tasks.pure.report.release import Release

AGAINST = {
    "struck": "a phrase of the heading, struck by an exception or a denial",
    "denied": "a denial stands close before the words that fired",
    "opposite": "leans the other way than most under this heading",
    "low margin": "came under this heading by a narrow margin",
}


@dataclass(frozen=True)
class Quote:
    """A tweet's words, or a paraphrase that `signed_by` vouches for.

    `is_findable` is null where nobody searched, `against` says why it speaks against its heading.
    """

    text: str
    copies: int = 1
    is_findable: bool | None = None
    against: str = ""
    signed_by: str = ""


@dataclass(frozen=True)
class QuotedHeading:
    """A heading, its count, and its quotes."""

    heading: Heading
    tweets: int | None
    quotes: tuple[Quote, ...]
    contrasts: tuple[Quote, ...]


def quoted_themes(release: Release) -> list[tuple[Theme, list[QuotedHeading]]]:
    """The themes in order, and under each the headings that are quoted, A to Z as in Table 1; empty where nothing is."""
    of_headings = [
        (
            theme,
            [
                quoted
                for quoted in _of_theme(release, theme)
                if quoted.quotes or (quoted.contrasts and not release.has_texts)
            ],
        )
        for theme in release.codebook.themes
    ]
    return [(theme, headings) for theme, headings in of_headings if headings]


def _of_theme(release: Release, theme: Theme) -> list[QuotedHeading]:
    counts = release.tables["table1"].filter(pl.col("theme") == theme.name).select("heading", "tweets")
    tweets = dict(counts.iter_rows())
    ours = [heading for heading in release.codebook.headings if heading.theme == theme.id]
    headings = sorted(ours, key=lambda each: (each.name.lower(), each.id))
    return [
        QuotedHeading(each, tweets.get(each.name), _quotes(release, each.id), _contrasts(release, each.id)) for each in headings
    ]


def _quotes(release: Release, heading: str) -> tuple[Quote, ...]:
    if not release.has_texts:
        return _paraphrased(release, heading, pl.col("against").is_null())
    rows = _of_heading(release, "quotes", heading)
    return (
        tuple(Quote(*row) for row in rows.select("text", "copies", "is_singled_out").iter_rows()) if rows.height else ()
    )


def _contrasts(release: Release, heading: str) -> tuple[Quote, ...]:
    if not release.has_texts:
        return _paraphrased(release, heading, pl.col("against").is_not_null())
    rows = _of_heading(release, "contrasts", heading)
    return tuple(
        Quote(row["text"], is_findable=row["is_singled_out"], against=AGAINST.get(row["reason"], row["reason"]))
        for row in rows.iter_rows(named=True)
    )


def _paraphrased(release: Release, heading: str, which: pl.Expr) -> tuple[Quote, ...]:
    rows = release.tables.get("paraphrases")
    if rows is None:
        return ()
    return tuple(
        Quote(row["text"], against=AGAINST.get(row["against"] or "", row["against"] or ""), signed_by=row["signed_by"])
        for row in rows.filter(which, pl.col("heading") == heading).iter_rows(named=True)
    )


def _of_heading(release: Release, table: str, heading: str) -> pl.DataFrame:
    rows = release.tables.get(table)
    return pl.DataFrame() if rows is None else rows.filter(pl.col("heading") == heading).sort("position")
