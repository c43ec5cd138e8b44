"""One `hushtag ui` for all: its pages, its worker, its schedules, its automations, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest

from flows import serving
from tests.conftest import PROJECT, clean_environment

SWIFT = {
    "PREFECT_WORKER_QUERY_SECONDS": "1",
    "PREFECT_SERVER_EVENTS_PROACTIVE_GRANULARITY": "PT1S",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_INTERVAL": "1",
}
PATIENCE = 120
GIVE_UP_SOON = """
from datetime import timedelta
from flows.automations import GIVE_UP, register
register([GIVE_UP.model_copy(update={"trigger": GIVE_UP.trigger.model_copy(update={"within": timedelta(seconds=10)})})])
"""


@dataclass(frozen=True)
class Service:
    url: str
    said: str
    data: Path
    environment: dict[str, str]

    def asked(self, path: str, **given: object) -> Any:
        body = json.dumps(given).encode()
        request = Request(f"{self.url}{path}", data=body, headers={"Content-Type": "application/json"})  # noqa: S310
        return answered(request)

    def told(self, path: str) -> Any:
        with urlopen(f"{self.url}{path}") as answer:  # noqa: S310  our own server
            return json.load(answer)

    def hushtag(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command as its users start it: nothing tells it where the server is."""
        command = [sys.executable, "-m", "flows.cli", *arguments]
        return subprocess.run(
            command, cwd=PROJECT, env=self.environment, capture_output=True, text=True, check=True, timeout=300
        )

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command, environment = [sys.executable, *arguments], self.environment | {"PREFECT_API_URL": self.url}
        return subprocess.run(
            command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=True, timeout=300
        )

    def run_of(self, deployment: str) -> str:
        known = self.told(f"/deployments/name/{deployment}")
        return str(self.asked(f"/deployments/{known['id']}/create_flow_run")["id"])

    def state(self, run: str) -> str:
        return str(self.told(f"/flow_runs/{run}")["state_type"])


def answered(request: Request) -> Any:
    """What a server answers; one that is busy (503) is asked again, as Prefect's own clients do."""
    for _ in range(20):
        try:
            with urlopen(request) as answer:  # noqa: S310  our own server
                return json.loads(answer.read() or "null")
        except HTTPError as error:
            if error.code != 503:
                raise
            time.sleep(0.5)
    raise TimeoutError(request.full_url)


def until(is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.2)


def started_with(mark: str) -> dict[int, str]:
    """The processes of this machine whose environment has these words, with their command lines."""
    found = {}
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            try:
                if mark.encode() in (each / "environ").read_bytes():
                    found[int(each.name)] = (each / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
    return found


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home, data = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("data")
    environment = clean_environment(home) | SWIFT
    command = [sys.executable, "-m", "flows.cli", "ui", "--data", str(data), "--port", str(port := serving.free_port())]
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True)
    said = ""
    while process.stdout and "Ctrl-C" not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    yield Service(serving.address(port), said, data, environment)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0
    assert not started_with(str(home))


def test_the_pages_are_there_on_any_port_and_ask_no_other_host(service: Service) -> None:
    pages = service.url.removesuffix("/api")
    assert pages in service.said
    with urlopen(pages) as answer:  # noqa: S310  our own server
        assert b"<html" in answer.read()
    with urlopen(f"{pages}/ui-settings") as answer:  # noqa: S310
        assert json.load(answer)["api_url"] == "/api"


def test_a_second_one_says_where_the_first_is(service: Service) -> None:
    second = service.hushtag("ui", "--port", str(serving.free_port()))
    assert service.url.removesuffix("/api") in second.stdout
    assert serving.is_up(service.url)


def test_other_commands_find_it_and_its_database(service: Service) -> None:
    told = json.loads(service.hushtag("doctor", "--json").stdout)
    assert f"{service.url} is ready" in [each["found"] for each in told]


def test_a_process_that_is_killed_ends_crashed_and_the_next_run_completes(service: Service) -> None:
    run = service.run_of("study/sample")
    until(lambda: service.state(run) == "RUNNING")
    for process, command in started_with(f"PREFECT__FLOW_RUN_ID={run}").items():
        assert "python" in command
        os.kill(process, signal.SIGKILL)
    until(lambda: service.state(run) not in {"PENDING", "RUNNING"})
    assert service.state(run) == "CRASHED"
    assert not list((service.data / "released").glob("*/*"))
    run = service.run_of("study/sample")
    until(lambda: service.state(run) not in {"SCHEDULED", "PENDING", "RUNNING"})
    assert service.state(run) == "COMPLETED"
    kept = {artifact["key"]: artifact for artifact in service.asked("/artifacts/filter")}
    assert {"sample-flow", "sample-table1", "sample-gate", "sample-report"} <= set(kept)
    assert sum(row["tweets"] for row in json.loads(kept["sample-table1"]["data"])) > 300
    assert (service.data / "released" / "sample" / "latest" / "report.html").is_file()


def test_a_schedule_makes_runs_and_one_that_is_held_stays_held_when_it_is_deployed_anew(service: Service) -> None:
    known = service.told("/deployments/name/rerun/every-study")["id"]
    wanted = {"deployments": {"id": {"any_": [known]}}, "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    until(lambda: service.asked("/flow_runs/filter", **wanted))
    service.hushtag("schedule", "hold", "every-study")
    service.hushtag("deploy")
    again = service.told("/deployments/name/rerun/every-study")
    assert again["id"] == known
    assert again["paused"] or not [each for each in again["schedules"] if each["active"]]
    assert service.asked("/flow_runs/filter", **wanted) == []


@pytest.mark.nightly
def test_a_run_that_fell_silent_is_given_up_and_one_that_waits_for_a_person_is_not(service: Service) -> None:
    service.python("-c", GIVE_UP_SOON)
    flow = service.told("/deployments/name/study/sample")["flow_id"]
    silent, paused = (service.asked("/flow_runs/", flow_id=flow, state={"type": "RUNNING"})["id"] for _ in range(2))
    beats = [heartbeat(run) for run in (silent, paused)]
    request = Request(  # noqa: S310  our own server
        f"{service.url}/events", data=json.dumps(beats).encode(), headers={"Content-Type": "application/json"}
    )
    answered(request)
    details = {"pause_timeout": (datetime.now(UTC) + timedelta(days=1)).isoformat(), "pause_reschedule": False}
    service.asked(
        f"/flow_runs/{paused}/set_state", state={"type": "PAUSED", "name": "Paused", "state_details": details}
    )
    until(lambda: service.state(silent) == "CRASHED")
    time.sleep(3)
    assert service.state(paused) == "PAUSED"


def heartbeat(run: str) -> dict[str, object]:
    return {
        "id": str(uuid4()),
        "occurred": datetime.now(UTC).isoformat(),
        "event": "prefect.flow-run.heartbeat",
        "resource": {"prefect.resource.id": f"prefect.flow-run.{run}"},
    }


@pytest.mark.nightly
def test_a_server_that_goes_away_in_the_middle_is_told_in_one_line_and_nothing_is_published(
    service: Service, tmp_path: Path
) -> None:
    """On its own server, over a data folder of its own."""
    environment = service.environment | {"PREFECT_API_URL": serving.address(port := serving.free_port())}
    server = serving.start("server", str(port), environment | serving.PRIVATE)
    serving.wait_until_up(environment["PREFECT_API_URL"], server)
    command = [sys.executable, "-m", "flows.cli", "run", "--data", str(tmp_path)]
    run = subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.PIPE, text=True)
    assert run.stderr
    said = next(line for line in run.stderr if "ingest" in line)
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    said += run.stderr.read()
    assert run.wait() == 6, said
    assert [line for line in said.splitlines() if "went away" in line], said
    assert "Traceback" not in said
    assert not list((tmp_path / "released").glob("*/*"))
