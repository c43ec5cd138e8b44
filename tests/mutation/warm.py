"""A process that has imported what is slow to import, and forks for each run of tests.

On each line of its input stands a run as JSON, on each line of its output what came of it. The code under test is imported by the
forks alone: each finds the fault that stands in the files just then, and none has threads of its parent's to wait for.
"""

import importlib
import json
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

SLOW_TO_IMPORT = (
    "hypothesis", "polars", "duckdb", "numpy", "great_expectations", "altair", "prefect", "vl_convert", "great_tables",
    "docx", "xlsxwriter", "openpyxl", "fastexcel", "sqlalchemy", "rapidfuzz", "rich", "jinja2", "pydantic", "yaml",
)  # fmt: skip
# By the clock, which says little on a busy machine: it only ends what waits for something that never comes.
PATIENCE_SECONDS = 600


def run(tests: list[str], left_out: list[str], is_whole: bool) -> dict[str, Any]:
    """Runs tests in this process until one fails, or all of them; names those that failed."""
    failed: list[str] = []

    class Watch:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                failed.append(report.nodeid)

    options = ["-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--timeout", "0", *([] if is_whole else ["-x"])]
    code = pytest.main([*options, *(f"--deselect={each}" for each in left_out), *tests], plugins=[Watch()])
    return {"passes": code in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}, "failed": sorted(set(failed))}


def forked(tests: list[str], left_out: list[str], is_whole: bool, seconds: int) -> dict[str, Any]:
    """What came of tests in a fork that may use so many seconds of the processor; one that was killed did not pass."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        with suppress(BaseException), os.fdopen(writing, "w", encoding="utf-8") as answer:
            json.dump(run(tests, left_out, is_whole), answer)
        os._exit(0)
    os.close(writing)
    signal.alarm(PATIENCE_SECONDS)
    said = b""
    with os.fdopen(reading, "rb") as answer, suppress(TimeoutError):
        said = answer.read()
    signal.alarm(0)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    _, _, used = os.wait4(child, 0)
    came = json.loads(said) if said else {"passes": False, "failed": []}
    return came | {"seconds": used.ru_utime + used.ru_stime}


def tired(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    out, nothing = os.dup(1), os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nothing, stream)
    sys.path.insert(0, str(Path.cwd()))
    signal.signal(signal.SIGALRM, tired)
    for name in SLOW_TO_IMPORT:
        importlib.import_module(name)
    for line in sys.stdin:
        os.write(out, (json.dumps(forked(*json.loads(line))) + "\n").encode())
