"""`hushtag check`: holds a bundle to every promise that needs nothing but the bundle."""

import argparse
from pathlib import Path

HELP = "re-check a bundle: seal, digests, sums, the gate's verdict, and no trace of anybody"

OTHERWISE_DRAWN = (
    "its report was drawn by another version of Hushtag or of a library: its Table 1 was held to the tables, its other sentences"
    " and its figures were not"
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the bundle, and whose seal it should bear."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="a folder data/released/STUDY/VERSION, or latest")
    parser.add_argument("--key", metavar="KEY", help="the public key that it is sealed by, as you know it from elsewhere")


def execute(parsed: argparse.Namespace) -> None:
    """Prints a line a promise; the first broken one closes the gate."""
    from tasks.bundles.check import hold, to_review, unjudged
    from tasks.bundles.provenance import told
    from tasks.bundles.redrawn import hold_report

    folder = parsed.bundle.resolve()
    for line in hold(folder):
        print(f"  ✓ {line.rule}")
    if hold_report(folder):
        print("  ✓ every sentence and figure of the report, drawn again from the tables, is the same")
    else:
        print(f"  ? {OTHERWISE_DRAWN}")
    for words in told(folder, parsed.key):
        print(f"  {words}")
    for file, reason in to_review(folder):
        print(f"  ? {file}: {reason}")
    for words in unjudged(folder):
        print(f"  ? {words}")
    print("Every promise is kept that can be held without the dump.")
