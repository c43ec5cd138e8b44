"""Hushtag as a service: a server with its pages, a worker, and on the server all that Hushtag declares."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from flows.server import addresses, database, processes, serving
from tasks.errors import StorageError, UsageError

CHECK_EVERY_SECONDS = 1.0
# The pages ask the server that they came from, on any port, and need no other host.
TOLD = {"PREFECT_SERVER_UI_API_URL": "/api", "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false"}


@contextmanager
def only_one(url: str) -> Iterator[str | None]:
    """Notes where the service is for as long as the block runs; gives the address of the one that is there already.

    Raises: StorageError when the note cannot be written.
    """
    path = addresses.note()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A file that is cut on opening would take the first one's note away.
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise StorageError(f"cannot write ({error.strerror})", path, "Fix its permissions.") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            yield file.read().strip() or url
            return
        path.write_text(url, encoding="utf-8")
        try:
            yield None
        finally:
            path.write_text("", encoding="utf-8")


def run(port: int, address: str | None, tell: Callable[[str], None]) -> NoReturn:
    """Starts server and worker, puts in place what Hushtag declares, and keeps an eye on both until it is interrupted.

    Raises: UsageError for a port that is taken; StorageError when the database cannot be reached, or server or worker end
        by themselves.
    """
    if addresses.is_taken(port):
        raise UsageError(f"port {port} is taken", "", "Name another with --port, or stop what uses it.")
    url = addresses.address(port)
    environment = {**os.environ, **TOLD, "PREFECT_API_URL": url}
    with _living(server := processes.start("server", str(port), environment | _kept_in(address))):
        serving.wait_until_up(url, server)
        # The server outlives the worker, so that runs that are stopped can say so.
        with _living(worker := processes.start("worker", processes.POOL, environment)):
            subprocess.run([sys.executable, "-m", "flows.cli", "deploy"], env=environment, check=False)
            tell(f"Hushtag is at {url.removesuffix('/api')}. Ctrl-C stops it.")
            _keep_an_eye_on(server=server, worker=worker)


def _kept_in(address: str | None) -> dict[str, str]:
    """What only the server is told: where runs are kept, with the password to it."""
    if not address:
        return {}
    known = database.asynchronous(address)
    database.reach(known)
    return {database.WHOLE: known}


@contextmanager
def _living(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        processes.stop(process)


def _keep_an_eye_on(**begun: subprocess.Popen[bytes]) -> NoReturn:
    while True:
        for name, process in begun.items():
            if process.poll() is not None:
                raise StorageError(f"the {name} ended by itself", "", "See whether `hushtag doctor` finds why.")
        time.sleep(CHECK_EVERY_SECONDS)
