"""`hushtag review measure`: a coding frame's rules held against what people decided."""

import argparse
import json
from pathlib import Path

HELP = "precision and recall of the rules by heading, against people's decisions, and what was taken for what"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the bundle, the decisions and another frame to measure."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="a bundle that holds the decided tweets")
    parser.add_argument("--decisions", type=Path, required=True, metavar="FILE", help="the study's decisions file")
    parser.add_argument("--codebook", metavar="PATH", help="the frame to measure (default: the bundle's own)")
    parser.add_argument("--json", action="store_true", help="print both tables as JSON")


def execute(parsed: argparse.Namespace) -> None:
    """Prints a table by heading and a table of primary headings; no tweet's words."""
    from rich.console import Console

    from flows.terminal_tables import figures
    from tasks import codebook as frames
    from tasks.bundles import released as bundles
    from tasks.pure.review.rules_measured import confusion, measured
    from tasks.review.decisions import with_rules_codes

    codebook = frames.load(frames.find(parsed.codebook)) if parsed.codebook else bundles.codebook_of(parsed.bundle)
    decisions, codes = with_rules_codes(parsed.bundle, parsed.decisions, codebook)
    tables = {"by_heading": measured(decisions, codes), "primary_headings": confusion(decisions, codes)}
    if parsed.json:
        print(json.dumps({"tweets": decisions.height} | {name: table.to_dicts() for name, table in tables.items()}, indent=1))
        return
    print(f"{codebook.id} {codebook.version} on {decisions.height:,} decided tweets; intervals are of 95 %.")
    for table in tables.values():
        Console().print(figures(table))
