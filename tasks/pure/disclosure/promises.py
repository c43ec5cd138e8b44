"""What a public release's tables show on their own: nothing small, and no sum that gives a small count back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from tasks.pure.ingest.reasons import REASONS

COLUMNS = {
    "table1": ["theme", "heading", "tweets"],
    "themes": ["theme", "tweets"],
    "overlap": ["theme", "other_theme", "tweets"],
    "timeline": ["posted_on", "tweets", "unique_tweets"],
    "flow": ["stage", "outcome", "reason", "tweets"],
    "dictionary": ["table", "column", "type", "meaning", "audience"],
    "paraphrases": ["theme", "heading", "against", "text", "signed_by", "signed_on", "reason"],
}
COUNTS = ("tweets", "unique_tweets", "spans")
FLOW_KEYS = ("stage", "outcome", "reason", "tweets")
MOST_ASIDE = {"ingest": len(REASONS), "deduplicate": 8, "assign_themes": 0}
"""For how many reasons each stage may set something aside."""
NONE = pl.Series(dtype=pl.Int64)
Tables = Mapping[str, pl.DataFrame]


def strange_columns(tables: Tables) -> int:
    """Tables that a public release does not have, and those with other columns than it gives them."""
    return sum(COLUMNS.get(name) != table.columns for name, table in tables.items())


def small_counts(tables: Tables, disclosure: Mapping[str, int], exceptions: Sequence[Mapping[str, Any]]) -> int:
    """Counts told that are smaller, or less rounded, than the manifest says counts are."""
    excepted = {(each["output"], each["rule"]) for each in exceptions}
    least, base = disclosure["smallest_count"], disclosure["round_to"]
    broken = 0
    for file, table in tables.items():
        # Sums of themes are Table 1's own, and nobody can ask for an exception of theirs.
        name = "table1" if file == "themes" else file
        told = pl.concat([NONE, *(table[column].drop_nulls() for column in COUNTS if column in table.columns)])
        small = (told > 0) & (told < least) if (name, "smallest_count") not in excepted else told.is_null()
        unrounded = told % base != 0 if (name, "round_to") not in excepted else told.is_null()
        broken += int((small | unrounded | (told < 0)).sum())
    return broken


def given_back(tables: Tables, least: int) -> int:
    """Sums from which what is told takes so much away that too little is left for what is withheld."""
    return sum(count == 1 or rest < least for count, rest in _hidden(tables) if count)


def wrong_sums(tables: Tables, distinct: int | None) -> int:
    """Themes that differ from the sum of their headings, and an N that differs from the sum of the themes."""
    headings, themes = tables["table1"], tables["themes"]
    whole = headings.group_by("theme").agg(pl.col("tweets").sum(), nulls=pl.col("tweets").null_count())
    differ = whole.filter(nulls=0).join(themes, on="theme").filter(pl.col("tweets") != pl.col("tweets_right"))
    is_told = distinct is not None and not themes["tweets"].null_count()
    return differ.height + int(is_told and themes["tweets"].sum() != distinct)


def wrong_flow(flow: pl.DataFrame) -> int:
    """Stages that do not reconcile, of those of which everything is told."""
    signed = pl.when(pl.col("outcome") == "read").then(pl.col("tweets")).otherwise(-pl.col("tweets"))
    sums = flow.group_by("stage").agg(signed.sum().alias("rest"), nulls=pl.col("tweets").null_count())
    return sums.filter(pl.col("nulls") == 0, pl.col("rest") != 0).height


def same_cells_apart(tables: Tables, distinct: int | None) -> int:
    """Numbers that count the same tweets as another and differ from it: with noise too they are one number."""
    rows = tables["flow"].select(FLOW_KEYS).iter_rows()
    flow = {f"{stage}.{outcome}.{reason}": tweets for stage, outcome, reason, tweets in rows}
    themes = dict(tables["themes"].select("theme", "tweets").iter_rows())
    alone = tables["table1"].filter(pl.len().over("theme") == 1).select("theme", "tweets").iter_rows()
    study, kept = flow["ingest.kept."], flow["deduplicate.kept."]
    pairs = [
        *((flow[name], study) for name in ("anonymise.read.", "anonymise.kept.", "deduplicate.read.")),
        *((number, kept) for number in (flow["assign_themes.read."], distinct)),
        *((themes.get(theme), tweets) for theme, tweets in alone),
        *([(flow["assign_themes.kept.uncoded"], themes["Uncoded"])] if "Uncoded" in themes else []),
    ]
    return sum(one != other for one, other in pairs)


def sums_too_far(tables: Tables, most: int) -> int:
    """Sums that differ from their parts by more than the noise of all of them can; those with a withheld part are left out.

    A reason whose count is told as 0 has no row: it counts as one more part.
    """
    headings, themes, flow = tables["table1"], tables["themes"], tables["flow"]
    whole = flow.filter(stage="deduplicate", outcome="kept")["tweets"].to_list()
    sums = [(whole, themes["tweets"].to_list(), themes.height)]
    for theme, tweets in themes.select("theme", "tweets").iter_rows():
        parts = headings.filter(theme=theme)["tweets"].to_list()
        sums.append(([tweets], parts, len(parts)))
    for stage, kinds in MOST_ASIDE.items():
        rows = flow.filter(stage=stage)
        ends = {end: rows.filter(outcome=end)["tweets"].to_list() for end in ("read", "kept", "set_aside")}
        sums.append((ends["read"], [*ends["kept"], *ends["set_aside"]], kinds + len(ends["kept"])))
    return sum(
        None not in (*one, *parts) and abs(sum(one) - sum(parts)) > most * (1 + number) for one, parts, number in sums
    )


def _hidden(tables: Tables) -> Iterator[tuple[int, int]]:
    """How many counts each sum that is told withholds, and how much they are together."""
    headings = tables["table1"].group_by("theme").agg(pl.col("tweets").sum(), nulls=pl.col("tweets").null_count())
    themes = headings.join(tables["themes"].rename({"tweets": "whole"}), on="theme").drop_nulls("whole")
    yield from ((nulls, whole - told) for nulls, told, whole in themes.select("nulls", "tweets", "whole").iter_rows())
    flow = tables["flow"]
    for stage, parts in (("ingest", "set_aside"), ("deduplicate", "set_aside")):
        rows = flow.filter(stage=stage)
        ends = rows.filter(pl.col("outcome") != parts)["tweets"]
        if not ends.null_count():
            aside = rows.filter(outcome=parts)["tweets"]
            read, kept, told = (int(rows.filter(outcome=end)["tweets"].sum()) for end in ("read", "kept", parts))
            yield aside.null_count(), read - kept - told
