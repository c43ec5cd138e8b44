"""`hushtag codebook export`: a coding frame in the form of another tool."""

import argparse
import sys
from pathlib import Path

HELP = "the codebook as LIWC (.dic), quanteda (.yml), a sheet (.csv, .xlsx) or REFI-QDA (.qdc)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the codebook and the file."""
    parser.add_argument("codebook", metavar="BOOK", help="a file, or the id of a codebook that ships")
    parser.add_argument("file", type=Path, metavar="FILE", help="its ending says the form")


def execute(parsed: argparse.Namespace) -> None:
    """Writes it, and says on stderr what the form cannot hold."""
    from tasks import codebook as frames
    from tasks.codebook.interchange import exported

    losses = exported(frames.load(frames.find(parsed.codebook)), parsed.file)
    if losses:
        print(f"{parsed.file} cannot hold everything: {'; '.join(losses)}.", file=sys.stderr)
