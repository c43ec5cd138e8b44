"""A process that has imported what is slow to import, and forks for every file of tests and every fault.

A file of tests is collected once. Each fault inside a function is put into a fork of that: the function's code is replaced. One
that is met while its module is imported (a constant, a pattern) is written to the file, and the fork collects afresh.
"""

import gc
import importlib
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import coverage
import pytest

from tests.mutation.mutants import Place, faulty

SLOW_TO_IMPORT = (
    "hypothesis", "polars", "duckdb", "numpy", "great_expectations", "altair", "prefect", "vl_convert", "great_tables",
    "docx", "xlsxwriter", "openpyxl", "fastexcel", "sqlalchemy", "rapidfuzz", "rich", "jinja2", "pydantic", "yaml",
)  # fmt: skip
# By the clock, which says little on a busy machine: it only ends what waits for something that never comes.
PATIENCE_SECONDS = 900
Answer = dict[str, Any]


class Watch:
    """Runs the tests of a session as it is told, in place of pytest's own loop, and knows which failed."""

    def __init__(self, loop: Callable[[pytest.Session, "Watch"], None]) -> None:
        self.loop, self.failed = loop, list[str]()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.loop(session, self)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def run(self, items: list[pytest.Item], measure: coverage.Coverage | None = None) -> dict[str, float]:
        """Seconds of the processor by test; ends at the first that fails, unless it measures."""
        took = {}
        for item, after in zip(items, [*items[1:], None], strict=True):
            if measure:
                measure.switch_context(item.nodeid)
            begun = time.process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            took[item.nodeid] = time.process_time() - begun
            if self.failed and not measure:
                break
        return took


def session(test: str, loop: Callable[[pytest.Session, Watch], None]) -> list[str]:
    """Collects a file of tests and runs it as told; the tests that failed."""
    watch = Watch(loop)
    code = pytest.main(["-q", "-p", "no:cacheprovider", "--timeout", "0", test], plugins=[watch])
    return watch.failed or ([] if code in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED} else [test])


def reached(session: pytest.Session, watch: Watch) -> Answer:
    """What the tests of a session reach: by test its seconds, by file and line of code the tests in which it ran."""
    measure = coverage.Coverage(data_file=None, include=["tasks/*", "expectations/*"], config_file=False)
    measure.start()
    took = watch.run(session.items, measure)
    measure.stop()
    found = measure.get_data()
    lines = {
        str(Path(path).relative_to(Path.cwd())): {str(line): of for line, of in found.contexts_by_lineno(path).items()}
        for path in found.measured_files()
    }
    return {"took": took, "failing": watch.failed, "lines": lines}


def collected(asked: Answer) -> Answer:
    """Collects a file of tests, measures what they reach, and lets them meet each fault that they reach in a function."""
    said: Answer = {"took": {}, "failing": [asked["test"]], "lines": {}, "noticed": {}}

    def loop(session: pytest.Session, watch: Watch) -> None:
        said.update(asked.get("reach") or forked(lambda: reached(session, watch)) or {})
        sound = [each for each in session.items if each.nodeid not in said["failing"]]
        for name, fault in asked["faults"].items():
            tests = set(reaching(said["lines"], fault))
            meeting = sorted((each for each in sound if each.nodeid in tests), key=lambda each: said["took"][each.nodeid])
            if meeting:
                limit = sum(said["took"][each.nodeid] for each in meeting) * 4 + 20
                with in_file(fault):
                    said["noticed"][name] = forked(partial(met, fault, meeting, watch), limit) != {"failed": []}

    session(asked["test"], loop)
    return said


def reaching(lines: dict[str, dict[str, list[str]]], fault: Answer) -> list[str]:
    """The tests in which one of a fault's lines ran."""
    first, last = fault["lines"]
    ran = (of for path in fault["in"] for line, of in lines.get(path, {}).items() if first <= int(line) <= last)
    return sorted({test for of in ran for test in of if test})


@contextmanager
def in_file(fault: Answer) -> Iterator[None]:
    """A fault also stands in its file meanwhile, for those who read it: of SQL everybody does, else other processes."""
    path = Path(fault["path"])
    whole = path.read_text(encoding="utf-8")
    path.write_text(fault["source"], encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(whole, encoding="utf-8")


def met(fault: Answer, tests: list[pytest.Item], watch: Watch) -> Answer:
    """Puts a fault into what was imported, and runs tests until one fails."""
    if fault["path"].endswith(".py"):
        replace(Path(fault["path"]).resolve(), fault["whole"], tuple(fault["place"]))
    watch.run(tests)
    return {"failed": watch.failed}


def replace(path: Path, text: str, place: Place) -> None:
    """Gives the functions of a module the code that they have with a fault at a place."""
    whole, _, _ = faulty(text, place)
    codes = {(each.co_qualname, each.co_firstlineno): each for each in within(compile(whole, str(path), "exec"))}
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename == str(path):
            each.__code__ = codes.get((each.__code__.co_qualname, each.__code__.co_firstlineno), each.__code__)


def within(code: CodeType) -> Iterable[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from within(each)


def afresh(asked: Answer) -> Answer:
    """Runs a file of tests with a fault in the file, until one fails."""


    def loop(session: pytest.Session, watch: Watch) -> None:
        watch.run([each for each in session.items if each.nodeid not in asked["failing"]])

    with in_file(asked["fault"]):
        return {"failed": session(asked["test"], loop)}


def forked(work: Callable[[], Answer], seconds: float = 600, patience: int = PATIENCE_SECONDS) -> Answer | None:
    """What some work in a fork says; nothing of one that was killed, fell, or took too long."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 5))
        with suppress(BaseException), os.fdopen(writing, "w", encoding="utf-8") as answer:
            json.dump(work(), answer)
        os._exit(0)
    os.close(writing)
    said = b""
    signal.signal(signal.SIGALRM, tired)
    signal.alarm(patience)
    with os.fdopen(reading, "rb") as answer, suppress(TimeoutError):
        said = answer.read()
    signal.alarm(0)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return json.loads(said) if said else None


def tired(*_: object) -> None:
    raise TimeoutError


def main() -> None:
    out = os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nothing, stream)
    for name in SLOW_TO_IMPORT:
        importlib.import_module(name)
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        work = collected if "faults" in asked else afresh
        os.write(out, (json.dumps(forked(partial(work, asked), asked["seconds"], asked["patience"])) + "\n").encode())


if __name__ == "__main__":
    main()
