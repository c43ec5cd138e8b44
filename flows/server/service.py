"""Hushtag as a service: a server with its pages, a worker, and on the server all that Hushtag declares."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn
from urllib.parse import quote

from flows.server import addresses, database, doors, processes, serving
from flows.server.addresses import Api
from flows.server.api import use
from tasks.errors import StorageError, UsageError
from tasks.storage.places import PREFIX

CHECK_EVERY_SECONDS = 1.0
# The pages ask the server that they came from, on any port, and need no other host. The newer ones hide in a menu the button
# by which a person decides; "Switch to V2 UI" leads to them.
TOLD = {
    "PREFECT_SERVER_UI_API_URL": "/api",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
}


def run(api: Api, port: int, address: str | None, tell: Callable[[str], None]) -> NoReturn:
    """Starts server and worker, puts in place what Hushtag declares, and keeps an eye on both until it is interrupted.

    Raises: UsageError for a port that is taken; StorageError when the database cannot be reached, or server or worker end
        by themselves.
    """
    if addresses.is_taken(port):
        raise UsageError(f"port {port} is taken", "", "Name another with --port, or stop what uses it.")
    use(api)
    environment = {**os.environ, **TOLD}
    closed = doors.server_settings(api.origin, api.login)
    with _living(server := processes.start("server", str(port), environment | closed | _kept_in(address))):
        serving.wait_until_up(api.url, server)
        # The server outlives the worker, so that runs that are stopped can say so.
        with _living(worker := processes.start("worker", processes.POOL, environment)):
            subprocess.run([sys.executable, "-m", f"{PREFIX}flows.cli", "deploy"], env=environment, check=False)  # noqa: S603
            tell(
                f"Hushtag is at {entrance(api)}\nAnybody with this address can do what you can. Ctrl-C stops the service."
            )
            _keep_an_eye_on(server=server, worker=worker)


def entrance(api: Api) -> str:
    """The address of the pages, with the login behind it that a browser then keeps."""
    return f"{api.origin}{doors.ENTRANCE}#{quote(api.login)}"


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
