"""The command line: finds the commands in flows/commands, hands over, and turns every refusal into one line."""

import argparse
import atexit
import difflib
import importlib
import os
import pkgutil
import re
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import ModuleType
from typing import NoReturn

from flows import commands, surroundings
from tasks.errors import HushtagError, StorageError
from tasks.storage.disk_errors import told

DESCRIPTION = "Turns archived hashtag dumps into results that may be released."
STOPPED_BY: list[int] = []
"""The signals that this process was told to stop by."""


def command() -> NoReturn:
    """The command as a process, which leaves its memory to the system: to take it apart would take seconds."""
    surroundings.settle()
    for number in (signal.SIGINT, signal.SIGTERM):
        # A script that starts a command in the background has it ignore Ctrl-C.
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)
    code: list[int] = []
    # First in, last out: whatever else is to be done at the end is done before.
    atexit.register(lambda: _leave(*code))
    code.append(main())
    sys.exit(code[0])


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code, as the error tree draws it."""
    try:
        parsed = parser().parse_args(arguments)
        code: int = parsed.execute(parsed) or 0
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return _stopped()
    except HushtagError as error:
        # A library that was in the middle of something tells its interruption as a fault of its own.
        if STOPPED_BY:
            return _stopped()
        print(f"hushtag: {error.line()}", file=sys.stderr)
        return error.exit_code
    except MemoryError:
        refused = StorageError("there is not enough memory", "", "Give the command more, or fewer rows at once.")
        print(f"hushtag: {refused.line()}", file=sys.stderr)
        return refused.exit_code
    except BrokenPipeError:
        # The reader of our output has seen enough; silence the interpreter's last flush.
        _hush_standard_output()
        return 0
    except OSError as error:
        _hush_standard_output()
        full = StorageError(
            told(error),
            error.filename or "",
            "Make room, or choose another place.",
        )
        print(f"hushtag: {full.line()}", file=sys.stderr)
        return full.exit_code


def _stop(number: int, _: object) -> NoReturn:
    STOPPED_BY.append(number)
    raise KeyboardInterrupt


def _stopped() -> int:
    print("hushtag: stopped; nothing was published.", file=sys.stderr)
    return 128 + (STOPPED_BY or [signal.SIGINT])[-1]


def _hush_standard_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _leave(code: int | None = None) -> None:
    # Without a code the command ended on its own terms: a wrong use, or a fault that is still to be shown.
    if code is not None:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def parser() -> argparse.ArgumentParser:
    """The parser of all commands, each declared by its own module."""
    top = _Parser(prog="hushtag", description=DESCRIPTION)
    top.set_defaults(parser=top)
    top.add_argument("--version", action=_Version, nargs=0, help="print the version and end")
    choices = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, module in found().items():
        sub = choices.add_parser(name, help=module.HELP, description=module.HELP)
        module.arguments(sub)
        sub.set_defaults(execute=module.execute)
    return top


class _Parser(argparse.ArgumentParser):
    """A parser whose refusal of an unknown command names the nearest one."""

    def error(self, message: str) -> NoReturn:
        given = re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message)
        known = re.findall(r"[\w-]+", given[2]) if given else []
        close = difflib.get_close_matches(given[1], known, 1) if given else []
        super().error(f"there is no {given[1]!r}; did you mean {close[0]!r}?" if given and close else message)


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        # Imported here: only this option needs it, and every command would wait for it.
        from importlib.metadata import version

        print(f"hushtag {version('hushtag')}")
        parser.exit()


def found() -> dict[str, ModuleType]:
    """Every command by its name, A to Z."""
    modules = [
        importlib.import_module(f"{commands.__name__}.{each.name}") for each in pkgutil.iter_modules(commands.__path__)
    ]
    named = {getattr(module, "NAME", module.__name__.rpartition(".")[2]): module for module in modules}
    return dict(sorted(named.items()))


if __name__ == "__main__":
    command()
