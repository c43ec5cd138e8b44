"""`hushtag doctor`: whether everything that a run needs is well, and what to do where it is not."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

HELP = "check versions, storage, permissions, disk, clock, database and server; say what to do"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the data folder and the form of the answer."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: data)")
    parser.add_argument("--json", action="store_true", help="one JSON list on standard output")


def execute(parsed: argparse.Namespace) -> int:
    """Prints a line a check; the exit code is that of the worst that was found."""
    from flows.commands.run import data_folder
    from flows.doctor.findings import findings
    from flows.server import serving

    serving.settle_environment(folder := data_folder(parsed.data))
    found = []
    for each in findings(folder):
        found.append(each)
        if not parsed.json:
            print(f"{'!' if each.exit_code else '✓'} {each.check:<9} {each.found}", flush=True)
            if each.advice:
                print(f"            {each.advice}")
    if parsed.json:
        print(json.dumps([asdict(each) for each in found]))
    return max(each.exit_code for each in found)
