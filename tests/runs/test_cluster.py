"""Whole runs on three workers with data folders of their own and a bucket between them: what breaks there loses nothing."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from distributed import Client

from flows.server.addresses import free_port
from tasks.storage import remote, store
from tests.conftest import PROJECT, ended
from tests.small_studies import CODEBOOK, write_tags

pytestmark = [pytest.mark.nightly, pytest.mark.timeout(3_000)]
WORKERS, PATIENCE = 3, 900
# Nine tweets are three parts here.
SMALL = """
import os, signal, sys
from flows import cli, progress
from tasks.pure.coding import shares
from tasks.reading import order

order.ROWS_A_PART, shares.ROWS_A_PART = 3, 2
stage, process = sys.argv.pop(1), int(sys.argv.pop(1))
progress.listeners.append(lambda news: os.kill(process, signal.SIGKILL) if news == stage else None)
sys.exit(cli.main())
"""
# Its first part is written here and not yet told anybody of.
STRUCK = """
import os, signal, sys
from tasks.storage import results

results.SharedResults.write_path = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
from distributed.cli.dask_worker import main
main()
"""
SOUND = "from distributed.cli.dask_worker import main; main()"


class Lab:
    """A bucket, a scheduler and workers, as processes of this machine."""

    def __init__(self, folder: Path, environment: dict[str, str], stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        port, scheduler = free_port(), free_port()
        self.address = f"tcp://127.0.0.1:{scheduler}"
        login = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "any")
        self.server = f"http://127.0.0.1:{port}"
        self.environment = environment | login | {"AWS_ENDPOINT_URL": self.server, remote.VARIABLE: "s3://shelf/studies"}
        self.store = self.start("-m", "moto.server", "-p", str(port))
        self.scheduler = self.start(
            "-m", "distributed.cli.dask_scheduler", "--host=127.0.0.1", f"--port={scheduler}", "--no-dashboard"
        )
        self.workers: list[subprocess.Popen[bytes]] = []

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
        """A process of Python that ends with the test."""
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=PROJECT, env=self.environment | more, stderr=subprocess.DEVNULL
        )
        self.stack.callback(process.wait)
        self.stack.callback(process.kill)
        return process

    def worker(self, program: str) -> None:
        """A worker with a data folder of its own."""
        apart = self.folder / f"worker-{len(self.workers)}"
        told = ("--nthreads=1", "--no-nanny", "--no-dashboard", "--host=127.0.0.1", f"--local-directory={apart}")
        started = self.start("-c", program, *told, self.address, **{store.DATA_VARIABLE: str(apart / "data")})
        self.workers.append(started)

    def run(self, study: Path, data: Path, *more: str, stage: str = "", process: int = 0) -> subprocess.CompletedProcess[str]:
        """A run of a study in small parts, which ends some process when a stage begins."""
        command = [sys.executable, "-c", SMALL, stage, str(process), "run", str(study), "--data", str(data), *more]
        return ended(command, self.environment, PATIENCE)

    def on_cluster(self, study: Path, data: Path, **struck: object) -> subprocess.CompletedProcess[str]:
        """The same on the workers, once all of them are there."""
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(len(self.workers), timeout=PATIENCE)
        return self.run(study, data, "--cluster", self.address, **struck)  # type: ignore[arg-type]


@pytest.fixture
def lab(server: dict[str, str], tmp_path: Path) -> Iterator[Lab]:
    import boto3
    from botocore.config import Config

    with ExitStack() as stack:
        made = Lab(tmp_path, server, stack)
        login = dict.fromkeys(("aws_access_key_id", "aws_secret_access_key"), "any")
        # Until it is up.
        patient = Config(retries={"max_attempts": 12, "mode": "standard"}, region_name="us-east-1")
        boto3.client("s3", endpoint_url=made.server, config=patient, **login).create_bucket(Bucket="shelf")
        yield made


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    write_tags(folder / "dump.csv", ((n, f"quill_{n}", f"Please listen to me when bus {n} is late #care") for n in range(9)))
    (folder / "small.toml").write_text(CODEBOOK)
    (folder / "small_study.toml").write_text('[study]\nid = "small_study"\ndumps = ["dump.csv"]\ncodebook = "small.toml"\n')
    return folder / "small_study.toml"


@pytest.fixture(scope="module")
def sound(study: Path, server: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a run on this machine alone."""
    data = tmp_path_factory.mktemp("sound")
    done = ended([sys.executable, "-c", SMALL, "", "0", "run", str(study), "--data", str(data)], server, PATIENCE)
    assert done.returncode == 0, done.stderr
    return data


def stored(data: Path) -> dict[str, bytes]:
    """The newest bundle, every table, and the names of all results."""
    latest = (data / "released" / "small_study" / "latest").resolve()
    bundle = {path.relative_to(latest).as_posix(): path.read_bytes() for path in latest.rglob("*") if path.is_file()}
    stages = (path for path in data.rglob("*.parquet") if "released" not in path.parts)
    tables = {path.relative_to(data).as_posix(): path.read_bytes() for path in stages}
    return bundle | tables | {path.name: b"" for path in (data / "results").glob("?" * 64)}


def test_three_workers_end_in_the_bytes_of_a_run_on_one_machine(lab: Lab, study: Path, sound: Path, tmp_path: Path) -> None:
    for _ in range(WORKERS):
        lab.worker(SOUND)
    shutil.copytree(sound / "keys", tmp_path / "data" / "keys")
    done = lab.on_cluster(study, tmp_path / "data")
    assert done.returncode == 0, done.stderr
    assert stored(tmp_path / "data") == stored(sound)
    shares = [len(list((tmp_path / f"worker-{n}" / "data").glob("anonymised/*"))) for n in range(WORKERS)]
    assert sum(shares) == 3
    again = lab.run(study, tmp_path / "data")
    assert "Nothing changed since an earlier run" in again.stderr


def test_a_worker_that_is_killed_changes_nothing(lab: Lab, study: Path, sound: Path, tmp_path: Path) -> None:
    for program in (STRUCK, SOUND, SOUND):
        lab.worker(program)
    shutil.copytree(sound / "keys", tmp_path / "data" / "keys")
    done = lab.on_cluster(study, tmp_path / "data")
    assert done.returncode == 0, done.stderr
    assert lab.workers[0].wait(60) == -signal.SIGKILL
    assert stored(tmp_path / "data") == stored(sound)


@pytest.mark.parametrize("stage", ["look_again", "anonymise"])
def test_a_store_that_goes_away_is_told_in_one_line_and_nothing_is_published(
    stage: str, lab: Lab, study: Path, tmp_path: Path
) -> None:
    for _ in range(WORKERS):
        lab.worker(SOUND)
    broken = lab.on_cluster(study, tmp_path / "data", stage=stage, process=lab.store.pid)
    assert "the remote store does not answer" in told_in_a_line(broken, tmp_path / "data")
    here = {name: value for name, value in lab.environment.items() if name != remote.VARIABLE}
    command = [sys.executable, "-c", SMALL, "", "0", "run", str(study), "--data", str(tmp_path / "data")]
    assert ended(command, here, PATIENCE).returncode == 0


def test_a_scheduler_that_goes_away_is_told_in_one_line_and_nothing_is_published(
    lab: Lab, study: Path, tmp_path: Path
) -> None:
    lab.worker(SOUND)
    broken = lab.on_cluster(study, tmp_path / "data", stage="anonymise", process=lab.scheduler.pid)
    assert "the cluster lost a part" in told_in_a_line(broken, tmp_path / "data")


def told_in_a_line(broken: subprocess.CompletedProcess[str], data: Path) -> str:
    """The one line of a run that storage stopped, and that published nothing."""
    assert broken.returncode == 6, broken.stderr
    assert "Traceback" not in broken.stderr
    assert not list(data.glob("released/*/*"))
    (line,) = (line for line in broken.stderr.splitlines() if line.startswith("hushtag:"))
    return line
