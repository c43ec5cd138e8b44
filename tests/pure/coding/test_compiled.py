"""Machine code is kept for the sources that it was made of, and for no others."""

import ast
from pathlib import Path

import numba

from tasks.pure.coding import compiled
from tests.conftest import PROJECT

PURE = PROJECT / "tasks" / "pure" / "coding"


def test_machine_code_is_kept_apart_for_other_sources() -> None:
    sources = b"".join((PURE / name).read_bytes() for name in compiled.SOURCES)
    assert compiled.kept_for(sources) == numba.config.CACHE_DIR
    assert compiled.kept_for(sources) != compiled.kept_for(sources.replace(b"0", b"1"))


def test_every_file_that_is_compiled_or_compiled_in_counts() -> None:
    assert {path.name for path in PURE.rglob("*.py") if is_compiled(path)} == set(compiled.SOURCES) - {"compiled.py"}
    for name in compiled.SOURCES:
        ours = {each for each in imported(PURE / name) if each.startswith("tasks.")}
        assert ours <= {"tasks.pure.coding." + each.removesuffix(".py") for each in compiled.SOURCES}


def is_compiled(path: Path) -> bool:
    functions = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)]
    return any(ast.unparse(each) == "compiled" for node in functions for each in node.decorator_list)


def imported(path: Path) -> set[str]:
    return {node.module or "" for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)}
