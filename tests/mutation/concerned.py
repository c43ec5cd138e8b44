"""Which tests a fault in a file concerns: those whose imports come nearest to it."""

import ast
from collections import deque
from functools import cache
from pathlib import Path

from tests.conftest import PROJECT

# They start servers, browsers and whole runs: minutes each.
SLOW = {"runs", "server", "browser", "flows", "commands", "mutation"}
MOST_FILES = 4
# These go through whole corpora, bundles and every rule: last among those that are as near.
LONG = {"test_challenge", "test_check", "test_corpus", "test_origins", "test_publish", "test_rules", "test_frames"}


@cache
def concerned_by(path: Path) -> tuple[str, ...]:
    """The files of tests that concern a file, the nearest first; of SQL, those of the modules that name it."""
    targets = (
        {path} if path.suffix == ".py" else {each for each in _code() if path.name in each.read_text(encoding="utf-8")}
    )
    far = {test: distance for test in _tests() if (distance := _distance(test, targets)) is not None}
    if not far:
        return ()
    near = [test for test in far if far[test] <= min(far.values()) + 1]
    mirrored = PROJECT / "tests" / path.relative_to(PROJECT).parent.relative_to(path.relative_to(PROJECT).parts[0])
    ordered = sorted(near, key=lambda test: (far[test], test.parent != mirrored, test.stem in LONG, str(test)))
    return tuple(str(test.relative_to(PROJECT)) for test in ordered[:MOST_FILES])


def _distance(test: Path, targets: set[Path]) -> int | None:
    """Steps of imports from a test to the nearest of some files; none where it reaches none."""
    seen, waiting = {test}, deque([(test, 0)])
    while waiting:
        path, steps = waiting.popleft()
        if path in targets:
            return steps
        fresh = _imported(path) - seen
        seen |= fresh
        waiting += [(each, steps + 1) for each in sorted(fresh)]
    return None


@cache
def _imported(path: Path) -> frozenset[Path]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    places = (PROJECT.joinpath(*name.split(".")) for name in names)
    return frozenset(
        each for place in places for each in (place.with_suffix(".py"), place / "__init__.py") if each.is_file()
    )


@cache
def _code() -> tuple[Path, ...]:
    return tuple(path for room in ("tasks", "expectations", "tests") for path in sorted((PROJECT / room).rglob("*.py")))


@cache
def _tests() -> tuple[Path, ...]:
    found = sorted((PROJECT / "tests").rglob("test_*.py"))
    return tuple(path for path in found if not SLOW & set(path.relative_to(PROJECT / "tests").parts))
