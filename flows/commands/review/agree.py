"""`hushtag review agree`: how far coders agree, with each other and with the rules."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tasks.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

HELP = "percent, Cohen's kappa, Gwet's AC1 and Krippendorff's alpha with intervals; the disagreements"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the codes and where the disagreements go."""
    parser.add_argument("codes", type=Path, metavar="CODES", help="what `hushtag review import` wrote")
    parser.add_argument("--json", action="store_true", help="print every figure as one JSON list")
    parser.add_argument("--figures", type=Path, metavar="OUT", help="every figure as a table: CSV, JSONL or Parquet")
    parser.add_argument("--disagreements", type=Path, metavar="OUT", help="a row a tweet that coders differ on")


def execute(parsed: argparse.Namespace) -> None:
    """Prints the figures among people, then with the rules as one more coder."""
    from tasks.bundles.agreement import RULES, codes_in
    from tasks.pure.review.agreement import disagreements
    from tasks.pure.review.figures import figures
    from tasks.storage.table_files import write_table

    codes = codes_in(parsed.codes)
    coders = codes.get_column("coder").unique(maintain_order=True).to_list()
    people = [coder for coder in coders if coder != RULES]
    if len(coders) < 2:
        raise UsageError("holds one coder", parsed.codes, "Import two sheets, or one beside the rules.")
    measured = figures(codes, people, RULES if people != coders else None)
    if parsed.figures:
        write_table(measured, parsed.figures)
    if parsed.json:
        print(json.dumps(measured.to_dicts(), indent=1))
    else:
        _print(measured)
    if parsed.disagreements:
        differing = disagreements(codes, coders)
        write_table(differing, parsed.disagreements)
        print(f"{parsed.disagreements}: {differing.height:,} tweets that coders differ on", file=sys.stderr)


def _print(measured: "pl.DataFrame") -> None:
    """A table a statistic, in the order of the figures."""
    from rich.console import Console

    from flows.terminal_tables import figures

    for (statistic,), rows in measured.group_by(["statistic"], maintain_order=True):
        print(f"{statistic}:")
        Console().print(figures(rows.drop("statistic")))
    print("Intervals are of 95 %. Uncoded counts as a heading; a tweet that a coder left out does not count for that coder.")
