"""The processes that a command starts, a Prefect server or a worker: how they begin, and that they end with the command."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

from flows.server import addresses
from tasks.storage.places import PREFIX, PROJECT

POOL = "hushtag"
LEAVING_SECONDS = 20


def start(role: str, argument: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Starts one of our processes, which ends when this one does, however this one ends."""
    return subprocess.Popen(  # noqa: S603  our own interpreter and module
        [sys.executable, "-m", f"{PREFIX}flows.server.processes", role, argument],
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


def collect_rarely() -> None:
    """Makes garbage collection rare: with the usual threshold it takes a sixth of the time that imports take."""
    gc.set_threshold(200_000, 20, 20)


def _serve(port: str) -> None:
    from flows.server import database, new_database

    home = addresses.home()
    new_database.lay_out(home)
    if not database.configured():
        os.environ[database.WHOLE] = f"sqlite+aiosqlite:///{home / new_database.name()}"
    import uvicorn
    from prefect.server.api.server import create_app

    from flows.server.doors import Doors, Shelf

    app = Doors(Shelf(create_app()))
    uvicorn.Server(uvicorn.Config(app, host=addresses.HOST, port=int(port), log_level="critical")).run()


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
    # A script that starts us in the background makes us ignore SIGINT, and a worker stops on SIGINT.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    {"server": _serve, "worker": _work}[sys.argv[1]](sys.argv[2])
