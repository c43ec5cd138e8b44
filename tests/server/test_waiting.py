"""A sign-off through the service, waited for in earnest: longer than any lease, over a restart of server and worker."""

import json
import time
from pathlib import Path

import pytest

from flows.server.automations import GIVE_UP
from tests.conftest import clean_environment
from tests.server.service import BEAT_SECONDS, ENDED, SWIFT, copied, ui, until
from tests.server.test_deployment import GIVE_UP_SOON, USUAL_BEAT_SECONDS

# A lease that is not renewed ends after 300 seconds, and Prefect tries at three quarters of them.
WAIT_SECONDS = 360
SIGNED = {"decision": "approve", "named_person": "Ada Owl", "reason": "Counts agree."}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project in which the sample is signed off."""
    return copied(tmp_path / "project", sample="sign_off = true")


@pytest.mark.nightly
@pytest.mark.timeout(WAIT_SECONDS + 1_800)
def test_a_run_waits_without_a_process_over_a_restart_and_a_decision_ends_it(project: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    environment = clean_environment(tmp_path / "home") | SWIFT | {"PYTHONPATH": str(project)}
    with ui(data, environment, project) as service:
        # As the automation ships, with all its times divided.
        soon = GIVE_UP.trigger.within.total_seconds() * BEAT_SECONDS / USUAL_BEAT_SECONDS
        service.python("-c", GIVE_UP_SOON.format(soon))
        run = service.run_of("study/sample")
        service.come_to(run, {"PAUSED"})
        time.sleep(WAIT_SECONDS)
        assert service.state(run) == "PAUSED"
    with ui(data, environment, project) as service:
        assert service.state(run) == "PAUSED"
        assert service.asked(f"/flow_runs/{run}/resume", run_input=SIGNED)["status"] == "ACCEPT"
        until(lambda: service.state(run) in ENDED, 300)
        assert service.told(f"/flow_runs/{run}")["state"]["type"] == "COMPLETED", service.told(f"/flow_runs/{run}")[
            "state"
        ]
        login = service.login.partition(":")[0]
    manifest = json.loads((data / "released" / "sample" / "latest" / "manifest.json").read_text())
    assert len(manifest["sign_off"].pop("draft")) == 64
    assert manifest["sign_off"] == {
        "decision": "approve",
        "by": "Ada Owl",
        "reason": "Counts agree.",
        "is_signed": False,
        "given_through": f"login {login} of the service",
    }
