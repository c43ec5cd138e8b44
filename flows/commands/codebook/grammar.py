"""`hushtag codebook grammar`: the language of phrases on one page."""

import argparse

HELP = "the language of phrases on one page, with an example and a near miss for each form"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares nothing: the page is the same for everybody."""


def execute(_: argparse.Namespace) -> None:
    """Prints the page."""
    from tasks.codebook.grammar import page

    print(page())
