"""`hushtag schedule`: when studies run by themselves, and the opening of one that a closed gate holds."""

import argparse
import os

from tasks.errors import UsageError

HELP = "show when studies run by themselves; hold or reopen one"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares what may be done with schedules; without a word they are listed."""
    parser.set_defaults(act=lambda _: None)
    acts = parser.add_subparsers(metavar="ACTION")
    for name, is_held, words in (
        ("hold", True, "stop a study from running by itself"),
        ("reopen", False, "let a study run by itself again, once what closed its gate is fixed"),
    ):
        each = acts.add_parser(name, help=words, description=words)
        each.add_argument("study", metavar="STUDY", help="the study's id, or every-study for the nightly rerun")
        each.set_defaults(act=_holding if is_held else _reopening)


def execute(parsed: argparse.Namespace) -> None:
    """Does what was asked for on the server that is running, then lists every schedule."""
    _use_running_server()
    parsed.act(parsed)
    _list()


def _holding(parsed: argparse.Namespace) -> None:
    _set(parsed.study, is_held=True)


def _reopening(parsed: argparse.Namespace) -> None:
    _set(parsed.study, is_held=False)


def _set(study: str, is_held: bool) -> None:
    from flows.server.deployments import hold, reopen

    if not (hold if is_held else reopen)(study):
        raise UsageError("is not on the server", study, "Put it there: hushtag deploy.")


def _list() -> None:
    from rich.console import Console
    from rich.table import Table

    from flows.server.deployments import schedules

    table = Table("study", "cron", "time zone", "state", box=None, header_style="bold")
    for row in schedules():
        table.add_row(*row)
    Console(highlight=False).print(table)


def _use_running_server() -> None:
    from flows.server import api, serving

    for name, value in serving.QUIET.items():
        os.environ.setdefault(name, value)
    found = api.running()
    if not found:
        raise UsageError("no Prefect server is up", "", "Start `hushtag ui`, or set PREFECT_API_URL.")
    api.use(found)
