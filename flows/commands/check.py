"""`hushtag check`: holds a bundle to every promise that needs nothing but the bundle."""

import argparse
from pathlib import Path

HELP = "re-check a bundle: seal, digests, sums, the gate's verdict, and no trace of anybody"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the bundle, and whose seal it should bear."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="a folder data/released/STUDY/VERSION, or latest")
    parser.add_argument("--key", metavar="KEY", help="the public key that it is sealed by, as you know it from elsewhere")


def execute(parsed: argparse.Namespace) -> None:
    """Prints a line a promise; the first broken one closes the gate."""
    from tasks.bundles.check import hold, to_review, unjudged
    from tasks.bundles.provenance import told

    folder = parsed.bundle.resolve()
    for line in hold(folder):
        print(f"  ✓ {line.rule}")
    for words in told(folder, parsed.key):
        print(f"  {words}")
    for file, reason in to_review(folder):
        print(f"  ? {file}: {reason}")
    for words in unjudged(folder):
        print(f"  ? {words}")
    print("Every promise is kept that can be held without the dump.")
