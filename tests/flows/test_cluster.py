"""Mapped stages on a Dask cluster whose worker has a data folder of its own: the same files, receipts and keys as here."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cloudpickle
import pytest
from distributed import Client, LocalCluster
from prefect import flow

from flows import cluster as clusters
from flows import runners
from flows import study as study_module
from tasks.errors import StorageError, UsageError
from tasks.pure.coding import shares
from tasks.reading import order
from tasks.storage import keys, remote, store
from tests.conftest import PROJECT
from tests.flows.conftest import small_study
from tests.flows.test_cache import gate

WORKER = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads=1", "--no-nanny", "--no-dashboard"]


@pytest.fixture(scope="module")
def address(folder: Path, server: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler with one worker, which shares a folder with this process and nothing else."""
    apart = tmp_path_factory.mktemp("worker")
    (shelf := apart / "shelf").mkdir()
    environment = server | {store.DATA_VARIABLE: str(apart / "data"), remote.VARIABLE: str(shelf)}
    beside = [f"--local-directory={apart}", "--host=127.0.0.1"]
    with (
        pytest.MonkeyPatch.context() as patch,
        LocalCluster(n_workers=0, processes=False, dashboard_address=":0", host="127.0.0.1", protocol="tcp") as cluster,
        subprocess.Popen([*WORKER, *beside, cluster.scheduler_address], cwd=PROJECT, env=environment) as worker,
    ):
        patch.setenv(remote.VARIABLE, str(shelf))
        patch.setenv("PREFECT_API_URL", server["PREFECT_API_URL"])
        patch.setattr(study_module, "gate", gate)
        patch.setattr(order, "ROWS_A_PART", 2)
        patch.setattr(shares, "ROWS_A_PART", 1)
        yield cluster.scheduler_address
        worker.terminate()


def run(file: Path, address: str | None) -> None:
    @flow(persist_result=False, task_runner=runners.at_once(1, address))
    def stages() -> None:
        study_module.gated(*study_module.prepared(str(file), {}))

    stages()


def stored(data: Path) -> dict[str, bytes]:
    """Every table, and the names of all results: the cache of a study."""
    tables = {path.relative_to(data).as_posix(): path.read_bytes() for path in data.rglob("*.parquet")}
    return tables | {path.name: b"" for path in (data / "results").iterdir()}


def told_to_dask(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What is sent to workers from now on, as it is sent."""
    told: list[bytes] = []
    submit = Client.submit

    def noted(self: Client, *given: Any, **named: Any) -> Any:
        if "parameters" in named:
            told.append(cloudpickle.dumps((given, named)))
        return submit(self, *given, **named)

    monkeypatch.setattr(Client, "submit", noted)
    return told


def test_a_study_and_its_cache_are_the_same_bytes_on_a_cluster(
    folder: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = small_study(folder, "clustered")
    found, told = [], told_to_dask(monkeypatch)
    shelf = Path(os.environ[remote.VARIABLE])
    for place, cluster in (("there", address), ("here", None)):
        monkeypatch.setenv(store.DATA_VARIABLE, str(folder / place))
        if found:
            shutil.copytree(folder / "there" / "keys", folder / "here" / "keys")
            monkeypatch.delenv(remote.VARIABLE)
        keys.drawn("clustered")
        run(file, cluster)
        found.append(stored(folder / place))
    sent = list((shelf / "internal" / "results").iterdir())
    assert found[0] == found[1]
    key = (folder / "there" / "keys" / "clustered.key").read_bytes().strip()
    assert not [words for words in told if key in words or b"is late" in words or b"quill_" in words]
    assert len(told) == len(sent)
    # Two parts three times, and the distinct texts in a part at least.
    assert len(sent) >= 2 * 3 + 1
    assert len([name for name in found[0] if name.startswith("anonymised/")]) == 2 * 3


def test_a_cluster_is_held_to_what_a_run_needs(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = clusters.Cluster(address, 1)
    cluster.check()
    with monkeypatch.context() as patch:
        patch.setattr(clusters, "SHAPING_LIBRARIES", ("polars",))
        with pytest.raises(StorageError, match=r"worker tcp://[^ ]* has other libraries"):
            cluster.check()
    with monkeypatch.context() as patch:
        patch.setattr(remote, "read", lambda _: b"another")
        with pytest.raises(StorageError, match="does not see the same HUSHTAG_REMOTE"):
            cluster.check()
    monkeypatch.delenv(remote.VARIABLE)
    with pytest.raises(UsageError, match="needs a place where machines hand each other files"):
        cluster.check()


def test_what_a_cluster_needs_and_lacks_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "flows.cluster", None)
    with pytest.raises(UsageError, match=r"needs prefect-dask, which is not installed. Install it: pip install"):
        runners.at_once(1, "tcp://127.0.0.1:9")
    monkeypatch.setenv(runners.CLUSTER, "tcp://127.0.0.1:9")
    with pytest.raises(UsageError, match="prefect-dask"):
        runners.at_once()


def test_a_run_on_a_cluster_that_is_not_there_ends_with_one_line(
    folder: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "PATIENCE_SECONDS", 1)
    monkeypatch.setenv(store.DATA_VARIABLE, str(folder / "nowhere"))
    bound = study_module.study.with_options(task_runner=runners.at_once(1, "tcp://127.0.0.1:9"))
    with pytest.raises(StorageError, match="the cluster cannot be used"):
        bound(str(small_study(folder, "nowhere")))
    assert not list((folder / "nowhere").glob("ingested/*"))
