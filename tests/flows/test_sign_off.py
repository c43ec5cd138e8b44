"""A study that asks for a person waits for one without a process, and what they decide stands in the manifest."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import ObjectAlreadyExists, Pause
from prefect.flow_engine import run_flow

from flows import rerun, scheduled, sign_off
from flows.server import deployed, deployments, doors
from flows.study import study
from tasks.errors import Unsigned
from tasks.storage import store
from tasks.storage.run_lock import is_taken
from tasks.studies import study_file
from tasks.studies.states import State
from tests.flows.conftest import THANKING, dump, small_study

SIGNED = {"decision": "approve", "named_person": "Ada Owl ", "reason": "Counts agree."}
REFUSED = {"decision": "refuse", "named_person": "Ada Owl", "reason": "Too few tweets."}


@pytest.fixture(scope="module")
def file(folder: Path) -> Iterator[Path]:
    path = small_study(folder, "signed", "sign_off = true\n")
    with get_client(sync_client=True) as client, suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=deployments.POOL, type="process"))
    deployments.every_study(str(folder))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(study_file, "FOLDER", str(folder))
        yield path


def started() -> UUID:
    """A run of the study's deployment that has come to wait."""
    with get_client(sync_client=True) as client:
        deployment = deployed.of_study(client, "signed")
        assert deployment
        body = {"parameters": deployment.parameters, "state": {"type": "PENDING"}}
        run = FlowRun.model_validate(
            client.request("POST", f"/deployments/{deployment.id}/create_flow_run", json=body).json()
        )
    assert gone_on(run.id).name == "Suspended"
    assert not is_taken("signed")
    return run.id


def gone_on(run: UUID) -> Any:
    """The state in which a run ends that a worker has taken up."""
    with get_client(sync_client=True) as client:
        known = client.read_flow_run(run)
        if known.state and known.state.is_scheduled():
            client.request("POST", f"/flow_runs/{run}/set_state", json={"state": {"type": "PENDING"}, "force": True})
            known = client.read_flow_run(run)
    try:
        return run_flow(scheduled.study, flow_run=known, parameters=known.parameters, return_type="state")
    except Pause as pause:
        # As a worker's process ends.
        return pause.state


def state_of(run: UUID) -> Any:
    with get_client(sync_client=True) as client:
        return client.read_flow_run(run).state


def decided(run: UUID, **given: str) -> str:
    with get_client(sync_client=True) as client:
        answer = client.request("POST", f"/flow_runs/{run}/resume", json={"run_input": given})
    return str(answer.json()["status"])


def bundles() -> set[str]:
    return {path.name for path in (store.root() / "released").glob("signed/*") if not path.is_symlink()}


@pytest.mark.usefixtures("file")
def test_a_run_waits_for_a_name_and_a_reason_and_they_go_into_the_manifest() -> None:
    run = started()
    assert not bundles()
    for wrong in ({"named_person": " "}, {"reason": ""}, {"decision": "perhaps"}):
        assert decided(run, **SIGNED | wrong) == "REJECT"
    assert decided(run, decision="approve") == "REJECT"
    assert state_of(run).is_paused()
    assert decided(run, **SIGNED) == "ACCEPT"
    ended = gone_on(run)
    assert ended.is_completed(), ended.message
    (bundle,) = bundles()
    manifest = json.loads((store.root() / "released" / "signed" / bundle / "manifest.json").read_text())
    assert manifest["sign_off"] == {
        "decision": "approve",
        "by": "Ada Owl",
        "reason": "Counts agree.",
        "is_signed": False,
        "given_through": "the service, which asks for no login",
    }
    page = (store.root() / "released" / "signed" / bundle / "report.html").read_text()
    assert "as typed, not signed" in page


@pytest.mark.usefixtures("file")
def test_a_refusal_cancels_the_run_and_publishes_nothing(folder: Path) -> None:
    before = bundles()
    run = started()
    assert decided(run, **REFUSED) == "ACCEPT"
    ended = gone_on(run)
    assert ended.is_cancelled()
    assert (ended.name, ended.message) == ("Refused", "Refused by Ada Owl: Too few tweets. Nothing was published.")
    assert bundles() == before
    # Nobody is asked again about the same thing.
    assert rerun.rerun(str(folder))[0].state == State.UNCHANGED


@pytest.mark.usefixtures("file")
def test_a_decision_on_other_tables_than_now_counts_for_nothing(folder: Path) -> None:
    before = bundles()
    run = started()
    assert decided(run, **SIGNED) == "ACCEPT"
    dump(folder / "signed" / "second.csv", THANKING, first=10)
    try:
        assert gone_on(run).name == "Suspended"
        assert bundles() == before
        assert decided(run, **SIGNED) == "ACCEPT"
        assert gone_on(run).is_completed()
    finally:
        (folder / "signed" / "second.csv").unlink()
    assert len(bundles() - before) == 1


@pytest.mark.usefixtures("file")
def test_a_newer_run_takes_the_place_of_one_that_waits() -> None:
    older = started()
    newer = started()
    assert state_of(older).name == "Superseded"
    assert state_of(newer).is_paused()
    assert decided(newer, **REFUSED) == "ACCEPT"
    assert gone_on(newer).is_cancelled()


def test_where_nobody_can_be_asked_the_approval_is_given_beforehand(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Unsigned, match="--sign-off-by") as caught:
        study(str(file))
    assert caught.value.exit_code == 3
    assert "Asking" in capsys.readouterr().err
    published = study(str(file), approval=sign_off.Approval(by="Bo Heron", reason="Seen it."))
    manifest = json.loads((store.root() / published.path / "manifest.json").read_text())
    assert manifest["sign_off"]["by"] == "Bo Heron"
    assert manifest["sign_off"]["given_through"] == f"account {doors.account()} of this machine"
    assert manifest["sign_off"]["is_signed"] is False


@pytest.mark.usefixtures("file")
def test_the_rerun_hands_a_study_that_a_person_signs_to_a_run_of_its_own_and_only_once(folder: Path) -> None:
    (store.root() / "runs" / "signed.json").unlink()
    line = rerun.rerun(str(folder))[0]
    assert (line.state, line.verdict) == (State.WAITING, "waits for a person, in a run of its own")
    with get_client(sync_client=True) as client:
        deployment = deployed.of_study(client, "signed")
        assert deployment
        scheduled_ones = {
            "deployments": {"id": {"any_": [str(deployment.id)]}},
            "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
        }
        (found,) = client.request("POST", "/flow_runs/filter", json=scheduled_ones).json()
    assert gone_on(UUID(found["id"])).name == "Suspended"
    line = rerun.rerun(str(folder))[0]
    assert (line.state, line.verdict) == (State.WAITING, "waits for a person, on the page of its run")
