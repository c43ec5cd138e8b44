"""A Prefect API to run against: the one that is configured and up, or a private one for as long as a command runs.

Importing Prefect's server is what takes long, so it happens in a process of its own, started first, while the command
imports what it needs itself.
"""

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tasks.errors import HushtagError, StorageError

PROJECT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
DEFAULT_PORT = 4200
POOL = "hushtag"
PATIENCE_SECONDS = 120
LEAVING_SECONDS = 20

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
PRIVATE = {
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_UI_ENABLED": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
}


def settle_environment(folder: Path) -> None:
    """Points Prefect and the store at a data folder, without telemetry and without noise; call before importing them."""
    os.environ["HUSHTAG_DATA"] = str(folder)
    os.environ["PREFECT_RESULTS_LOCAL_STORAGE_PATH"] = str(folder / "results")
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)


@contextmanager
def api() -> Iterator[str]:
    """The address of an API that answers, by the end of the block's first import of Prefect.

    Raises: StorageError when a configured server does not answer, or goes away within the block.
    """
    collect_rarely()
    if running := running_url():
        os.environ["PREFECT_API_URL"] = running
        with _told_if_gone(running):
            yield running
        return
    port = free_port()
    os.environ["PREFECT_API_URL"] = url = address(port)
    server = start("server", str(port), {**os.environ, **PRIVATE})
    try:
        with _told_if_gone(url):
            yield url
    finally:
        _leave(server, url)
        del os.environ["PREFECT_API_URL"]


def running_url() -> str | None:
    """The address of the server to use: the one configured, that of `hushtag ui`, or one at Prefect's own port.

    Raises: StorageError when a configured server does not answer.
    """
    configured = _configured_url()
    if configured and not is_up(configured):
        raise StorageError(
            "the configured Prefect server does not answer", plain(configured), "Start it, or unset PREFECT_API_URL."
        )
    return configured or next(filter(is_up, (*_noted_url(), address(DEFAULT_PORT))), None)


def wait_until_up(url: str, server: subprocess.Popen[bytes] | None = None) -> None:
    """Returns once the API answers.

    Raises: StorageError when it has not after two minutes, or when its process has ended.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_up(url):
        if time.monotonic() > deadline or (server and server.poll() is not None):
            raise StorageError("Prefect's server did not start", url, "See whether `prefect server start` does.")
        time.sleep(0.05)


def is_up(url: str, path: str = "health") -> bool:
    """Whether a Prefect API answers at this address; `ready` asks for its database too."""
    try:
        with urlopen(f"{url}/{path}", timeout=2) as answer:  # noqa: S310  our own or the configured address
            return bool(answer.status == 200)
    except (URLError, OSError, ValueError):
        return False


def address(port: int) -> str:
    """Where an API of our own is, by its port."""
    return f"http://{HOST}:{port}/api"


def plain(url: str) -> str:
    """An address without the user and password that may stand in it."""
    scheme, mark, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if mark else url


def note() -> Path:
    """The file that says where `hushtag ui` is; it holds a lock on it as long as it lives."""
    return _home() / "hushtag-ui.url"


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_taken(port: int) -> bool:
    """Whether something listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def collect_rarely() -> None:
    """Makes garbage collection rare: with the usual threshold it takes a sixth of the time that imports take."""
    gc.set_threshold(200_000, 20, 20)


def start(role: str, argument: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Starts one of our processes, which ends when this one does, however this one ends."""
    return subprocess.Popen(  # noqa: S603  our own interpreter and module
        [sys.executable, "-m", "flows.serving", role, argument],
        cwd=PROJECT,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # Ctrl-C is for the command: it tells its processes in the right order.
        start_new_session=True,
    )


def stop(process: subprocess.Popen[bytes], patience: float = LEAVING_SECONDS) -> None:
    """Ends a process and whatever it has started; those that do not leave in time are killed."""
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _leave(server: subprocess.Popen[bytes], url: str) -> None:
    if not is_up(url):
        # A command that ends early need not wait for a server that is still starting.
        server.kill()
    elif "prefect.logging.handlers" in sys.modules:
        from prefect.logging.handlers import APILogWorker

        # What is still waiting to be logged would otherwise find no server.
        APILogWorker.drain_all(timeout=5)
    stop(server)


@contextmanager
def _told_if_gone(url: str) -> Iterator[None]:
    try:
        yield
    except HushtagError:
        raise
    except Exception:
        if is_up(url):
            raise
        advice = "Start it and run again: stages that were done are kept, nothing was published."
        raise StorageError("the Prefect server went away in the middle of a run", plain(url), advice) from None


def _configured_url() -> str | None:
    """From the environment, else from the active Prefect profile; read without importing Prefect."""
    if "PREFECT_API_URL" in os.environ:
        return os.environ["PREFECT_API_URL"] or None
    import tomllib

    try:
        profiles = tomllib.loads((_home() / "profiles.toml").read_text())
        active = os.environ.get("PREFECT_PROFILE") or profiles["active"]
        return profiles["profiles"][active].get("PREFECT_API_URL") or None
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return None


def _noted_url() -> list[str]:
    try:
        return note().read_text().split()
    except OSError:
        return []


def _home() -> Path:
    return Path(os.environ.get("PREFECT_HOME") or Path.home() / ".prefect")


def _serve(port: str) -> None:
    import uvicorn
    from prefect.server.api.server import create_app

    uvicorn.Server(uvicorn.Config(create_app(), host=HOST, port=int(port), log_level="critical")).run()


def _work(pool: str) -> None:
    from prefect.cli import app

    sys.argv = ["prefect", "worker", "start", "--pool", pool, "--type", "process"]
    app()


def _end_with_parent() -> None:
    """Ends this process, and its children, once standard input closes: when the parent ends, however it ends."""
    sys.stdin.read()
    os.killpg(0, signal.SIGTERM)
    time.sleep(LEAVING_SECONDS)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    collect_rarely()
    # Whoever starts us in the background of a script has SIGINT ignored, and it is by SIGINT that a worker leaves.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    {"server": _serve, "worker": _work}[sys.argv[1]](sys.argv[2])
