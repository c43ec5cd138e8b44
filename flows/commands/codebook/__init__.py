"""`hushtag codebook`: what can be done with a coding frame; each action is a module of this folder, found by presence."""

import argparse
import importlib
import pkgutil

HELP = "test a codebook against its own proof, show it, compare two, or see what its rules do"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares every action, A to Z."""
    choices = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name in sorted(each.name for each in pkgutil.iter_modules(__path__)):
        action = importlib.import_module(f"{__name__}.{name}")
        sub = choices.add_parser(getattr(action, "NAME", name), help=action.HELP, description=action.HELP)
        action.arguments(sub)
        sub.set_defaults(act=action.execute)


def execute(parsed: argparse.Namespace) -> int | None:
    """Does what was asked."""
    code: int | None = parsed.act(parsed)
    return code
