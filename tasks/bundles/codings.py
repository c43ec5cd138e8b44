"""Who coded the tweets of a bundle with what: the rules, what people decided, and coders from a table of codes."""

from pathlib import Path

import polars as pl

from tasks.bundles.agreement import RULES, codes_in
from tasks.errors import DumpUnreadable
from tasks.pure.disclosure.spreadsheet_csv import restored

DECISIONS = "decisions"
CODINGS = {"tweet_key": pl.String, "coder": pl.String, "heading": pl.String, "words": pl.String, "note": pl.String}
"""A coding: `words` of the tweet that it is on (null for all of them), `note` beside it or null."""


def released_codings(bundle: Path) -> pl.DataFrame:
    """The codings of a bundle's rules, with phrase and words as their note, and of its decisions, with who and when.

    Rows: by tweet_key, the rules' before what was decided, the primary heading first. The rules never give Uncoded.
    Columns: CODINGS.
    Raises: DumpUnreadable when the bundle's codes or decisions cannot be read.
    """
    path = bundle / "codes.parquet"
    try:
        codes = pl.read_parquet(path).drop_nulls("rule").sort("tweet_key", "is_primary", "heading", descending=[False, True, False])
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DumpUnreadable(f"cannot be read ({type(error).__name__})", path, "Run `hushtag check` on it.") from None
    primary = pl.when("is_primary").then(pl.lit("; primary")).otherwise(pl.lit(""))
    note = pl.format("{} on “{}”{}", "rule", pl.col("words").fill_null(""), primary)
    by_rules = codes.with_columns(note=note, coder=pl.lit(RULES)).select(*CODINGS)
    return pl.concat([by_rules, _decided(bundle)]).sort("tweet_key", maintain_order=True)


def coders_codings(path: Path) -> pl.DataFrame:
    """The codings of the people in a table that `hushtag review import` wrote, without words or notes.

    Rows: by coder as given, then tweet_key, the primary heading first. Columns: CODINGS.
    Raises: DumpUnreadable when it is another table.
    """
    codes = codes_in(path).filter(pl.col("coder") != RULES)
    ordered = codes.sort("tweet_key", "is_primary", "heading", descending=[False, True, False])
    nothing = [pl.lit(None, pl.String).alias(name) for name in ("words", "note")]
    return ordered.select("tweet_key", "coder", "heading", *nothing)


def _decided(bundle: Path) -> pl.DataFrame:
    path = bundle / "decisions.csv"
    if not path.is_file():
        return pl.DataFrame(schema=CODINGS)
    try:
        rows = pl.read_csv(path, infer_schema=False).with_columns(pl.col("headings").str.split("; ").alias("heading"))
        note = pl.format("{} on {}", restored(pl.col("decided_by")), "decided_on")
        told = rows.with_columns(note=note, coder=pl.lit(DECISIONS), words=pl.lit(None, pl.String))
        return told.explode("heading").select(*CODINGS)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DumpUnreadable(f"cannot be read ({type(error).__name__})", path, "Run `hushtag check` on it.") from None
