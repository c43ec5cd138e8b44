"""`hushtag review import`: the coders' workbooks or projects as one table of codes, the rules beside them as one more coder."""

import argparse
from pathlib import Path

NAME = "import"
HELP = "the coders' workbooks or REFI-QDA projects, held to the sample and the codebook, as one table of codes"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the bundle, the workbooks and where the codes go."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="the bundle that the sample was drawn from")
    parser.add_argument("sheets", type=Path, nargs="+", metavar="SHEET", help="a workbook, or a project (.qdpx)")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="CODES", help="CSV, JSONL or Parquet")


def execute(parsed: argparse.Namespace) -> None:
    """Writes one row a tweet, coder and heading, without a tweet's words."""
    from tasks.review.coders import reviewed
    from tasks.storage.table_files import write_table

    codes = reviewed(parsed.bundle, parsed.sheets)
    write_table(codes, parsed.output)
    for (coder,), given in codes.group_by("coder", maintain_order=True):
        print(f"{coder}: {given['tweet_key'].n_unique():,} tweets coded")
