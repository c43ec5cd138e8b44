"""The plan of the house, held to: who may import whom, what may be called how, and what every signature promises."""

import ast
import graphlib
import importlib
import inspect
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, TypeGuard, get_args, get_origin, get_type_hints

import polars as pl
import pytest

from tasks.schema import TABLES, Table
from tasks.studies import stages
from tests.conftest import PROJECT

ROOMS = ("flows", "tasks", "expectations")
SOURCES = sorted(path for room in ROOMS for path in (PROJECT / room).rglob("*.py"))
BANNED = re.compile(r"(^|_)(utils?|helpers?|misc|manager)($|_)|^(process_|handle_)|^(df|data)$")


@cache
def imported(path: Path) -> frozenset[str]:
    """Every name that a module imports, anywhere in it: of `from a import b` both `a` and `a.b`."""
    return frozenset(_imported(path))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def reaches(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


FLOORS = (
    ("tasks.errors", "tasks.schema"),
    ("tasks.codebook", "tasks.formats"),
    ("tasks.codebook.interchange",),
    ("tasks.pure.anonymise", "tasks.pure.coding", "tasks.pure.copies"),
    ("tasks.pure.drift", "tasks.pure.ingest", "tasks.pure.review"),
    ("tasks.pure.attack", "tasks.pure.codebook", "tasks.pure.disclosure", "tasks.pure.quotes", "tasks.pure.report"),
    ("expectations", "tasks.models", "tasks.storage"),
    ("tasks.copies", "tasks.reading", "tasks.bundles.checks"),
    ("tasks.studies",),
    ("tasks.bundles",),
    ("tasks.review",),
    ("tasks.attack",),
    ("tasks",),
    ("flows.server",),
    ("flows", "flows.doctor"),
    ("flows.commands", "flows.commands.codebook", "flows.commands.review", "flows.commands.steward"),
    ("flows.cli",),
)  # fmt: skip
"""The rooms from the ground up: a module imports from its own room and from the floors below."""

MODULES = {
    ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__"): path for path in SOURCES
}
STOREYS = {name: number for number, floor in enumerate(FLOORS) for name in floor}


def room_of(module: str) -> str:
    """The room of FLOORS that a module stands in; a module that is named there itself is its own."""
    if module in STOREYS:
        return module
    return module.rpartition(".")[0] if MODULES[module].name != "__init__.py" else module


def test_a_module_imports_only_from_its_room_and_from_the_floors_below(subtests: pytest.Subtests) -> None:
    for module in MODULES:
        with subtests.test(module):
            here = room_of(module)
            there = {room_of(name) for name in imported(MODULES[module]) if name in MODULES and name != module} - {here}
            # `from tasks.pure.coding import matcher` also names the package, which holds nothing but its sentence.
            names = {name for name in there if not any(other.startswith(f"{name}.") for other in there | {here})}
            assert not [name for name in names if STOREYS[name] >= STOREYS[here]]


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {
        module: {name for name in imported(path) if name in MODULES and name != module and is_code(name)}
        for module, path in MODULES.items()
    }
    graphlib.TopologicalSorter(graph).prepare()


def is_code(module: str) -> bool:
    """Whether a module holds more than a docstring: a package that only names its room can be in no circle."""
    return len(parsed(MODULES[module]).body) > 1


def test_only_stages_and_what_every_room_knows_stand_at_the_door() -> None:
    at_the_door = {path.stem for path in (PROJECT / "tasks").glob("*.py")} - {"__init__", "errors", "schema"}
    assert at_the_door == set(stages.STAGES)
    assert not [path for path in (PROJECT / "tasks" / "pure").glob("*.*") if path.name != "__init__.py"]


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name == "__init__.py"], ids=room)
def test_each_room_says_what_lives_there(path: Path) -> None:
    assert ast.get_docstring(parsed(path))


def test_the_map_for_newcomers_names_every_room() -> None:
    page = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = page.partition("## I want to change")[2].partition("\n## ")[0]
    rooms = {name for name in STOREYS if name in MODULES and MODULES[name].name == "__init__.py" and name not in TOPS}
    assert not [name for name in rooms if f"`{name.replace('.', '/')}/`" not in rows]


def test_every_fault_that_is_said_to_be_survived_has_its_test() -> None:
    page = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = page.partition("## Faults tried and survived")[2].partition("\n## ")[0]
    named = re.findall(r"`(test_\w+)`", rows)
    tests = "".join(path.read_text("utf-8") for path in (PROJECT / "tests").rglob("test_*.py"))
    assert len(named) >= KINDS_OF_FAULT
    assert not set(named) - set(re.findall(r"def (test_\w+)", tests))


KINDS_OF_FAULT = 15
TOPS = {"tasks", "flows", "flows.commands.codebook", "flows.commands.review", "flows.commands.steward", "tasks.bundles.checks"}


# The cache policy and the folder of results are Prefect's kind of thing, and what a cron line may say is Prefect's to judge.
KNOW_PREFECT = ("tasks/storage/caching.py", "tasks/storage/results.py", "tasks/studies/settings.py")


def test_libraries_that_run_things_stay_where_they_are_known(subtests: pytest.Subtests) -> None:
    for path in SOURCES:
        with subtests.test(room(path)):
            names = imported(path)
            here = room(path)
            if here.startswith(("tasks/pure/", "tasks/formats/")):
                assert not [name for name in names if reaches(name, "pathlib", "datetime.now")]
            if not (here.startswith("flows/") or re.fullmatch(r"tasks/\w+\.py", here) or here in KNOW_PREFECT):
                assert not [name for name in names if reaches(name, "prefect")]
            if not (here.startswith("expectations/") or here == "tasks/gate.py"):
                assert not [name for name in names if reaches(name, "great_expectations")]


def test_names_say_what_things_are(subtests: pytest.Subtests) -> None:
    for path in SOURCES:
        with subtests.test(room(path)):
            tree = parsed(path)
            named = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
            named += [node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)]
            named += [
                node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            ]
            assert not [name for name in named if BANNED.search(name)]
            # A format is named for the tool that wrote it.
            assert path.parent.name == "formats" or not BANNED.search(path.stem)


def test_everything_public_says_what_its_signature_cannot(subtests: pytest.Subtests) -> None:
    for path in SOURCES:
        with subtests.test(room(path)):
            tree = parsed(path)
            public = [
                node
                for node in tree.body
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            ]
            assert not [node.name for node in public if not ast.get_docstring(node)]
            assert path.name == "__init__.py" or ast.get_docstring(tree)


def test_no_string_names_a_module_of_ours_which_has_another_name_once_installed(subtests: pytest.Subtests) -> None:
    for path in SOURCES:
        with subtests.test(room(path)):
            nodes = list(ast.walk(parsed(path)))
            # Parts of a string that begins with the prefix, and what is taken off a name to find the prefix.
            known = {id(each) for node in nodes if isinstance(node, ast.JoinedStr) for each in node.values}
            known |= {id(each) for node in nodes if is_cut(node) for each in node.args}
            strings = [node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in known]
            assert not [each for each in strings if each in MODULES and each not in ROOMS and each not in OF_CHECKOUTS]
            plain = [node for node in nodes if isinstance(node, ast.Import)]
            assert not [
                each.name for node in plain for each in node.names if reaches(each.name, *ROOMS) and not each.asname
            ]


def is_cut(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "removesuffix"


# `code_digest` takes names as they are in a checkout, and models are trained in one.
OF_CHECKOUTS = {"tasks.publish", "tasks.pure.report.files", "tasks.models.train"}


def test_functions_are_short() -> None:
    functions = [node for path in SOURCES for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef)]
    lengths = [(node.end_lineno or 0) - node.lineno + 1 - documented(node) for node in functions]
    assert statistics.median(lengths) < 10


def documented(node: ast.FunctionDef) -> int:
    first = node.body[0]
    is_docstring = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    return (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0


def table_of(hint: object) -> Table | None:
    if get_origin(hint) is Annotated:
        return next((each for each in get_args(hint)[1:] if isinstance(each, Table)), None)
    return None


def promises() -> list[tuple[str, object]]:
    found = []
    for path in sorted((PROJECT / "tasks" / "pure").rglob("*.py")):
        module = importlib.import_module(".".join(path.relative_to(PROJECT).with_suffix("").parts))
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            hints = get_type_hints(function, include_extras=True)
            result = hints.pop("return", None)
            if table_of(result) and hints and all(table_of(hint) for hint in hints.values()):
                found.append((f"{module.__name__}.{name}", function))
    return found


@pytest.mark.parametrize(("name", "function"), promises(), ids=lambda each: each if isinstance(each, str) else "")
def test_a_signature_is_a_promise_on_empty_tables(name: str, function: object) -> None:
    hints = get_type_hints(function, include_extras=True)
    expected = table_of(hints.pop("return"))
    made = function(**{each: table_of(hint).empty() for each, hint in hints.items()})  # type: ignore[operator, union-attr]
    assert expected
    assert made.schema == expected.dtypes


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_column_is_described_and_an_empty_table_conforms(table: Table) -> None:
    assert all(column.meaning for column in table.columns)
    assert table.conform(table.empty()).schema == table.dtypes
    assert isinstance(table.empty(), pl.DataFrame)


def test_help_needs_neither_prefect_nor_polars() -> None:
    script = (
        "import sys; from flows.cli import parser; parser();"
        "print([name for name in ('prefect', 'polars', 'duckdb') if name in sys.modules])"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PROJECT, timeout=120)
    assert done.stdout == "[]\n"


# Whose `open` gives bytes.
OF_BYTES = re.compile(r"(os|archive|zipfile|tarfile|gzip|bz2|lzma)\.")


def test_every_text_is_read_and_written_in_an_encoding_that_is_named(subtests: pytest.Subtests) -> None:
    """Without one it is the machine's: counts of a study changed with the language of the server."""
    for path in SOURCES:
        with subtests.test(room(path)):
            calls = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
            bare = [call for call in calls if not any(each.arg == "encoding" for each in call.keywords)]
            assert not [ast.unparse(call) for call in bare if opens_text(call)]


def opens_text(call: ast.Call) -> bool:
    name = ast.unparse(call.func).rpartition(".")[2]
    if name in {"read_text", "write_text"}:
        return True
    strings = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    mode = next((each for each in strings if re.fullmatch(r"[rwaxbt+]+", each)), "r")
    return name in {"open", "fdopen"} and "b" not in mode and not OF_BYTES.match(ast.unparse(call.func))


# Phrases by which a sentence reads as translated; plain words say the same.
TELL_TALE = re.compile(
    r"(?<!there )\b(is|are) no (?!longer|more|fewer|less|better)|\bis none of\b|\bwhoever\b|\bmend(s|ed|ing)?\b|\banew\b|\breckon"
    r"|\blets no\b|\bgone over\b|\bof ours\b|\bfor certain\b|\bin place of\b|\bheld to account\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("room", ROOMS)
def test_what_people_read_is_plain_english(room: str) -> None:
    pages = [path for path in sorted((PROJECT / room).rglob("*")) if path.suffix in {".py", ".sql", ".j2"}]
    lines = [(path, number, line) for path in pages for number, line in enumerate(path.read_text().splitlines(), 1)]
    assert not [
        f"{path.relative_to(PROJECT)}:{number}: {line.strip()}"
        for path, number, line in lines
        if TELL_TALE.search(line)
    ]
