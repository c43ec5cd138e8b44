"""`hushtag rerun`: every study whose inputs, codebook or code changed."""

import argparse
import json
import sys
from pathlib import Path

from flows import surroundings
from tasks.errors import Unsigned

HELP = "run every study whose inputs, codebook or code changed"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the folder of studies, the data folder and the form of the answer."""
    parser.add_argument("--studies", type=Path, metavar="DIR", help="a folder of study files (default: data/studies)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: data)")
    parser.add_argument("--json", action="store_true", help="one JSON list on standard output, all else on error")


def execute(parsed: argparse.Namespace) -> int:
    """Runs the flow and prints a line a study; one that fails does not stop the others.

    Returns: the exit code of a closed gate where a study is held, or waits for a person.
    """
    surroundings.hold_addresses()
    from flows.commands.run import data_folder
    from flows.server import serving
    from flows.told_run import Stages

    serving.settle_environment(data_folder(parsed.data))
    with serving.api() as until_up:
        from flows import progress
        from flows.rerun import StudiesFailed, rerun, table
        from tasks.studies import study_file

        folder = str(parsed.studies.resolve()) if parsed.studies else study_file.FOLDER
        until_up()
        try:
            with progress.heard_by(Stages()):
                lines = rerun(folder)
        except StudiesFailed as failed:
            _print(table(failed.lines), parsed.json)
            raise
    _print(table(lines), parsed.json)
    return Unsigned.exit_code if any(line.state.needs_a_person for line in lines) else 0


def _print(rows: list[dict[str, object]], as_json: bool) -> None:
    if as_json:
        print(json.dumps(rows))
        return
    from rich.console import Console
    from rich.table import Table

    shown = Table(box=None, header_style="bold")
    for name in rows[0] if rows else ():
        shown.add_column(name.replace("_", " "), overflow="fold")
    for row in rows:
        shown.add_row(*("" if value is None else str(value) for value in row.values()))
    Console(highlight=False, width=None if sys.stdout.isatty() else 200).print(shown)
