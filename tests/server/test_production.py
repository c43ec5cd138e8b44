"""The processes of compose.yaml on PostgreSQL and Redis: they start in its order, and do a team's work together."""

import json
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from flows.server import addresses
from tests.conftest import clean_environment, ended
from tests.server.production import POSTGRES, SECRETS, SERVICES, STARTING_SECONDS, Production, missing, production
from tests.server.service import Service, has_status, of_process, started_with, ui, until

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(bool(missing()), reason=f"not on this machine: {missing()}"),
    # A limit on a test counts what is started for it: here each process in turn, each with its own patience.
    pytest.mark.timeout(len(SERVICES) * STARTING_SECONDS),
]


@pytest.fixture(scope="module")
def made() -> Iterator[Production]:
    with production() as made:
        yield made


@pytest.fixture(scope="module")
def service(made: Production) -> Service:
    login = SECRETS["api_login"]
    assert made.processes["deployments"].wait(STARTING_SECONDS) == 0, made.log("deployments")
    environment = made.environment("deployments") | {"PREFECT_API_AUTH_STRING": login}
    return Service(made.url, made.data, environment, login, project=made.project)


def test_all_of_it_starts_and_asks_for_a_login(made: Production, service: Service) -> None:
    assert has_status(f"{made.url}/ready", 200)
    assert has_status(f"{made.url}/admin/version", 401)
    assert {name for name, each in made.processes.items() if each.poll() == 0} == {"migration", "folders", "deployments"}
    assert {name for name, each in made.processes.items() if each.poll()} == set()


def test_a_request_to_another_name_or_from_another_page_is_refused(service: Service) -> None:
    port = service.url.rpartition(":")[2]
    for foreign in ({"Host": f"owls.example:{port}"}, {"Origin": "http://owls.example"}, {"Origin": "null"}):
        for path in ("/health", "/admin/version", "/csrf-token?client=tests"):
            with pytest.raises(HTTPError) as refused:
                urlopen(Request(f"{service.url}{path}", headers=service.headers() | foreign), timeout=30)  # noqa: S310  our own
            assert refused.value.code == 403


def test_no_password_is_on_a_command_line_or_in_a_log(made: Production) -> None:
    lines = [of_process(path) for path in Path("/proc").glob("[0-9]*/cmdline")]
    logs = [path.read_bytes() for path in made.folder.glob("*.log")]
    assert len(logs) == len(made.processes)
    for word in ("heron-nine", "lamp-four"):
        assert word in str(SECRETS)
        assert not [found for found in (*lines, *logs) if word.encode() in found]


def test_a_deployed_run_completes_and_its_tables_are_for_the_worker_alone(service: Service) -> None:
    assert service.end_of(service.run_of("study/sample")) == "COMPLETED"
    assert (service.data / "released" / "sample" / "latest" / "report.html").is_file()
    kept = {artifact["key"]: artifact for artifact in service.asked("/artifacts/filter")}
    assert sum(row["tweets"] for row in json.loads(kept["sample-table1"]["data"])) > 300
    restricted = [service.data / "ingested", *(service.data / "ingested").rglob("*")]
    assert not [path for path in restricted if stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_a_release_and_a_draft_open_at_the_services_address_with_its_login(service: Service) -> None:
    origin, version = service.url.removesuffix("/api"), (service.data / "released" / "sample" / "latest").resolve().name
    shutil.copytree(service.data / "released" / "sample" / version, service.data / "drafts" / "sample" / version)
    for place in (f"released/sample/{version}", f"drafts/sample/{version}"):
        with urlopen(Request(f"{origin}/{place}/report.html", headers=service.headers()), timeout=30) as answer:  # noqa: S310  our own
            assert b"Flow of tweets" in answer.read()
        with urlopen(f"{origin}/{place}/report.html", timeout=30) as answer:  # noqa: S310  our own
            assert b"Flow of tweets" not in answer.read()
    kept = {artifact["key"]: artifact for artifact in service.asked("/artifacts/filter")}
    assert f"/released/sample/{version}/report.html" in kept["sample-report"]["data"]
    with pytest.raises(HTTPError, match="404"):
        urlopen(Request(f"{origin}/released/sample/../../keys/sample.key", headers=service.headers()), timeout=30)  # noqa: S310  our own


def test_a_gate_that_closes_in_the_worker_holds_the_study_and_a_person_opens_it(service: Service) -> None:
    """The event goes from the worker to the API, by Redis to the services, and back as a pause."""
    assert service.end_of(service.run_of("study/strict")) == "FAILED"
    until(lambda: service.told("/deployments/name/study/strict")["paused"])
    assert "held" in service.hushtag("schedule").stdout
    service.hushtag("schedule", "reopen", "strict")
    assert not service.told("/deployments/name/study/strict")["paused"]


def test_the_nightly_rerun_is_scheduled_by_the_services(service: Service) -> None:
    known = service.told("/deployments/name/rerun/every-study")["id"]
    wanted = {"deployments": {"id": {"any_": [known]}}, "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    until(lambda: service.asked("/flow_runs/filter", **wanted))


def test_a_database_that_goes_away_is_seen_and_one_that_is_back_is_used(made: Production, service: Service) -> None:
    assert made.stop("database") == 0
    until(lambda: not made.is_healthy("api"))
    assert has_status(f"{made.url}/health", 200)
    made.start("database")
    until(lambda: made.is_healthy("api"))
    assert service.end_of(service.run_of("study/sample")) == "COMPLETED"


def test_hushtag_ui_keeps_its_runs_in_postgresql(made: Production, tmp_path: Path) -> None:
    owner, port = made.environment("api")["PREFECT_SERVER_DATABASE_USER"], made.ports["5432"]
    password = {"PGPASSWORD": SECRETS["database_password"], "PATH": "/usr/bin:/bin"}
    place = ["--host", "127.0.0.1", "--port", port, "--username", owner]
    subprocess.run([POSTGRES / "createdb", *place, "pages"], env=password, check=True, timeout=60)
    address = f"postgresql://{owner}:{{}}@127.0.0.1:{port}/pages?sslmode=disable"
    environment = clean_environment(tmp_path / "home")
    told = environment | {"HUSHTAG_DATABASE": address.format(SECRETS["database_password"])}
    with ui(tmp_path / "data", told) as pages:
        assert pages.end_of(pages.run_of("study/sample")) == "COMPLETED"
    count = [
        *place,
        "--tuples-only",
        "--command",
        "SELECT count(*) FROM flow_run WHERE state_type = 'COMPLETED'",
        "pages",
    ]
    done = subprocess.run([POSTGRES / "psql", *count], env=password, check=True, timeout=60, capture_output=True)
    assert int(done.stdout) == 1
    again = [sys.executable, "-m", "flows.cli", "ui", "--port", str(addresses.free_port())]
    refused = ended([*again, "--database", address.format("mistaken")], environment)
    assert (refused.returncode, refused.stdout) == (6, "")
    assert refused.stderr.startswith(f"hushtag: postgresql+asyncpg://127.0.0.1:{port}/pages: the database refuses")
    assert len(refused.stderr.splitlines()) == 1


def test_each_ends_when_it_is_told_to(made: Production) -> None:
    for name in ("worker", "services", "api", "events"):
        assert made.stop(name) in {0, -signal.SIGTERM, -signal.SIGINT}, made.log(name)
    mine = {made.processes["database"].pid}
    assert not set(started_with(str(made.folder))) - mine - children(mine)


def children(parents: set[int]) -> set[int]:
    found = set()
    for path in Path("/proc").glob("[0-9]*/task/[0-9]*/children"):
        if int(path.parts[2]) in parents:
            found |= set(map(int, of_process(path).split()))
    return found
