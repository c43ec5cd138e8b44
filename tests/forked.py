"""Programs for this interpreter as forks of a process that has imported what they import, which is a quarter of what they cost.

That process is `tests/forking.py`. A fork is like a program that was started, but for its hash seed, which all forks share: a test
that compares bytes starts one of its two programs.
"""

import json
import os
import select
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Thread

PROJECT = Path(__file__).parent.parent
# What an interpreter and those modules look at only once. Prefect, which looks at more, is told to look again.
LOOKED_AT_ONCE = ("COLUMNS", "LANG", "LC_", "LD_", "OMP_", "OPENBLAS_", "PATH", "POLARS_", "PYTHON", "TZ")


def is_forkable(command: Sequence[str], environment: Mapping[str, str], project: Path) -> bool:
    """Whether a fork does what the command does: it is a program for this interpreter, and its surroundings are like ours."""
    ours, theirs = ({name: told[name] for name in told if name.startswith(LOOKED_AT_ONCE)} for told in (os.environ, environment))
    return command[0] == sys.executable and command[1] in ("-c", "-m") and ours == theirs and project == PROJECT


class Fork:
    """A program that runs in a fork, with as much of `subprocess.Popen` as tests need."""

    returncode: int | None = None

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.told = _connection()
        pipes = [os.pipe(), os.pipe()]
        socket.send_fds(self.told, [b"!"], [end for _, end in pipes])
        for _, end in pipes:
            os.close(end)
        order = json.dumps({"command": list(command), "environment": dict(environment)})
        self.told.sendall(f"{order}\n".encode())
        self.said = [bytearray(), bytearray()]
        ends = zip((end for end, _ in pipes), self.said, strict=True)
        self.readers = [Thread(target=_read, args=each, daemon=True) for each in ends]
        for reader in self.readers:
            reader.start()
        self.news = self.told.makefile("r")
        self.pid = int(self.news.readline())

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def wait(self, timeout: float | None = None) -> int:
        """The exit code.

        Raises: subprocess.TimeoutExpired where it has not ended by then.
        """
        if self.returncode is None:
            if not select.select([self.told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("fork", timeout or 0)
            self.returncode = int(self.news.readline())
            self.news.close()
            self.told.close()
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """What it said, once it and all that it left behind have closed what they say it by.

        Raises: subprocess.TimeoutExpired as `wait` does.
        """
        self.wait(timeout)
        for reader in self.readers:
            reader.join(timeout)
            if reader.is_alive():
                raise subprocess.TimeoutExpired("fork", timeout or 0)
        out, err = (bytes(words).decode() for words in self.said)
        return out, err


def _read(end: int, said: bytearray) -> None:
    with os.fdopen(end, "rb") as file:
        while words := file.read1():
            said += words


def _connection() -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(_parent())
    return connection


@cache
def _parent() -> str:
    """The socket of the process that forks, which ends with this one."""
    home = tempfile.mkdtemp(prefix="forked-")
    place = str(Path(home, "socket"))
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(place)
    listener.listen()
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "HUSHTAG"))}
    subprocess.Popen(
        [sys.executable, "-m", "tests.forking", str(listener.fileno())],
        cwd=PROJECT,
        env=quiet | {"PREFECT_HOME": home},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        pass_fds=[listener.fileno()],
        start_new_session=True,
    )
    return place
