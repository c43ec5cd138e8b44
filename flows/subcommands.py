"""A command that has actions: each is a module of the command's folder, found by presence."""

import argparse
import importlib
import pkgutil
from collections.abc import Sequence


def declare(parser: argparse.ArgumentParser, package: str, folder: Sequence[str]) -> None:
    """Declares every action of a command's package, A to Z, by its name or NAME."""
    choices = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name in sorted(each.name for each in pkgutil.iter_modules(folder)):
        action = importlib.import_module(f"{package}.{name}")
        sub = choices.add_parser(getattr(action, "NAME", name), help=action.HELP, description=action.HELP)
        action.arguments(sub)
        sub.set_defaults(act=action.execute)


def execute(parsed: argparse.Namespace) -> int | None:
    """Does the action that was asked for."""
    code: int | None = parsed.act(parsed)
    return code
