"""`hushtag review saturation`: after how many tweets reading on brought no new headings."""

import argparse
import json
from pathlib import Path

from tasks.errors import UsageError

HELP = "after how many tweets new headings stopped coming, by base size and run length (Guest, Namey and Chen 2020)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the codes, and the sizes to try."""
    parser.add_argument("codes", type=Path, metavar="CODES", help="what `hushtag review import` wrote")
    parser.add_argument("--base", type=int, nargs="+", default=[4, 6, 50], metavar="N", help="tweets of the base (default: 4 6 50)")
    parser.add_argument("--run", type=int, nargs="+", default=[2, 3, 10], metavar="N", help="tweets of a run (default: 2 3 10)")
    parser.add_argument("--curve", type=Path, metavar="OUT", help="new headings tweet by tweet: CSV, JSONL or Parquet")
    parser.add_argument("--json", action="store_true", help="print the table as JSON")


def execute(parsed: argparse.Namespace) -> None:
    """Prints a line a combination; what coders gave counts together, the rules do not."""
    from rich.console import Console

    from flows.terminal_tables import figures
    from tasks.bundles.agreement import RULES, codes_in
    from tasks.codebook.model import UNCODED
    from tasks.pure.review.saturation import new_headings, saturation
    from tasks.storage.table_files import write_table

    if min(*parsed.base, *parsed.run) < 1:
        raise UsageError("a base and a run are of one tweet or more", "", "Give whole numbers from 1.")
    codes = codes_in(parsed.codes)
    people = [coder for coder in codes.get_column("coder").unique(maintain_order=True) if coder != RULES]
    curve = new_headings(codes, people, UNCODED)
    table = saturation(curve, parsed.base, parsed.run)
    if parsed.curve:
        write_table(curve, parsed.curve)
    if parsed.json:
        print(json.dumps(table.to_dicts(), indent=1))
        return
    Console().print(figures(table))
    print(f"Of {curve.height:,} tweets, in the order of their keys, which is one drawn by lot.")
    print("A base of 4 to 6 and runs of 2 or 3 are the paper's, for interviews; a tweet says less, so look at larger ones too.")
