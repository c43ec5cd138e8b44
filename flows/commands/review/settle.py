"""`hushtag review settle`: the coders' disagreements laid out to be settled, and the decisions read back."""

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tasks.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

    from tasks.codebook.model import Codebook
    from tasks.review.workbook import Sheet

HELP = "lay the disagreements out in a workbook, then read what was settled into the study's decisions file"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the bundle, the coders' workbooks, and either direction."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="the bundle that the sample was drawn from")
    parser.add_argument("sheets", type=Path, nargs="+", metavar="SHEET", help="workbooks or projects (.qdpx) that were coded")
    ways = parser.add_mutually_exclusive_group(required=True)
    ways.add_argument("-o", "--output", type=Path, metavar="SETTLE.xlsx", help="where to lay the disagreements out")
    ways.add_argument("--settled", type=Path, metavar="SETTLE.xlsx", help="the same workbook, filled in")
    parser.add_argument("--decisions", type=Path, metavar="FILE", help="the study's decisions file, made where there is none")


def execute(parsed: argparse.Namespace) -> None:
    """Writes the workbook, or adds its decisions and the tweets on which all agree to the decisions file."""
    from tasks.bundles import released as bundles
    from tasks.review.coders import reviewed, sheets_of

    codebook = bundles.codebook_of(parsed.bundle)
    sheets = sheets_of(parsed.bundle, parsed.sheets)
    if len(sheets) < 2:
        raise UsageError("one coder leaves nothing to settle", "", "Name what two coders or more gave back.")
    codes = reviewed(parsed.bundle, parsed.sheets)
    if parsed.output:
        _lay_out(parsed, codes, sheets, codebook)
    else:
        _read_back(parsed, codes, sheets, codebook)


def _lay_out(
    parsed: argparse.Namespace, codes: "pl.DataFrame", sheets: "Sequence[Sheet]", codebook: "Codebook"
) -> None:
    from tasks.bundles import released as bundles
    from tasks.bundles.agreement import RULES
    from tasks.pure.review.settlement import agreed, to_settle
    from tasks.review.coders import rules_words
    from tasks.review.settlement import encoded
    from tasks.review.workbook import questions, write_new

    coders, asked = [sheet.coder for sheet in sheets], questions(bundles.tweets_of(parsed.bundle))
    write_new(encoded(codes, sheets, codebook, rules_words(parsed.bundle), asked), parsed.output)
    print(f"{parsed.output}: {to_settle(codes, coders, RULES).height:,} tweets to settle")
    print(f"On {agreed(codes, coders).height:,} tweets all coders agree; they become decisions when this sheet is read back.")
    print("It holds tweets' words: keep it where the team's other files are.")


def _read_back(
    parsed: argparse.Namespace, codes: "pl.DataFrame", sheets: "Sequence[Sheet]", codebook: "Codebook"
) -> None:
    from tasks.review.decisions import append, beyond, load, next_number
    from tasks.review.settlement import agreements, decoded

    if not parsed.decisions:
        raise UsageError("there is nowhere to keep the decisions", "", "Name the study's file with --decisions FILE.")
    first = next_number(parsed.decisions)
    settled = decoded(parsed.settled, codes, sheets, codebook, first)
    same = agreements(codes, sheets, datetime.now().astimezone().date(), first + len(settled.decisions))
    new = beyond(parsed.decisions, codebook, [*settled.decisions, *same])
    append(parsed.decisions, new)
    print(f"{parsed.decisions}: {len(new):,} decisions added, {load(parsed.decisions, codebook).height:,} tweets decided")
    if settled.open:
        print(f"{settled.open:,} disagreements are still open; fill them in and read the sheet again.")
    print(f'Name the file in the study, under [study]: decisions = "{parsed.decisions}"')
