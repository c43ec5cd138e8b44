"""What the service knows outlives its database: brought back from a dump of PostgreSQL, or as an older Prefect had left it."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from flows.server import new_database
from tests.conftest import clean_environment, ended
from tests.flows.conftest import small_study
from tests.runs.test_backup import lines
from tests.server.production import missing, postgresql
from tests.server.service import ENDED, SWIFT, Service, copied, ui, until

pytestmark = [pytest.mark.nightly, pytest.mark.timeout(1_800)]
SIGNED = {"decision": "approve", "named_person": "Ada Owl", "reason": "Counts agree."}
# As Prefect 3.1 had it, of December 2024.
OLDER = "a49711513ad4"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project with three small studies: one is released, one its gate holds, one waits for a person."""
    made = copied(tmp_path / "project")
    studies = made / "data" / "studies"
    for path in studies.glob("*.toml"):
        path.unlink()
    for name, more in {"plain": "", "strict": "[thresholds]\nleast_tweets = 1000\n", "signed": "sign_off = true\n"}.items():
        small_study(studies, name, more)
    return made


def machine(tmp_path: Path, project: Path, runs: object) -> dict[str, str]:
    told = {"HUSHTAG_DATA": str(tmp_path / "data"), "SAVED": str(tmp_path / "saved"), "RUNS": str(runs)}
    return clean_environment(tmp_path / "home") | SWIFT | {"PYTHONPATH": str(project)} | told


def at_work(service: Service) -> str:
    """Has each study come to where it stands, and returns the run that waits."""
    waits = service.run_of("study/signed")
    service.come_to(waits, {"PAUSED"})
    assert service.end_of(service.run_of("study/plain")) == "COMPLETED"
    assert service.end_of(service.run_of("study/strict")) == "FAILED"
    until(lambda: service.told("/deployments/name/study/strict")["paused"])
    return waits


def goes_on(service: Service, waits: str) -> None:
    """All is left alone by a rerun, and a decision ends the run that waited."""
    told = service.hushtag("rerun", "--json", exit_code=3)
    states = {line["study"]: line["state"] for line in json.loads(told.stdout)}
    assert states == {"plain": "unchanged", "signed": "waiting", "strict": "held"}
    assert service.state(waits) == "PAUSED"
    assert service.asked(f"/flow_runs/{waits}/resume", run_input=SIGNED)["status"] == "ACCEPT"
    until(lambda: service.state(waits) in ENDED, 300)
    assert service.state(waits) == "COMPLETED", service.told(f"/flow_runs/{waits}")["state"]
    assert (service.data / "released" / "signed" / "latest" / "report.html").is_file()


def by_hand(environment: Mapping[str, str], *commands: str) -> None:
    for command in commands:
        subprocess.run(["sh", "-c", command], env={**environment}, check=True, timeout=120)


@pytest.mark.skipif(bool(missing()), reason=f"not on this machine: {missing()}")
def test_a_service_goes_on_from_a_dump_of_postgresql_on_an_empty_machine(project: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (tmp_path / "saved").mkdir()
    with postgresql() as address:
        there = machine(tmp_path, project, address)
        with ui(data, there | {"HUSHTAG_DATABASE": address}, project) as service:
            waits = at_work(service)
        by_hand(there, lines("Save")[0], *lines("Save PostgreSQL"))
    shutil.rmtree(data)
    shutil.rmtree(tmp_path / "home")
    with postgresql() as address:
        here = machine(tmp_path, project, address)
        by_hand(here, *lines("Bring back")[:2], *lines("Bring back PostgreSQL"))
        # So that the database alone can tell what is held.
        shutil.rmtree(data / "ingested" / ".holds")
        with ui(data, here | {"HUSHTAG_DATABASE": address}, project) as service:
            goes_on(service, waits)


def test_a_service_goes_on_with_a_database_of_an_older_prefect(project: Path, tmp_path: Path) -> None:
    data, environment = tmp_path / "data", machine(tmp_path, project, "")
    with ui(data, environment, project) as service:
        waits = at_work(service)
    (runs,) = (tmp_path / "home").glob("hushtag-*.db")
    downgrade = [str(Path(sys.executable).with_name("prefect")), "server", "database", "downgrade", "-y", "-r", OLDER]
    place = {"PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{runs}"}
    done = ended(downgrade, environment | place)
    assert done.returncode == 0, done.stderr
    assert version_of(runs) == OLDER
    shutil.rmtree(data / "ingested" / ".holds")
    with ui(data, environment, project) as service:
        assert version_of(runs) == new_database.newest_migration()
        goes_on(service, waits)


def version_of(runs: Path) -> str:
    connection = sqlite3.connect(runs)
    [(version,)] = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    connection.close()
    return str(version)
