"""One `hushtag ui` for all: its pages, its worker, its schedules, its automations, and how it ends."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen
from uuid import uuid4

import pytest
from prefect.settings.models.flows import FlowsSettings

from flows.server import addresses, processes, serving
from flows.server.automations import GIVE_UP
from tests.conftest import PROJECT
from tests.server.service import PATIENCE_SECONDS, Service, end, ended_after, of_process, started_with, until

# How often a run gives a sign of life where nobody says otherwise.
USUAL_BEAT_SECONDS = int(FlowsSettings.model_fields["heartbeat_frequency"].default)
# A limit on a test counts what is started for it, and a run of the sample takes minutes on a machine that is busy.
WHOLE_RUN_SECONDS = 900
# Twice what is promised, on a machine that is busy.
GONE_SECONDS = 30
GIVE_UP_SOON = """
from datetime import timedelta
from flows.server.automations import GIVE_UP, register
soon = timedelta(seconds={})
register([GIVE_UP.model_copy(update={{"trigger": GIVE_UP.trigger.model_copy(update={{"within": soon}})}})])
"""


def test_the_pages_are_there_on_any_port_and_ask_no_other_host(service: Service) -> None:
    pages = service.url.removesuffix("/api")
    assert pages in service.said
    with urlopen(pages, timeout=30) as answer:  # noqa: S310  our own server
        assert b"<html" in answer.read()
    with urlopen(f"{pages}/ui-settings", timeout=30) as answer:  # noqa: S310
        assert json.load(answer)["api_url"] == "/api"


def test_a_second_one_says_where_the_first_is(service: Service) -> None:
    second = service.hushtag("ui", "--port", str(addresses.free_port()))
    assert service.url.removesuffix("/api") in second.stdout
    assert addresses.is_up(service.url)


def test_other_commands_find_it_and_its_database(service: Service) -> None:
    told = json.loads(service.hushtag("doctor", "--json").stdout)
    assert f"{service.url} is ready" in [each["found"] for each in told]


@pytest.mark.timeout(WHOLE_RUN_SECONDS)
def test_a_process_that_is_killed_ends_crashed_and_the_next_run_completes(service: Service) -> None:
    run = service.run_of("study/sample")
    service.come_to(run, {"RUNNING"})
    for process, command in started_with(f"PREFECT__FLOW_RUN_ID={run}").items():
        assert "python" in command
        os.kill(process, signal.SIGKILL)
    assert service.end_of(run) == "CRASHED"
    assert not list((service.data / "released").glob("*/*"))
    assert service.end_of(service.run_of("study/sample")) == "COMPLETED"
    kept = {artifact["key"]: artifact for artifact in service.asked("/artifacts/filter")}
    assert {"sample-flow", "sample-table1", "sample-gate", "sample-report"} <= set(kept)
    assert sum(row["tweets"] for row in json.loads(kept["sample-table1"]["data"])) > 300
    assert (service.data / "released" / "sample" / "latest" / "report.html").is_file()


def test_the_login_is_in_the_note_and_nowhere_else(service: Service) -> None:
    """Neither in the database of runs, where deployments and runs keep what they are told, nor in a log or a result."""
    secret = service.login.partition(":")[2].encode()
    home = Path(service.environment["PREFECT_HOME"])
    files = [path for folder in (home, service.data) for path in folder.rglob("*") if path.is_file()]
    assert [path.name.partition("-ui-")[0] for path in files if secret in path.read_bytes()] == ["hushtag"]
    assert not [path for path in Path("/proc").glob("[0-9]*/cmdline") if secret in of_process(path)]


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


def test_a_run_that_lives_is_heard_from_several_times_before_it_would_be_given_up() -> None:
    """Not once in a window: an automation that ends sooner than the next sign of life gives up whatever takes longer."""
    assert GIVE_UP.trigger.within.total_seconds() >= 3 * USUAL_BEAT_SECONDS


@pytest.mark.nightly
def test_a_run_that_fell_silent_is_given_up(service: Service) -> None:
    service.python("-c", GIVE_UP_SOON.format(10))
    flow = service.told("/deployments/name/study/sample")["flow_id"]
    silent = service.asked("/flow_runs/", flow_id=flow, state={"type": "RUNNING"})["id"]
    service.answer("/events", json.dumps([heartbeat(silent)]).encode())
    until(lambda: service.state(silent) == "CRASHED")


def heartbeat(run: str) -> dict[str, object]:
    return {
        "id": str(uuid4()),
        "occurred": datetime.now(UTC).isoformat(),
        "event": "prefect.flow-run.heartbeat",
        "resource": {"prefect.resource.id": f"prefect.flow-run.{run}"},
    }


@pytest.mark.nightly
@pytest.mark.timeout(WHOLE_RUN_SECONDS + GONE_SECONDS)
def test_a_server_that_goes_away_in_the_middle_is_told_in_one_line_and_nothing_is_published(
    service: Service, tmp_path: Path
) -> None:
    """On its own server, over a data folder of its own."""
    environment = service.environment | {"PREFECT_API_URL": addresses.address(port := addresses.free_port())}
    server = processes.start("server", str(port), environment | serving.PRIVATE)
    serving.wait_until_up(environment["PREFECT_API_URL"], server)
    command = [sys.executable, "-m", "flows.cli", "run", "--data", str(tmp_path)]
    run = subprocess.Popen(
        command, cwd=PROJECT, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert run.stderr
    try:
        with ended_after(PATIENCE_SECONDS, run):
            said = next(line for line in run.stderr if "ingest" in line)
        end(server)
        with ended_after(GONE_SECONDS, run):
            said += run.stderr.read()
        assert run.wait(timeout=60) == 6, said
    finally:
        for process in (run, server):
            end(process)
    assert [line for line in said.splitlines() if "went away" in line], said
    assert "Traceback" not in said
    assert not list((tmp_path / "released").glob("*/*"))
