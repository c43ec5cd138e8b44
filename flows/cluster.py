"""Mapped stages on a Dask cluster, through prefect-dask: what its workers read and write they hand on through the remote.

Receipts and digests go through the cluster, rows never do. What the data folder has a result for is not sent, and dumps are
read on the machine that runs the study.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from copy import copy
from importlib.metadata import version
from typing import Any

from distributed import Client, Future
from prefect import Task
from prefect.futures import PrefectFuture
from prefect.task_runners import ThreadPoolTaskRunner
from prefect_dask.task_runners import DaskTaskRunner, PrefectDaskFuture

from flows.server.addresses import is_up
from tasks.anonymise import anonymise
from tasks.assign_themes import assign_themes
from tasks.errors import HushtagError, StorageError, UsageError
from tasks.reading.dump_files import Dump
from tasks.storage import remote, store
from tasks.storage.caching import cache_key
from tasks.storage.code_digest import SHAPING_LIBRARIES, code_digest
from tasks.storage.results import ResultFolder, SharedResults, receipts_in
from tasks.storage.source import Source
from tasks.storage.store import Receipt

PATIENCE_SECONDS = 60
SENT = (anonymise, assign_themes)
"""One stage of each module whose stages are mapped."""
NAME_ONE = "Name a bucket (s3://bucket/prefix) or a folder that all machines reach."
SAME = "Install the same Hushtag, in the same way, on its scheduler and all of its workers."
AGAIN = "Stages that were done are kept: run the study again."


class Cluster(DaskTaskRunner):
    """Runs parts on a Dask cluster, and here what needs the dump's files or is at hand already."""

    def __init__(self, address: str, parts_here: int) -> None:
        """`parts_here` is the number of parts at work at once on this machine."""
        super().__init__(address=address)
        self.parts_here = parts_here
        self.here: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(max_workers=parts_here)

    def duplicate(self) -> "Cluster":
        """Another one with the same settings: each run of a flow has its own."""
        return type(self)(str(self.address), self.parts_here)

    def submit(  # type: ignore[override]
        self, task: Task[..., Any], parameters: dict[str, Any], wait_for: Any = None, dependencies: Any = None
    ) -> PrefectFuture[Any]:
        """Sends a part off once all that it reads is where its worker finds it.

        Raises: StorageError as `store.verify` and `remote.push` do.
        """
        given = list(_given(parameters))
        key = cache_key(task.fn, parameters)
        handed = [each for each in given if not isinstance(each, Dump)]
        if len(handed) < len(given) or _is_at_hand(key):
            return self.here.submit(task, parameters, wait_for, dependencies)
        for each in handed:
            _hand_over(each)
        sent = copy(task)
        # As of `stage_task`: Prefect's own way takes only a place that is registered on a server.
        sent.result_storage = SharedResults()
        future = super().submit(sent, parameters, wait_for, dependencies)
        return Sent(future.task_run_id, future.wrapped_future, key)

    def check(self) -> None:
        """Holds the cluster to what a run needs of it: workers with our code, which reach the remote and the Prefect API.

        Raises: UsageError when no remote is named; StorageError when a worker lacks something, or there is none.
        """
        if not remote.is_named():
            raise UsageError("a cluster needs a place where machines hand each other files", remote.VARIABLE, NAME_ONE)
        given = (os.environ["PREFECT_API_URL"], remote.probe())
        expected = answer(*given)
        with _client(str(self.address)) as client:
            workers = sorted(client.scheduler_info(n_workers=-1)["workers"])
            asked = {each: client.submit(answer, *given, workers=[each], pure=False) for each in workers}
            for worker, told in asked.items():
                if lacking := _lacking(told, expected):
                    raise StorageError(f"worker {worker} {lacking}", self.address, SAME)

    def __enter__(self) -> "Cluster":
        super().__enter__()  # type: ignore[no-untyped-call]
        self.here.__enter__()
        return self

    def __exit__(self, *args: Any) -> None:
        self.here.__exit__(*args)
        super().__exit__(*args)


class Sent(PrefectDaskFuture[Any]):
    """A part that is on the cluster; once it is done, its result and all that it wrote is here too."""

    def __init__(self, task_run_id: Any, wrapped_future: Any, key: str) -> None:
        super().__init__(task_run_id=task_run_id, wrapped_future=wrapped_future)
        self.key = key

    def result(self, timeout: float | None = None, raise_on_failure: bool = True) -> Any:
        """The receipts of the part, as its worker stored them.

        Raises: HushtagError as the stage does; StorageError when its workers died, or what it made cannot be had.
        """
        try:
            state = self._final_state = self.wrapped_future.result(timeout=timeout)
        except Exception as error:
            raise StorageError(f"the cluster lost a part ({type(error).__name__})", "", AGAIN) from None
        if state.is_completed():
            return receipts_in(SharedResults().read_path(self.key))
        return state.result(raise_on_failure=raise_on_failure, _sync=True)


def answer(api: str, probe: str) -> dict[str, str]:
    """What a worker has and reaches, in words that are the same on each that is as it should be."""
    return {
        "has another Hushtag": hashlib.sha256("".join(code_digest(each.fn.__module__) for each in SENT).encode()).hexdigest(),
        "has other libraries": ", ".join(f"{name} {version(name)}" for name in SHAPING_LIBRARIES),
        "does not reach the Prefect API (set PREFECT_API_URL to one that it does)": str(is_up(api)),
        f"does not see the same {remote.VARIABLE}": remote.read(probe).hex(),
    }


def _lacking(told: Future[Any], expected: Mapping[str, str]) -> str:
    try:
        found = told.result()
    except HushtagError as refusal:
        return f"refused ({refusal.line()})"
    except Exception as error:
        return f"cannot run the stages ({type(error).__name__})"
    return "; ".join(name for name, words in expected.items() if found.get(name) != words)


@contextmanager
def _client(address: str) -> Iterator[Client]:
    try:
        with Client(address, timeout=PATIENCE_SECONDS, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
            yield client
    except HushtagError:
        raise
    except Exception as error:
        what = f"the cluster cannot be used ({type(error).__name__})"
        raise StorageError(what, address, "See that its scheduler and workers are up, with the same Hushtag.") from None


def _given(value: Any) -> Iterator[Receipt | Source | Dump]:
    """All receipts, files and dumps among what a task is given."""
    if isinstance(value, Receipt | Source | Dump):
        yield value
    elif isinstance(value, Mapping):
        yield from _given(list(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _given(each)


def _is_at_hand(key: str) -> bool:
    with suppress(Exception):
        receipts_in(ResultFolder().read_path(key))
        return True
    return False


def _hand_over(given: Receipt | Source) -> None:
    if isinstance(given, Source):
        given.push()
        return
    store.verify(given)
    remote.push(given)
