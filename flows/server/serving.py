"""A Prefect API to run against: the one that is configured and up, or a private one for as long as a command runs.

Importing Prefect's server is what takes long, so it happens in a process of its own, started first, while the command
imports what it needs itself.
"""

import os
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from flows.server import doors, liveness, processes
from flows.server.addresses import Api, address, free_port, is_up, plain
from flows.server.api import running, used
from tasks.errors import HushtagError, StorageError, Unforeseen

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
def api() -> Iterator[Callable[[], None]]:
    """An API to run against, at PREFECT_API_URL; what the block is given returns once that API answers.

    Raises: StorageError when a configured server does not answer, when our own does not start, or when either goes away
        within the block.
    """
    processes.collect_rarely()
    if found := running():
        with used(found), _told_in_a_line(found.url, lambda: True), liveness.watched(found.url) as watch:
            watch()
            yield lambda: None
        return
    port = free_port()
    own = Api(address(port), doors.new_login())
    closed = doors.server_settings(own.origin, own.login)
    with used(own):
        server = processes.start("server", str(port), {**os.environ, **PRIVATE, **closed})
        try:
            with _answering(own.url, server) as until_up:
                yield until_up
        finally:
            _leave(server, own.url)


@contextmanager
def _answering(url: str, server: subprocess.Popen[bytes]) -> Iterator[Callable[[], None]]:
    answered = threading.Event()

    def until_up() -> None:
        wait_until_up(url, server)
        answered.set()
        watch()

    with _told_in_a_line(url, answered.is_set), liveness.watched(url) as watch:
        yield until_up


def wait_until_up(url: str, server: subprocess.Popen[bytes]) -> None:
    """Returns once the API of a server's process answers.

    Raises: StorageError when it has not after two minutes, or when its process has ended.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_up(url):
        if time.monotonic() > deadline or server.poll() is not None:
            raise StorageError("Prefect's server did not start", "", "`hushtag doctor` says what it finds.")
        time.sleep(0.05)


def _leave(server: subprocess.Popen[bytes], url: str) -> None:
    if not is_up(url):
        # A command that ends early need not wait for a server that is still starting.
        server.kill()
    elif "prefect.logging.handlers" in sys.modules:
        from prefect.logging.handlers import APILogWorker

        # What is still waiting to be logged would otherwise find no server.
        APILogWorker.drain_all(timeout=5)
    processes.stop(server)


@contextmanager
def _told_in_a_line(url: str, has_answered: Callable[[], bool]) -> Iterator[None]:
    """Turns any error within the block into one of our own: a server that is gone or fails, or a bug."""
    try:
        yield
    except HushtagError:
        raise
    except Exception as error:
        raise _refusal(error, url, has_answered()) from None


def _refusal(error: Exception, url: str, has_answered: bool) -> HushtagError:
    # One that is still starting has nothing to do with it.
    if has_answered and not is_up(url):
        return liveness.gone(url)
    if _status(error) >= HTTPStatus.INTERNAL_SERVER_ERROR:
        advice = "See whether its database has room: hushtag doctor. Stages that were done are kept."
        return StorageError("the Prefect server cannot keep its runs", plain(url), advice)
    from tasks.storage.store import keep_secret

    return Unforeseen("the run", type(error).__name__, keep_secret(traceback.format_exc(), ".errors"))


def _status(error: Exception) -> int:
    return int(getattr(getattr(error, "response", None), "status_code", 0))
