"""How far the coders of a study agreed, from the codes that `hushtag review import` wrote."""

from pathlib import Path

import polars as pl

from tasks.errors import DumpUnreadable, ReviewInvalid
from tasks.pure.review.figures import figures
from tasks.reading.command_files import read_table

CODES = {"tweet_key": pl.String, "coder": pl.String, "heading": pl.String, "is_primary": pl.Boolean}
RULES = "rules"
OF_A_HEADING = "heading given or not"
ADVICE = "Name what `hushtag review import` wrote."


def agreement(path: Path, with_headings: bool) -> pl.DataFrame:
    """The figures of agreement of a file of codes, its coders named by number and not by their initials.

    Rows: those of `figures`; without headings only those over all of them, since a heading's number of tweets is a count.
    Raises: DumpUnreadable as `codes_in` does; ReviewInvalid when fewer than two people coded.
    """
    codes = codes_in(path)
    people = [coder for coder in codes.get_column("coder").unique(maintain_order=True) if coder != RULES]
    if len(people) < 2:
        raise ReviewInvalid("holds fewer than two coders", path, "Import the workbooks of two people or more.")
    numbered = {coder: f"coder {number}" for number, coder in enumerate(people, 1)} | {RULES: "the rules"}
    named = codes.with_columns(pl.col("coder").replace(numbered))
    has_rules = RULES in codes.get_column("coder")
    measured = figures(named, [numbered[coder] for coder in people], numbered[RULES] if has_rules else None)
    return measured if with_headings else measured.filter(~pl.col("statistic").str.ends_with(OF_A_HEADING))


def codes_in(path: Path) -> pl.DataFrame:
    """A table of codes as `reviewed` gave it, from a file.

    Raises: DumpUnreadable when it is none.
    """
    table = read_table(path)
    if missing := [name for name in CODES if name not in table.columns]:
        raise DumpUnreadable(f"has no column {missing[0]}", path, ADVICE)
    codes = table.select(pl.col(list(CODES)).cast(pl.String)).drop_nulls()
    codes = codes.with_columns(pl.col("is_primary").str.to_lowercase() == "true").unique(maintain_order=True)
    given = codes.group_by("tweet_key", "coder").agg(pl.col("is_primary").sum())
    if not given.get_column("is_primary").eq(1).all():
        raise DumpUnreadable("a coder has no primary heading for a tweet, or several", path, ADVICE)
    return codes
