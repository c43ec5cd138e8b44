"""What works at the parts of a stage: threads of this process, or the workers of a cluster."""

import os
from typing import Any, cast

from prefect.context import FlowRunContext
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from tasks.errors import UsageError

CLUSTER = "HUSHTAG_CLUSTER"


def at_once(parts: int | None = None, cluster: str | None = None) -> TaskRunner[PrefectFuture[Any]]:
    """Works at so many parts at once: as many as there are cores, unless told. More take more memory and no less time.

    `cluster`, else HUSHTAG_CLUSTER, is the address of a Dask scheduler whose workers do them then.

    Raises: UsageError where what a cluster needs is not installed.
    """
    number = parts or os.cpu_count() or 1
    if not (address := cluster or os.environ.get(CLUSTER)):
        return cast(TaskRunner[PrefectFuture[Any]], ThreadPoolTaskRunner(max_workers=number))
    try:
        from flows.cluster import Cluster
    except ImportError:
        advice = "Install it: pip install 'hushtag[cluster]'."
        raise UsageError("a cluster needs prefect-dask, which is not installed", "", advice) from None
    return cast(TaskRunner[PrefectFuture[Any]], Cluster(address, number))


def check() -> None:
    """Has a mistake in a cluster told before anything is begun; a runner that works here needs nothing more.

    Raises: UsageError or StorageError as `Cluster.check` does.
    """
    run = FlowRunContext.get()
    if run and (checked := getattr(run.task_runner, "check", None)):
        checked()
