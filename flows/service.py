"""Hushtag as a service: a server with its pages, a worker, and on the server all that Hushtag declares."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from flows import serving
from tasks.errors import StorageError, UsageError

CHECK_EVERY_SECONDS = 1.0


@contextmanager
def only_one(url: str) -> Iterator[str | None]:
    """Notes where the service is for as long as the block runs; gives the address of the one that is there already.

    Raises: StorageError when the note cannot be written.
    """
    path = serving.note()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A file that is cut on opening would take the first one's note away.
        file = path.open("a+")
    except OSError as error:
        raise StorageError(f"cannot write ({error.strerror})", path, "Mend its permissions.") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            yield file.read().strip() or url
            return
        path.write_text(url)
        try:
            yield None
        finally:
            path.write_text("")


def run(port: int, database: str | None, tell: Callable[[str], None]) -> NoReturn:
    """Starts server and worker, puts in place what Hushtag declares, and keeps an eye on both until it is interrupted.

    Raises: UsageError for a port that is taken; StorageError when server or worker end by themselves.
    """
    if serving.is_taken(port):
        raise UsageError(f"port {port} is taken", "", "Name another with --port, or stop what uses it.")
    url = serving.address(port)
    environment = {**os.environ, **served_with(url, database)}
    with _living(server := serving.start("server", str(port), environment)):
        serving.wait_until_up(url, server)
        # The server outlives the worker, so that runs that are stopped can say so.
        with _living(worker := serving.start("worker", serving.POOL, environment)):
            subprocess.run([sys.executable, "-m", "flows.cli", "deploy"], env=environment, check=False)
            tell(f"Hushtag is at {url.removesuffix('/api')}. Ctrl-C stops it.")
            _keep_an_eye_on(server=server, worker=worker)


def served_with(url: str, database: str | None) -> dict[str, str]:
    """What the server and the worker of the service are told by their environment."""
    # The pages ask whoever served them, on any port, and need no other host.
    told = {"PREFECT_API_URL": url, "PREFECT_SERVER_UI_API_URL": "/api", "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false"}
    if database:
        told["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = asynchronous(database)
    return told


def asynchronous(database: str) -> str:
    """A database's address with the driver that Prefect's server needs.

    Raises: UsageError for a database that Prefect does not keep its runs in.
    """
    scheme, _, rest = database.partition("://")
    drivers = {"postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite"}
    known = drivers.get(scheme.partition("+")[0])
    if not known or not rest:
        raise UsageError("--database is no address of PostgreSQL or SQLite", "", "postgresql://USER@HOST/NAME is one.")
    return f"{known}://{rest}"


@contextmanager
def _living(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        serving.stop(process)


def _keep_an_eye_on(**processes: subprocess.Popen[bytes]) -> NoReturn:
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                raise StorageError(f"the {name} ended by itself", "", "See whether `hushtag doctor` finds why.")
        time.sleep(CHECK_EVERY_SECONDS)
