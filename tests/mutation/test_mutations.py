"""Every night the tests are tested: of 300 faults put into the code one at a time, they must notice most."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.mutation.concerned import concerned_by
from tests.mutation.mutants import Mutant, mutant, places, sample

FAULTS = int(os.environ.get("HUSHTAG_FAULTS", "300"))
SEED = int(os.environ.get("HUSHTAG_SEED", "14"))
LEAST_NOTICED = 0.85
PATIENCE_SECONDS = 600
COPIED = (
    "flows",
    "tasks",
    "expectations",
    "tests",
    "bench",
    "data/codebooks",
    "data/models",
    "data/profiles",
    "data/sample",
)


@pytest.mark.nightly
@pytest.mark.timeout(0)
def test_most_faults_are_noticed(tmp_path: Path) -> None:
    for folder in COPIED:
        shutil.copytree(PROJECT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for page in PROJECT.glob("*.*"):
        if page.is_file():
            shutil.copy(page, tmp_path)
    drawn = sample(PROJECT, FAULTS, SEED)
    missed = [each for each in drawn if not noticed(tmp_path, each)]
    told = "\n".join(f"{each.path.relative_to(PROJECT)}:{each.line}: {each.was} -> {each.now}" for each in missed)
    print(f"{len(drawn) - len(missed)} of {len(drawn)} faults noticed\n{told}")
    assert len(missed) <= (1 - LEAST_NOTICED) * len(drawn), told


def made(path: Path) -> list[Mutant]:
    return [mutant(path, number) for number in places(path)]


def noticed(copy: Path, fault: Mutant) -> bool:
    """Whether the tests that concern a file fail once the fault is in it."""
    concerned = concerned_by(fault.path)
    if not concerned:
        return False
    place = copy / fault.path.relative_to(PROJECT)
    whole = place.read_text(encoding="utf-8")
    sound = passing(copy, concerned)
    place.write_text(fault.source, encoding="utf-8")
    try:
        return not passes(copy, sound)
    finally:
        place.write_text(whole, encoding="utf-8")


@cache
def passing(copy: Path, concerned: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some tests that pass without any fault: one that fails of itself notices nothing."""
    return concerned if passes(copy, concerned) else tuple(each for each in concerned if passes(copy, (each,)))


def passes(copy: Path, concerned: tuple[str, ...]) -> bool:
    """Whether tests pass in the copy; one that no longer ends has noticed."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--timeout", "200", *concerned]
    environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, timeout=PATIENCE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    # 5: none of them was chosen.
    return done.returncode in {0, 5}


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


def test_a_fault_concerns_the_tests_nearest_to_it() -> None:
    assert concerned_by(PROJECT / "tasks/storage/durable.py")[0] == "tests/storage/test_durable.py"
    assert "tests/pure/coding/test_tabulate.py" in concerned_by(PROJECT / "tasks/pure/coding/tabulate.sql")
