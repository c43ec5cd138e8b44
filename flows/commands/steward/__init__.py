"""`hushtag steward`: keys of those who let releases out, and what they sign; each action is a module of this folder."""

import argparse

from flows.subcommands import declare, execute

__all__ = ["HELP", "arguments", "execute"]

HELP = "draw a steward's key, and sign a decision on a draft with it"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares every action."""
    declare(parser, __name__, __path__)
