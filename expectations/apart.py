"""The gate's rules held in a process of its own, begun with the run.

Importing Great Expectations takes longer than holding every rule, and it can happen while the stages are at work. Paths go
in and counts come out, a line of JSON each.
"""

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from expectations import suites

if TYPE_CHECKING:
    from expectations.validation import Finding

PROJECT = Path(__file__).resolve().parent.parent
COURTESY = 10

Process = subprocess.Popen[str]
_begun: list[Process] = []


def begin() -> None:
    """Starts the process, once; it ends with this one, however this one ends."""
    if _begun:
        return
    command = [sys.executable, "-m", "expectations.apart"]
    _begun.append(
        subprocess.Popen(  # noqa: S603  our own interpreter and module
            command,
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            # Ctrl-C is for the command.
            start_new_session=True,
        )
    )
    atexit.register(end)


def end() -> None:
    """Ends the process, if there is one."""
    while _begun:
        process = _begun.pop()
        process.kill()
        process.communicate()


def findings(
    name: str, views: Mapping[str, Sequence[str]], lists: Mapping[str, Path], tables: Iterable[str] = ()
) -> dict[str, list["Finding"]]:
    """As `expectations.validation.findings`, by the process where one was begun and is well, else here."""
    asked = {"name": name, "views": views, "lists": {each: str(path) for each, path in lists.items()}, "tables": list(tables)}
    answer = _answer(_begun[0], json.dumps(asked)) if _begun else ""
    if not answer:
        from expectations import validation

        return validation.findings(name, views, lists, tables)
    rules = {table: {rule.name: rule for rule in each} for table, each in suites().items()}
    return {
        table: [(rules[table][rule], outcome, rows) for rule, outcome, rows in each]
        for table, each in json.loads(answer).items()
    }


def _answer(process: Process, asked: str) -> str:
    """A line, whole; nothing when the process has ended, whose fault then shows where it is done again."""
    if process.stdin is None or process.stdout is None:
        return ""
    try:
        process.stdin.write(f"{asked}\n")
        process.stdin.flush()
        answer = process.stdout.readline()
    except OSError:
        return ""
    return answer if answer.endswith("\n") else ""


def _serve() -> None:
    os.nice(COURTESY)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    # Whatever a library prints is no answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    from expectations.loading import great_expectations
    from expectations.validation import findings as found_by

    great_expectations()
    for line in sys.stdin:
        asked = json.loads(line)
        lists = {name: Path(path) for name, path in asked.pop("lists").items()}
        found = found_by(**asked, lists=lists)
        told = {table: [(rule.name, outcome, rows) for rule, outcome, rows in each] for table, each in found.items()}
        print(json.dumps(told), file=answers, flush=True)


if __name__ == "__main__":
    _serve()
