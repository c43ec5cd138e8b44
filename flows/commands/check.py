"""`hushtag check`: holds a bundle to every promise that needs nothing but the bundle."""

import argparse
from pathlib import Path

HELP = "re-check a bundle: digests, sums, the gate's verdict, and no trace of anybody"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the bundle."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="a folder data/released/STUDY/VERSION, or latest")


def execute(parsed: argparse.Namespace) -> None:
    """Prints a line a promise; the first broken one closes the gate."""
    from tasks.bundles.check import UNJUDGED, hold, to_review

    folder = parsed.bundle.resolve()
    for line in hold(folder):
        print(f"  ✓ {line.rule}")
    for file, reason in to_review(folder):
        print(f"  ? {file}: {reason}")
    print(f"  ? {UNJUDGED}")
    print("Every promise is kept that can be held without the dump.")
