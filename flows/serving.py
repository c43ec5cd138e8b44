"""A Prefect API to run against: the one that is configured and up, or a private one for as long as a command runs.

Importing Prefect's server is what takes long, so it happens in a process of its own, started first, while the command
imports what it needs itself.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tasks.errors import StorageError

DEFAULT_URL = "http://127.0.0.1:4200/api"
PATIENCE_SECONDS = 120

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "GX_ANALYTICS_ENABLED": "false",
}

# What Prefect sets for its own short-lived server: no user interface, no background services.
PRIVATE = {"PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1", "PREFECT_UI_ENABLED": "false"}


def settle_environment(folder: Path) -> None:
    """Points Prefect and the store at a data folder, without telemetry and without noise; call before importing them."""
    os.environ["HUSHTAG_DATA"] = str(folder)
    os.environ["PREFECT_RESULTS_LOCAL_STORAGE_PATH"] = str(folder / "results")
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)


@contextmanager
def api() -> Iterator[str]:
    """The address of an API that answers, by the end of the block's first import of Prefect.

    Raises: StorageError when a configured server does not answer.
    """
    configured = _configured_url()
    if configured and not is_up(configured):
        raise StorageError(
            "the configured Prefect server does not answer", configured, "Start it, or unset PREFECT_API_URL."
        )
    running = configured or (DEFAULT_URL if is_up(DEFAULT_URL) else None)
    if running:
        os.environ["PREFECT_API_URL"] = running
        yield running
        return
    port = _free_port()
    os.environ["PREFECT_API_URL"] = url = f"http://127.0.0.1:{port}/api"
    server = _start(port)
    try:
        yield url
    finally:
        _stop(server, url)
        del os.environ["PREFECT_API_URL"]


def wait_until_up(url: str) -> None:
    """Returns once the API answers.

    Raises: StorageError when it has not after two minutes.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_up(url):
        if time.monotonic() > deadline:
            raise StorageError("Prefect's server did not start", url, "See whether `prefect server start` does.")
        time.sleep(0.05)


def is_up(url: str) -> bool:
    """Whether a Prefect API answers at this address."""
    try:
        with urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310  our own or the configured address
            return bool(answer.status == 200)
    except (URLError, OSError, ValueError):
        return False


def _configured_url() -> str | None:
    """From the environment, else from the active Prefect profile; read without importing Prefect."""
    if "PREFECT_API_URL" in os.environ:
        return os.environ["PREFECT_API_URL"] or None
    import tomllib

    home = Path(os.environ.get("PREFECT_HOME") or Path.home() / ".prefect")
    try:
        profiles = tomllib.loads((home / "profiles.toml").read_text())
        active = os.environ.get("PREFECT_PROFILE") or profiles["active"]
        return profiles["profiles"][active].get("PREFECT_API_URL") or None
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  our own interpreter and module
        [sys.executable, "-m", "flows.serving", str(port)],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, **PRIVATE},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _stop(server: subprocess.Popen[bytes], url: str) -> None:
    if not is_up(url):
        # A command that ends early need not wait for a server that is still starting.
        server.kill()
    elif "prefect.logging.handlers" in sys.modules:
        from prefect.logging.handlers import APILogWorker

        # What is still waiting to be logged would otherwise find no server.
        APILogWorker.drain_all(timeout=5)
    if server.stdin:
        server.stdin.close()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()


def _serve(port: int) -> None:
    """Serves until standard input closes: when the parent ends, however it ends, this process does too."""
    import uvicorn
    from prefect.server.api.server import create_app

    server = uvicorn.Server(uvicorn.Config(create_app(), host="127.0.0.1", port=port, log_level="critical"))

    def leave() -> None:
        sys.stdin.read()
        server.should_exit = True
        time.sleep(5)
        os._exit(0)

    threading.Thread(target=leave, daemon=True).start()
    server.run()


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
