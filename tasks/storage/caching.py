"""The one cache policy: a task runs again when its inputs' content, its parameters or the code it reaches changed.

The key is over receipts by digest, files by content, everything else by its JSON; the task's name; the syntax tree of
every module of our own that the task's module can reach (comments and docstrings out) with the SQL and other files beside
them; and the versions of the libraries whose output it is. A cached receipt whose files are gone or altered is a miss.
"""

import hashlib
import json
import traceback
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from importlib.metadata import version
from typing import Any, ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE, CachePolicy
from prefect.context import TaskRunContext
from pydantic import BaseModel

from tasks.errors import HushtagError, Unforeseen
from tasks.storage import memory
from tasks.storage.code_digest import SHAPING_LIBRARIES, code_digest
from tasks.storage.disk_errors import of_storage
from tasks.storage.places import PREFIX
from tasks.storage.results import ReceiptSerializer, ResultFolder
from tasks.storage.source import Source
from tasks.storage.store import Receipt, keep_secret, root

P = ParamSpec("P")
R = TypeVar("R")


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
        "task": f"{function.__module__.removeprefix(PREFIX)}.{function.__qualname__}",
        "inputs": {name: _content(value) for name, value in inputs.items()},
        "code": code_digest(function.__module__),
        "libraries": {name: version(name) for name in SHAPING_LIBRARIES},
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


CONTENT = ContentPolicy()
RECEIPTS = ReceiptSerializer()


def stage_task(function: Callable[P, R]) -> Task[P, R]:
    """A Prefect task of a stage: cached by content, its result a receipt or a list of them."""
    cached = task(cache_policy=CONTENT, persist_result=True, result_serializer=RECEIPTS, cache_result_in_memory=False)
    stage = cached(discreet(function))
    # The decorator takes only a place that is registered on a server; ours is a folder.
    stage.result_storage = ResultFolder()
    return stage


def uncached_task(function: Callable[P, R]) -> Task[P, R]:
    """A Prefect task that always runs: the release."""
    return task(cache_policy=NO_CACHE, persist_result=False)(discreet(function))


def discreet(function: Callable[P, R]) -> Callable[P, R]:
    """The function, whose unforeseen errors no longer quote a row: their words go to the restricted folder only.

    Raises: HushtagError instead of any other error of the function.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except HushtagError as error:
            failure = error.with_traceback(None)
            failure.__context__ = None
        except Exception as error:
            failure = of_storage(error, root()) or _unforeseen(function.__name__, error)
        finally:
            memory.give_back(thoroughly=False)
        # Raised out here, it carries no context whose frames hold rows.
        raise failure

    return run


def _unforeseen(stage: str, error: Exception) -> Unforeseen:
    return Unforeseen(stage, type(error).__name__, keep_secret(traceback.format_exc(), ".errors"))


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
