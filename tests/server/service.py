"""A running service and what tests ask of it: its API, its commands, the states of its runs."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import unquote
from urllib.request import Request, urlopen

from flows.server import addresses, doors
from tests.conftest import PROJECT, ended

PATIENCE_SECONDS = 120
# A server, a worker and two commands, one after the other, each of which imports Prefect.
STARTING_SECONDS = 2 * PATIENCE_SECONDS
ENDED = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})


COMMAND = [sys.executable, "-m", "flows.cli"]
BEAT_SECONDS = 30
# A service whose tests wait less for it.
SWIFT = {
    "PREFECT_WORKER_QUERY_SECONDS": "1",
    "PREFECT_SERVER_EVENTS_PROACTIVE_GRANULARITY": "PT1S",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_INTERVAL": "1",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(BEAT_SECONDS),
}


@dataclass(frozen=True)
class Service:
    url: str
    data: Path
    environment: dict[str, str]
    login: str = ""
    said: str = ""
    project: Path = PROJECT

    def asked(self, path: str, **given: object) -> Any:
        return self.answer(path, json.dumps(given).encode())

    def told(self, path: str) -> Any:
        return self.answer(path, None)

    def answer(self, path: str, body: bytes | None) -> Any:
        """What the API answers; one that is busy (503) is asked again, as Prefect's own clients do."""
        headers = {"Content-Type": "application/json", **self.headers()}
        for _ in range(20):
            try:
                with urlopen(Request(f"{self.url}{path}", body, headers), timeout=30) as answer:  # noqa: S310  our own
                    return json.loads(answer.read() or "null")
            except HTTPError as error:
                if error.code != 503:
                    raise
                time.sleep(0.5)
        raise TimeoutError(path)

    def headers(self) -> dict[str, str]:
        """The login, and a token that this service's own client got; a service without them has neither."""
        if not self.login:
            return {}
        known = {"Authorization": f"Basic {b64encode(self.login.encode()).decode()}"}
        try:
            with urlopen(Request(f"{self.url}/csrf-token?client=tests", headers=known), timeout=30) as answer:  # noqa: S310
                token = json.loads(answer.read())["token"]
        except HTTPError as error:
            if error.code != 422:
                raise
            return known
        return known | {"Prefect-Csrf-Client": "tests", "Prefect-Csrf-Token": token}

    def hushtag(self, *arguments: str, exit_code: int = 0) -> subprocess.CompletedProcess[str]:
        """A command as its users start it: nothing tells it where the server is, unless the service does."""
        return self._ended([*COMMAND, *arguments], exit_code)

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._ended(
            [sys.executable, *arguments], 0, PREFECT_API_URL=self.url, PREFECT_API_AUTH_STRING=self.login
        )

    def run_of(self, deployment: str, **parameters: object) -> str:
        known = self.told(f"/deployments/name/{deployment}")
        given = {"parameters": known["parameters"] | parameters}
        return str(self.asked(f"/deployments/{known['id']}/create_flow_run", **given)["id"])

    def state(self, run: str) -> str:
        return str(self.told(f"/flow_runs/{run}")["state_type"])

    def end_of(self, run: str) -> str:
        return self.come_to(run, ENDED)

    def come_to(self, run: str, wanted: Set[str]) -> str:
        """The first of some states that a run comes to. It may take long, on a machine that is busy, and is given up
        only once it has ended otherwise or has got nowhere for a while.
        """
        reached, deadline = None, 0.0
        while (state := self.state(run)) not in wanted:
            assert state not in ENDED, self.told(f"/flow_runs/{run}")["state"]
            if reached != (now := (state, self._steps(run))):
                reached, deadline = now, time.monotonic() + PATIENCE_SECONDS
            assert time.monotonic() < deadline, f"{state}, and no step further in {PATIENCE_SECONDS} seconds"
            time.sleep(0.3)
        return state

    def _steps(self, run: str) -> int:
        """How many of a run's tasks have begun or ended, counted for both."""
        of_run = {"flow_runs": {"id": {"any_": [run]}}}
        ended = {"task_runs": {"state": {"type": {"any_": sorted(ENDED)}}}}
        return int(self.asked("/task_runs/count", **of_run)) + int(self.asked("/task_runs/count", **of_run, **ended))

    def _ended(self, command: list[str], exit_code: int, **more: str) -> subprocess.CompletedProcess[str]:
        done = ended(command, self.environment | more, project=self.project)
        assert done.returncode == exit_code, f"{done.stdout}{done.stderr}"
        return done


CODE = (
    "flows",
    "tasks",
    "expectations",
    "data/codebooks",
    "data/models",
    "data/profiles",
    "data/sample",
    "data/studies",
)
FILES = ("prefect.yaml", "pyproject.toml")


def copied(place: Path, **settings: str) -> Path:
    """A copy of the project, with the sample's study under further names and with further settings; a process needs it
    as its working folder and as PYTHONPATH.
    """
    for name in CODE:
        shutil.copytree(PROJECT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(PROJECT / name, place / name)
    studies = place / "data" / "studies"
    sample = (studies / "sample.toml").read_text(encoding="utf-8")
    for study, setting in settings.items():
        named = sample.replace('id = "sample"', f'id = "{study}"')
        (studies / f"{study}.toml").write_text(f"{named}\n{setting}\n", encoding="utf-8")
    return place


@contextmanager
def ui(
    data: Path, environment: dict[str, str], project: Path = PROJECT, hushtag: Sequence[str] = COMMAND
) -> Iterator[Service]:
    """`hushtag ui` on a free port, from when it says that it is up until SIGTERM has ended it."""
    command = [*hushtag, "ui", "--data", str(data), "--port", str(port := addresses.free_port())]
    process = subprocess.Popen(
        command, cwd=project, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout
    try:
        with ended_after(STARTING_SECONDS, process):
            said = ""
            while "Ctrl-C" not in said:
                line = process.stdout.readline()
                assert line, said
                said += line
        login = unquote(said.partition(f"{doors.ENTRANCE}#")[2].split()[0])
        yield Service(addresses.address(port), data, environment, login, said, project)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    finally:
        end(process)


@contextmanager
def ended_after(seconds: float, process: subprocess.Popen[Any]) -> Iterator[None]:
    """Ends a process that has not said what is awaited of it, so that nobody reads from it for ever."""
    timer = threading.Timer(seconds, end, [process])
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def end(process: subprocess.Popen[Any]) -> None:
    """Kills a process that leads a group, with its group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=60)


def until(is_so: Callable[[], object], patience: float = PATIENCE_SECONDS) -> None:
    deadline = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.2)


def started_with(mark: str) -> dict[int, str]:
    """The processes of this machine whose environment has these words, with their command lines."""
    found = {}
    for each in Path("/proc").iterdir():
        if each.name.isdigit() and mark.encode() in of_process(each / "environ"):
            found[int(each.name)] = of_process(each / "cmdline").decode().replace("\0", " ")
    return found


def of_process(path: Path) -> bytes:
    """What /proc has of a process; nothing where it has ended meanwhile, or is not ours to read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def has_status(url: str, status: int) -> bool:
    """Whether an address answers with this status."""
    try:
        with urlopen(url, timeout=10) as answer:  # noqa: S310  our own server
            return bool(answer.status == status)
    except HTTPError as error:
        return error.code == status
