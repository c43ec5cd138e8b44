"""What whole runs need: one Prefect server for all of them, and the command line started as its users do."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
SHARED = PROJECT.parent / "shared"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real dumps that are measured on and never committed."""
    if not SHARED.is_dir():
        pytest.skip("the real dumps are not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture(scope="session")
def server(prefect_home: Path) -> Iterator[dict[str, str]]:
    """The environment of a command that finds a Prefect server running."""
    from flows import serving

    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "HUSHTAG"))}
    environment |= serving.QUIET | {"PREFECT_HOME": str(prefect_home)}
    port = serving._free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.serving", str(port)],
        cwd=PROJECT,
        env=environment | serving.PRIVATE,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}/api"
    serving.wait_until_up(url)
    yield environment | {"PREFECT_API_URL": url}
    process.stdin.close()  # type: ignore[union-attr]
    process.wait(timeout=15)


@pytest.fixture
def hushtag(server: dict[str, str]) -> Run:
    """Runs a command of Hushtag in a process of its own."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "flows.cli", *map(str, arguments)],
            cwd=PROJECT,
            env=server | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return run
