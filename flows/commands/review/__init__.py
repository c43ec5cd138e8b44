"""`hushtag review`: people code a sample without seeing the rules' codes; each action is a module of this folder."""

import argparse

from flows.subcommands import declare, execute

__all__ = ["HELP", "arguments", "execute"]

HELP = "let people code a sample blind, and say how far they agree with each other and with the rules"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares every action."""
    declare(parser, __name__, __path__)
