"""The command line: finds the commands in flows/commands, hands over, and turns every refusal into one line."""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType

from flows import commands
from tasks.errors import HushtagError

DESCRIPTION = "Turns archived hashtag dumps into results that may be released."


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code, as the error tree draws it."""
    parsed = parser().parse_args(arguments)
    try:
        return parsed.execute(parsed) or 0
    except HushtagError as error:
        print(f"hushtag: {error.line()}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("hushtag: stopped; nothing was published.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough; silence the interpreter's last flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser() -> argparse.ArgumentParser:
    """The parser of all commands, each declared by its own module."""
    top = argparse.ArgumentParser(prog="hushtag", description=DESCRIPTION)
    choices = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, module in found().items():
        sub = choices.add_parser(name, help=module.HELP, description=module.HELP)
        module.arguments(sub)
        sub.set_defaults(execute=module.execute)
    return top


def found() -> dict[str, ModuleType]:
    """Every command by its name, A to Z."""
    modules = [
        importlib.import_module(f"flows.commands.{each.name}") for each in pkgutil.iter_modules(commands.__path__)
    ]
    named = {getattr(module, "NAME", module.__name__.rpartition(".")[2]): module for module in modules}
    return dict(sorted(named.items()))


if __name__ == "__main__":
    sys.exit(main())
