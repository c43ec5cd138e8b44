"""`hushtag codebook`: what can be done with a coding frame; each action is a module of this folder, found by presence."""

import argparse

from flows.subcommands import declare, execute

__all__ = ["HELP", "arguments", "execute"]

HELP = "test a codebook against its own proof, show it, compare two, or see what its rules do"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares every action."""
    declare(parser, __name__, __path__)
