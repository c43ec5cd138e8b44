"""Every night the tests are tested: of 300 faults put into the code one at a time, they must notice most."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

import pytest

from tests.conftest import PROJECT
from tests.mutation.concerned import concerned_by
from tests.mutation.mutants import Mutant, mutant, places, sample

FAULTS = int(os.environ.get("HUSHTAG_FAULTS", "300"))
SEED = int(os.environ.get("HUSHTAG_SEED", "14"))
LEAST_NOTICED = 0.85
COPIED = (
    "flows",
    "tasks",
    "expectations",
    "tests",
    "bench",
    "deploy",
    "data/codebooks",
    "data/models",
    "data/profiles",
    "data/sample",
    "data/studies",
)


class Warm:
    """A copy of the project, and a process that runs its tests in forks."""

    def __init__(self, copy: Path) -> None:
        for folder in COPIED:
            shutil.copytree(PROJECT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
        for page in PROJECT.glob("*.*"):
            if page.is_file():
                shutil.copy(page, copy)
        # Compiled once; a file with a fault in it is told by its digest.
        compiled = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "."]
        subprocess.run(compiled, cwd=copy, check=True)
        environment = os.environ | {
            "PYTHONPATH": str(copy),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTEST_DEBUG_TEMPROOT": str(copy),
        }
        command = [sys.executable, "-m", "tests.mutation.warm"]
        self.copy, self.sound = copy, dict[str, tuple[list[str], float]]()
        self.process = subprocess.Popen(
            command, cwd=copy, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, test: str, left_out: list[str], seconds: float, *, is_whole: bool = False) -> dict[str, Any]:
        """What came of a file of tests."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([[test], left_out, is_whole, int(seconds)]) + "\n")
        self.process.stdin.flush()
        came: dict[str, Any] = json.loads(self.process.stdout.readline())
        return came

    def notices(self, fault: Mutant) -> bool:
        """Whether one of the tests that concern a file fails once the fault is in it."""
        for test in concerned_by(fault.path):
            if test not in self.sound:
                came = self.ask(test, [], 600, is_whole=True)
                self.sound[test] = came["failed"], came["seconds"]
            # A test that fails of itself notices nothing; one that no longer ends has noticed.
            left_out, seconds = self.sound[test]
            place = self.copy / fault.path.relative_to(PROJECT)
            whole = place.read_text(encoding="utf-8")
            place.write_text(fault.source, encoding="utf-8")
            try:
                if not self.ask(test, left_out, 4 * seconds + 20)["passes"]:
                    return True
            finally:
                place.write_text(whole, encoding="utf-8")
        return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


@pytest.mark.nightly
@pytest.mark.timeout(0)
def test_most_faults_are_noticed(tmp_path: Path) -> None:
    missed, drawn = [], sample(PROJECT, FAULTS, SEED)
    with Warm(tmp_path) as warm:
        for number, each in enumerate(drawn, 1):
            if not warm.notices(each):
                missed.append(f"{each.path.relative_to(PROJECT)}:{each.line}: {each.was} -> {each.now}")
                print(f"missed {missed[-1]}", flush=True)
            print(f"{number - len(missed)} of {number} faults noticed", flush=True)
    assert len(missed) <= (1 - LEAST_NOTICED) * len(drawn), "\n".join(missed)


def made(path: Path) -> list[Mutant]:
    return [mutant(path, place) for place in places(path)]


def test_the_same_seed_draws_the_same_faults_and_each_is_code() -> None:
    drawn = sample(PROJECT, 12, 1)
    assert drawn == sample(PROJECT, 12, 1) != sample(PROJECT, 12, 2)
    for each in drawn:
        assert each.was != each.now
        assert each.path.suffix == ".sql" or compile(each.source, str(each.path), "exec")


def test_a_fault_is_put_where_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def f(n: int = 3) -> bool:\n    return n < 2 and not n\n", encoding="utf-8")
    now = {(each.line, each.was, each.now) for each in made(tmp_path / "a.py")}
    assert now == {
        (1, "3", "4"), (2, "n < 2", "n <= 2"), (2, "n < 2 and (not n)", "n < 2 or not n"), (2, "not n", "not not n"), (2, "2", "3"),
    }  # fmt: skip
    (tmp_path / "a.sql").write_text("-- a = b\nSELECT 1 WHERE a = b AND c\n", encoding="utf-8")
    assert [(each.line, each.was, each.now) for each in made(tmp_path / "a.sql")] == [
        (2, " = ", " <> "),
        (2, " AND ", " OR "),
    ]


def test_a_fault_is_put_into_queries_and_patterns_of_python(tmp_path: Path) -> None:
    (tmp_path / "b.py").write_text(
        'A = "SELECT 1 WHERE a = b"\nB = re.compile(r"\\bx[ab]+")\nC = "a = b"\n', encoding="utf-8"
    )
    assert [(each.line, each.now) for each in made(tmp_path / "b.py")] == [
        (1, "'SELECT 1 WHERE a <> b'"), (2, "'x[ab]+'"), (2, r"'\\bx[ab]'"),
    ]  # fmt: skip


def test_a_fault_concerns_the_tests_nearest_to_it() -> None:
    assert concerned_by(PROJECT / "tasks/storage/durable.py")[0] == "tests/storage/test_durable.py"
    assert "tests/pure/coding/test_tabulate.py" in concerned_by(PROJECT / "tasks/pure/coding/tabulate.sql")
