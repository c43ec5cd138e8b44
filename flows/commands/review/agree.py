"""`hushtag review agree`: how far coders agree, with each other and with the rules."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tasks.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

HELP = "percent, Cohen's kappa and Krippendorff's alpha with intervals, by pair and by heading; the disagreements"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the codes and where the disagreements go."""
    parser.add_argument("codes", type=Path, metavar="CODES", help="what `hushtag review import` wrote")
    parser.add_argument("--disagreements", type=Path, metavar="OUT", help="a row a tweet that coders differ on")


def execute(parsed: argparse.Namespace) -> None:
    """Prints the figures among people, then with the rules as one more coder."""
    from tasks.pure.review.agreement import by_heading, disagreements, overall, pairs
    from tasks.review.coders import RULES, codes_in
    from tasks.storage.table_files import write_table

    codes = codes_in(parsed.codes)
    coders = codes.get_column("coder").unique(maintain_order=True).to_list()
    people = [coder for coder in coders if coder != RULES]
    if len(coders) < 2:
        raise UsageError("holds one coder", parsed.codes, "Import two sheets, or one beside the rules.")
    if len(people) > 1:
        _tell("Krippendorff's alpha among people (95 % interval)", overall(codes, people))
    if people != coders:
        _tell("Krippendorff's alpha with the rules as one more coder (95 % interval)", overall(codes, coders))
    _tell("Primary heading by pair: share agreed, Cohen's kappa (95 % interval)", pairs(codes, coders))
    _tell("Each heading, given or not, over all pairs", by_heading(codes, coders))
    print("Uncoded counts as a heading; a tweet that a coder left out does not count for that coder.")
    if parsed.disagreements:
        differing = disagreements(codes, coders)
        write_table(differing, parsed.disagreements)
        print(f"{parsed.disagreements}: {differing.height:,} tweets that coders differ on")


def _tell(title: str, table: "pl.DataFrame") -> None:
    from rich.console import Console

    from flows.terminal_tables import figures

    print(f"{title}:")
    Console().print(figures(table))
    print()
