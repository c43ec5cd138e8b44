"""Which code a stage's outcome depends on: every module of our own that it reaches, and the files that lie beside them.

Comments and docstrings do not count; the syntax tree of the rest does, and SQL, word lists and weights byte for byte.
"""

import ast
import fnmatch
import hashlib
import os
import pkgutil
import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from tasks.storage.digests import file_sha256
from tasks.storage.places import PREFIX, PROJECT

FIRST_PARTY = ("tasks", "expectations")
SHAPING_LIBRARIES = ("polars", "duckdb", "great-expectations")
"""Libraries that shape what stages make."""

FILE_NAME = re.compile(r"\A[\w*./-]*\.(sql|toml|j2|css|txt|csv|npz|npy|json|parquet)")
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
MODELS = PROJECT / "data" / "models"
# Parts of a stage run in threads, and CPython 3.11 counts the depth of a syntax tree once for all of them (issue 106905).
PARSING = threading.Lock()


def code_digest(module: str) -> str:
    """Digest over the syntax of every first-party module that a module reaches, and the files that lie beside them.

    It is the same in a checkout and installed, where the names of modules begin with `hushtag.`.
    """
    digest = hashlib.sha256()
    for path in reached(module.removeprefix(PREFIX)):
        digest.update(f"{path.relative_to(PROJECT)}\0".encode())
        digest.update(_meaning(path).encode())
    return digest.hexdigest()


def reached(module: str) -> list[Path]:
    """Every file that a module reaches: modules of our own, and what lies beside them; A to Z."""
    return reached_by([module])[module]


def reached_by(modules: Iterable[str]) -> dict[str, list[Path]]:
    """What each of some modules reaches; whatever several of them reach is looked at once."""
    lying = _lying()
    known: dict[str, Step] = {}
    return {module: sorted(_reached(module, known, lying)) for module in modules}


Step = tuple[set[Path], set[str]]
"""The files that belong to one of our modules, and the modules that it imports."""


def _reached(module: str, known: dict[str, Step], lying: Mapping[str, list[Path]]) -> set[Path]:
    seen, paths, waiting = {module}, set[Path](), [module]
    while waiting:
        name = waiting.pop()
        if name not in known:
            known[name] = _step(name, lying)
        found, named = known[name]
        paths |= found
        waiting += named - seen
        seen |= named
    return paths


def _step(name: str, lying: Mapping[str, list[Path]]) -> Step:
    path = _source(name) if name.split(".")[0] in FIRST_PARTY else None
    if path is None:
        return set(), set()
    return {path, *_read_by(path, lying)}, {*_imports(path, name), name.rpartition(".")[0]}


def parts_of(path: Path) -> Mapping[str, str]:
    """What of a file counts, by digest: each function and class of a module, the rest of it under ""; of other files "" alone."""
    return page_of(path).parts if path.suffix == ".py" else {"": file_sha256(path)}


def page_of(path: Path) -> "Page":
    """What of a module counts; read once as long as the file is not touched."""
    touched = path.stat().st_mtime_ns
    return KNOWN.get((path, touched)) or _page(path, touched)


def _lying() -> Mapping[str, list[Path]]:
    """The files that are not Python in our rooms and among the models, by name."""
    found = defaultdict(list)
    for room in (*(PROJECT / each for each in FIRST_PARTY), MODELS):
        for folder, _, names in os.walk(room):
            for name in names:
                if not name.endswith((".py", ".pyc")):
                    found[name].append(Path(folder, name))
    return found


def _read_by(path: Path, lying: Mapping[str, list[Path]]) -> Iterator[Path]:
    """The files, not Python, that a module's own strings name, wherever they lie."""
    for written in page_of(path).files:
        name = path.stem + written if written.startswith(".") else written.rpartition("/")[2]
        for each in fnmatch.filter(lying, name) if "*" in name else (name,):
            yield from lying.get(each, ())


def _source(name: str) -> Path | None:
    spec = find_spec(PREFIX + name)
    return Path(spec.origin) if spec and spec.origin and spec.origin.endswith(".py") else None


def _imports(path: Path, module: str) -> Iterator[str]:
    """Modules that a module imports, anywhere in it; one that looks around with pkgutil reaches all it can find."""
    named = set(_named(path, module))
    yield from named
    if "pkgutil" in named:
        for package in {module, *named} - {"pkgutil"}:
            found = _source(package) if package.split(".")[0] in FIRST_PARTY else None
            if found and found.name == "__init__.py":
                yield from (f"{package}.{each.name}" for each in pkgutil.iter_modules([str(found.parent)]))


def _named(path: Path, module: str) -> Iterator[str]:
    for level, base, names in page_of(path).imports:
        if level is None:
            yield from names
        else:
            package = _absolute(level, base, path, module)
            yield package
            # `from package import module` names a module; `from module import thing` does not.
            if package.split(".")[0] in FIRST_PARTY and PROJECT.joinpath(*package.split(".")).is_dir():
                yield from (f"{package}.{name}" for name in names if _is_module(package, name))


def _absolute(level: int, base: str, path: Path, module: str) -> str:
    if not level:
        return base
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for _ in range(level - 1):
        package = package.rpartition(".")[0]
    return f"{package}.{base}" if base else package


def _is_module(base: str, name: str) -> bool:
    folder = PROJECT.joinpath(*base.split("."))
    return (folder / f"{name}.py").is_file() or (folder / name / "__init__.py").is_file()


def _meaning(path: Path) -> str:
    if path.suffix != ".py":
        return file_sha256(path)
    return page_of(path).meaning


@dataclass(frozen=True)
class Page:
    """What of a module counts: its imports, the names of files in its strings, and digests of its syntax, part by part.

    An import is its level (None for a plain one), the module that it is from, and the names.
    """

    imports: tuple[tuple[int | None, str, tuple[str, ...]], ...]
    files: tuple[str, ...]
    parts: Mapping[str, str]

    @property
    def meaning(self) -> str:
        """The digest of the whole."""
        return hashlib.sha256("".join(f"{name}\0{digest}\0" for name, digest in self.parts.items()).encode()).hexdigest()


KNOWN: dict[tuple[Path, int], Page] = {}
"""Pages that were kept from before, by file and the time at which it was last touched."""


@lru_cache(maxsize=1024)
def _page(path: Path, _touched: int) -> Page:
    with PARSING:
        tree = ast.parse(path.read_bytes())
    nodes = list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            node.module = node.module.removeprefix(PREFIX)
    strings = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    files = tuple(dict.fromkeys(string for string in strings if FILE_NAME.fullmatch(string)))
    for node in nodes:
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False):
            node.body = node.body[1:]
    return Page(tuple(_import(node) for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)), files, _parts(tree))


def _import(node: ast.Import | ast.ImportFrom) -> tuple[int | None, str, tuple[str, ...]]:
    names = tuple(alias.name for alias in node.names)
    return (None, "", names) if isinstance(node, ast.Import) else (node.level, node.module or "", names)


def _parts(tree: ast.Module) -> dict[str, str]:
    """Digests of the functions and classes of a module, in order, and of the rest under ""; of two of one name both count."""
    dumps: dict[str, str] = {"": ""}
    for node in tree.body:
        name = getattr(node, "name", "") if isinstance(node, DOCUMENTED) else ""
        dumps[name] = dumps.get(name, "") + ast.dump(node)
    return {name: hashlib.sha256(words.encode()).hexdigest() for name, words in dumps.items()}
