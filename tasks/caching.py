"""The one cache policy: a task runs again when its inputs' content, its parameters or the code it reaches changed.

The key is over receipts by digest, files by content, everything else by its JSON; the task's name; the syntax tree of
every module of ours that the task's module can reach (comments and docstrings out) with the SQL and other files beside
them; and the versions of the libraries whose output it is. A cached receipt whose files are gone or altered is a miss.
"""

import ast
import hashlib
import json
import pkgutil
import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, wraps
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE, CachePolicy
from prefect.context import TaskRunContext
from prefect.serializers import JSONSerializer, prefect_json_object_decoder
from pydantic import BaseModel, ConfigDict

from tasks.errors import HushtagError, Unforeseen
from tasks.store import PROJECT, Receipt, file_sha256, keep_secret, verify

P = ParamSpec("P")
R = TypeVar("R")

FIRST_PARTY = ("tasks", "expectations")
SHAPING_LIBRARIES = ("polars", "duckdb")
FILE_NAME = re.compile(r"[\w*./-]*\.(sql|toml|j2|css|txt|csv|npz|npy|json|parquet)")
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
MODELS = PROJECT / "data" / "models"


class Source(BaseModel):
    """A file given to a task, known by its content: two names for the same bytes are the same input."""

    model_config = ConfigDict(frozen=True)

    path: str
    sha256: str

    @classmethod
    def of(cls, path: Path) -> "Source":
        return cls(path=str(path.resolve()), sha256=file_sha256(path))


class ContentPolicy(CachePolicy):
    """Keys a task run by what it reads, what it is told and what code it can reach."""

    def compute_key(
        self,
        task_ctx: TaskRunContext,
        inputs: dict[str, Any],
        flow_parameters: dict[str, Any],
        **kwargs: Any,
    ) -> str:
        """The key of one task run; a value that has no JSON form is an error, never an uncached run."""
        return cache_key(task_ctx.task.fn, inputs)


def cache_key(function: Callable[..., Any], inputs: Mapping[str, Any]) -> str:
    """The digest that names a cached result: function, inputs by content, reachable code, library versions."""
    parts = {
        "task": f"{function.__module__}.{function.__qualname__}",
        "inputs": {name: _content(value) for name, value in inputs.items()},
        "code": code_digest(function.__module__),
        "libraries": {name: version(name) for name in SHAPING_LIBRARIES},
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def code_digest(module: str) -> str:
    """Digest over the syntax of every first-party module that a module reaches, and the files that lie beside them."""
    digest = hashlib.sha256()
    for path in sorted(_reached(module)):
        digest.update(f"{path.relative_to(PROJECT)}\0".encode())
        digest.update(_meaning(path).encode())
    return digest.hexdigest()


def checked(decoded: dict[str, Any]) -> Any:
    """Decodes a stored result; a receipt whose files are gone or altered is refused, so that its task runs again."""
    value = prefect_json_object_decoder(decoded)
    if isinstance(value, Receipt):
        verify(value)
    return value


CONTENT = ContentPolicy()
RECEIPTS = JSONSerializer(object_decoder="tasks.caching.checked")


def stage_task(function: Callable[P, R]) -> Task[P, R]:
    """A Prefect task of a stage: cached by content, its result a receipt."""
    cached = task(cache_policy=CONTENT, persist_result=True, result_serializer=RECEIPTS, cache_result_in_memory=False)
    return cached(discreet(function))


def uncached_task(function: Callable[P, R]) -> Task[P, R]:
    """A Prefect task that always runs: the gate and the release."""
    return task(cache_policy=NO_CACHE, persist_result=False)(discreet(function))


def discreet(function: Callable[P, R]) -> Callable[P, R]:
    """The function, whose unforeseen errors no longer quote a row: their words go to the restricted folder only.

    Raises: HushtagError in place of whatever else the function raises.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except HushtagError as error:
            failure = error.with_traceback(None)
            failure.__context__ = None
        except Exception as error:
            details = keep_secret(traceback.format_exc(), ".errors")
            failure = Unforeseen(function.__name__, type(error).__name__, details)
        # Raised out here, it carries no context whose frames hold rows.
        raise failure

    return run


def _content(value: Any) -> Any:
    if isinstance(value, Receipt | Source):
        return value.sha256
    if isinstance(value, BaseModel):
        return _content(value.model_dump())
    if isinstance(value, Mapping):
        return {str(key): _content(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(json.dumps(_content(item), sort_keys=True) for item in value)
    if isinstance(value, list | tuple):
        return [_content(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    json.dumps(value)
    return value


def _reached(module: str) -> set[Path]:
    seen: set[str] = set()
    paths: set[Path] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        path = None if name in seen or name.split(".")[0] not in FIRST_PARTY else _source(name)
        seen.add(name)
        if path:
            paths |= {path, *_read_by(path)}
            waiting += [*_imports(path, name), name.rpartition(".")[0]]
    return paths


def _read_by(path: Path) -> Iterator[Path]:
    """The files, not Python, that a module's own strings name, wherever in our rooms or among the models they lie."""
    for written in _page(path, path.stat().st_mtime_ns).files:
        name = path.stem + written if written.startswith(".") else written.rpartition("/")[2]
        for room in (*(PROJECT / each for each in FIRST_PARTY), MODELS):
            yield from room.rglob(name)


def _source(name: str) -> Path | None:
    spec = find_spec(name)
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
    for node in _page(path, path.stat().st_mtime_ns).imports:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        else:
            base = _absolute(node, path, module)
            yield base
            # `from package import module` names a module; `from module import thing` does not.
            yield from (f"{base}.{alias.name}" for alias in node.names if _is_module(base, alias.name))


def _absolute(node: ast.ImportFrom, path: Path, module: str) -> str:
    if not node.level:
        return node.module or ""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for _ in range(node.level - 1):
        package = package.rpartition(".")[0]
    return f"{package}.{node.module}" if node.module else package


def _is_module(base: str, name: str) -> bool:
    folder = PROJECT.joinpath(*base.split("."))
    return (folder / f"{name}.py").is_file() or (folder / name / "__init__.py").is_file()


def _meaning(path: Path) -> str:
    if path.suffix != ".py":
        return file_sha256(path)
    return _page(path, path.stat().st_mtime_ns).meaning


@dataclass(frozen=True)
class _Page:
    """What of a module counts: its imports, the names of files in its strings, and a digest of its syntax."""

    imports: tuple[ast.Import | ast.ImportFrom, ...]
    files: tuple[str, ...]
    meaning: str


@lru_cache(maxsize=1024)
def _page(path: Path, _changed: int) -> _Page:
    tree = ast.parse(path.read_bytes())
    nodes = list(ast.walk(tree))
    strings = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    files = tuple(dict.fromkeys(string for string in strings if FILE_NAME.fullmatch(string)))
    for node in nodes:
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False):
            node.body = node.body[1:]
    meaning = hashlib.sha256(ast.dump(tree).encode()).hexdigest()
    return _Page(tuple(node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)), files, meaning)
