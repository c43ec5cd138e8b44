"""The process of which programs are forks: it has imported what most of them import, and nothing in it has begun."""

import atexit
import faulthandler
import importlib
import json
import os
import runpy
import select
import shutil
import socket
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from itertools import chain
from types import ModuleType

from tasks.storage.code_digest import FIRST_PARTY, page_of
from tests.forked import PROJECT

IMPORTED = (
    "expectations.validation", "flows.server.serving", "prefect.artifacts", "prefect.client.orchestration", "prefect.events.worker",
    "prefect.main", "prefect.task_runners", "tasks.bundles.check", "tasks.pure.anonymise.tables", "tasks.pure.report.files",
    "tasks.reading.dump_files",
)  # fmt: skip
INPUT, OUTPUT, ERROR = range(3)


def _serve(listener: socket.socket) -> socket.socket:
    """Returns in a fork of its own for each connection, with it; the process itself ends with those who start it."""
    while True:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if sys.stdin in select.select([listener, sys.stdin], [], [])[0]:
            shutil.rmtree(os.environ["PREFECT_HOME"])
            os._exit(0)
        connection = listener.accept()[0]
        if not os.fork():
            listener.close()
            return connection
        connection.close()


def _begun(connection: socket.socket) -> list[str]:
    """Returns in the program's own fork, with its command; what forked it tells its number, and then its exit code."""
    ends = socket.recv_fds(connection, 1, 2)[1]
    order = json.loads(connection.makefile("r").readline())
    if not (number := os.fork()):
        connection.close()
        _settle(order["environment"], ends)
        command: list[str] = order["command"]
        return command
    for end in ends:
        os.close(end)
    connection.sendall(f"{number}\n".encode())
    with suppress(BrokenPipeError):
        connection.sendall(f"{os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])}\n".encode())
    os._exit(0)


def _settle(environment: Mapping[str, str], ends: Sequence[int]) -> None:
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    for end, stream in zip((nothing, *ends), (INPUT, OUTPUT, ERROR), strict=True):
        os.dup2(end, stream)
        os.close(end)
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None
    if "PYTHONFAULTHANDLER" in environment:
        faulthandler.enable()
    sys.meta_path.insert(0, PrefectAgain())


class PrefectAgain(MetaPathFinder, Loader):
    """Has Prefect, which is there, look at its surroundings when it is imported, as it does when it is not there."""

    def __init__(self) -> None:
        names = [name for name in sys.modules if name.partition(".")[0] == "prefect"]
        self.modules = {name: sys.modules.pop(name) for name in names}

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        return ModuleSpec(name, self, origin=self.modules[name].__file__) if name == "prefect" else None

    def exec_module(self, _: ModuleType) -> None:
        sys.meta_path.remove(self)
        sys.modules.update(self.modules)
        self.modules["prefect.context"].refresh_global_settings_context()
        self.modules["prefect.logging.configuration"].setup_logging(incremental=False)


def _run(command: Sequence[str]) -> None:
    sys.orig_argv[:] = command
    sys.argv[:] = ["-c" if command[1] == "-c" else command[2], *command[3:]]
    sys.path[0] = "" if command[1] == "-c" else str(PROJECT)
    if command[1] == "-m":
        runpy.run_module(command[2], run_name="__main__", alter_sys=True)
        return
    sys.modules["__main__"] = module = ModuleType("__main__")
    exec(compile(command[2], "<string>", "exec"), vars(module))  # noqa: S102  what a test wrote


def _exit_code_of(command: Sequence[str]) -> int:
    """Runs a program and all that it registered for its end, but leaves its memory to the system."""
    try:
        _run(command)
        code: object = 0
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]  # what an interpreter does first when it ends
    atexit._run_exitfuncs()
    if isinstance(code, str):
        print(code, file=sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    return code if isinstance(code, int) else int(code is not None)


if __name__ == "__main__":
    for each in IMPORTED:
        importlib.import_module(each)
    for path in chain.from_iterable(PROJECT.glob(f"{room}/**/*.py") for room in FIRST_PARTY):
        page_of(path)
    os._exit(_exit_code_of(_begun(_serve(socket.socket(fileno=int(sys.argv[1]))))))
