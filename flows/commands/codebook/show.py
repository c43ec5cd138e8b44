"""`hushtag codebook show`: the coding frame as an appendix of a paper."""

import argparse

HELP = "the codebook as an appendix of a paper, in Markdown or HTML"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the codebook and the form."""
    parser.add_argument("codebook", metavar="PATH", help="a file, or the id of a codebook that ships")
    parser.add_argument("--html", action="store_true", help="one self-contained page instead of Markdown")


def execute(parsed: argparse.Namespace) -> None:
    """Prints the appendix."""
    from tasks import codebook as frames
    from tasks.pure.codebook.appendix import appendix, appendix_page

    codebook = frames.load(frames.find(parsed.codebook))
    print(appendix_page(codebook) if parsed.html else appendix(codebook), end="")
