"""What whole runs need: one Prefect server for all of them, and the command line started as its users do."""

import os
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from packaging.requirements import Requirement

from tests import forked

if TYPE_CHECKING:
    from tests.server.service import Service

PROJECT = Path(__file__).parent.parent
SHARED = PROJECT.parent / "shared"
# The number of "nobody", who owns nothing.
ORDINARY = 65534
Run = Callable[..., subprocess.CompletedProcess[str]]


def pytest_configure() -> None:
    """Says in a line that the environment is older than uv.lock: what is missing is met first where nobody would guess it."""
    needed = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    missing = sorted({each.name for each in map(Requirement, needed) if _is_missing(each)})
    if missing:
        lacking = f"{', '.join(missing)}: not installed here, or in another version"
        raise pytest.UsageError(f"{lacking}. Run: uv sync --locked --all-extras --no-extra second-opinion (or .tools/bin/uv)")


def script(path: Path) -> ModuleType:
    """A file of Python that stands in no package, loaded as a module."""
    spec = spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    spec.loader.exec_module(module := module_from_spec(spec))
    return module


# Files are handed out in order, one process a core: those that wait longest go first, and short ones fill what is left.
LONGEST = ("tests/server/", "tests/runs/", "tests/flows/", "tests/browser/", "tests/bundles/")
# These share one service, and so one process.
TOGETHER = {"tests/browser/test_service.py", "tests/server/test_attacks.py", "tests/server/test_deployment.py"}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hands out whole files, as `--dist=loadfile` does, and those that share a service to one process."""
    from xdist.scheduler import LoadFileScheduling

    class Files(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return "service" if file in TOGETHER else file

    return Files(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the tests of the longest rooms first; within a room their order stays."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def _is_missing(needed: Requirement) -> bool:
    if needed.marker and not needed.marker.evaluate():
        return False
    try:
        return not needed.specifier.contains(version(needed.name), prereleases=True)
    except PackageNotFoundError:
        return True


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real dumps that are measured on and never committed."""
    if not SHARED.is_dir():
        pytest.skip("the real dumps are not on this machine")
    return SHARED


@pytest.fixture
def ordinary_user() -> Iterator[Path]:
    """A folder of an ordinary user's, who the test is while it runs: root may read and write anywhere."""
    with tempfile.TemporaryDirectory() as folder:
        us = os.geteuid()
        if us == 0:
            os.chown(folder, ORDINARY, -1)
            os.seteuid(ORDINARY)
        yield Path(folder)
        if us == 0:
            os.seteuid(us)


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture(scope="session")
def server(prefect_home: Path) -> Iterator[dict[str, str]]:
    """The environment of a command that finds a Prefect server running, with the services that schedules and automations need."""
    from flows.server import addresses, processes, serving

    environment = clean_environment(prefect_home)
    url = addresses.address(port := addresses.free_port())
    process = processes.start("server", str(port), environment | {"PREFECT_UI_ENABLED": "false"})
    serving.wait_until_up(url, process)
    yield environment | {"PREFECT_API_URL": url}
    processes.stop(process)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Service"]:
    """One `hushtag ui` for all tests of the service: it takes long to start."""
    from tests.server.service import SWIFT, started_with, ui

    home, data = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("data")
    with ui(data, clean_environment(home) | SWIFT) as service:
        yield service
    assert not started_with(str(home))


def clean_environment(prefect_home: Path) -> dict[str, str]:
    """Ours without what this machine sets for Prefect or Hushtag."""
    from flows.server import serving

    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "HUSHTAG"))}
    return environment | serving.QUIET | {"PREFECT_HOME": str(prefect_home)}


@pytest.fixture
def hushtag(server: dict[str, str]) -> Run:
    """Runs a command of Hushtag in a process of its own."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return ended([sys.executable, "-m", "flows.cli", *map(str, arguments)], server | environment)

    return run


def ended(
    command: list[str], environment: Mapping[str, str], patience: float = 300, project: Path = PROJECT
) -> subprocess.CompletedProcess[str]:
    """A command of ours once it has ended; one that does not is killed with all it started, and its threads' stacks are shown."""
    surroundings = {**environment, "PYTHONFAULTHANDLER": "1"}
    process = (
        forked.Fork(command, surroundings)
        if forked.is_forkable(command, environment, project)
        else subprocess.Popen(
            command,
            cwd=project,
            env=surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
    )
    try:
        out, err = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        pytest.fail(f"{command[2:]} had not ended after {patience:.0f} s\n{_stacks(process)}")
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def _stacks(process: subprocess.Popen[str] | forked.Fork) -> str:
    process.send_signal(signal.SIGABRT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)
    # What it started holds the same pipes, which end only with the last of them.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.communicate()[1]
