"""A study that asks for a person waits for one, and what they decide stands in the manifest."""

import contextvars
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import ObjectAlreadyExists
from prefect.flow_engine import run_flow

from flows import rerun, sign_off
from flows.server import deployed, deployments
from flows.study import study
from tasks.errors import Unsigned
from tasks.storage import store
from tests.flows.conftest import small_study

PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def file(folder: Path) -> Path:
    path = small_study(folder, "signed", "sign_off = true\n")
    with get_client(sync_client=True) as client, suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=deployments.POOL, type="process"))
    deployments.every_study(str(folder))
    return path


@pytest.fixture
def waiting(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[UUID, Callable[[], Any]]]:
    """A run of the study's deployment that has come to wait, and what to call to see how it ends."""
    monkeypatch.setattr(sign_off, "EVERY_SECONDS", 1)
    with get_client(sync_client=True) as client:
        deployment = deployed.of_study(client, "signed")
        assert deployment
        asked = {"parameters": deployment.parameters, "state": {"type": "PENDING"}}
        answer = client.request("POST", f"/deployments/{deployment.id}/create_flow_run", json=asked)
        run = FlowRun.model_validate(answer.json())
    ended: list[Any] = []

    def work() -> None:
        ended.append(run_flow(study, flow_run=run, parameters=run.parameters, return_type="state"))

    thread = threading.Thread(target=contextvars.copy_context().run, args=(work,))
    thread.start()
    until(lambda: bool(ended) or state_of(run.id)["type"] == "PAUSED")
    assert not ended, ended

    def end() -> Any:
        thread.join(PATIENCE_SECONDS)
        return ended[0]

    yield run.id, end
    if thread.is_alive():
        resumed(run.id, decision="refuse", named_person="Nobody", reason="The test is over.")
        thread.join(PATIENCE_SECONDS)


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def state_of(run: UUID) -> dict[str, Any]:
    with get_client(sync_client=True) as client:
        return dict(client.request("GET", f"/flow_runs/{run}").json()["state"])


def resumed(run: UUID, **given: str) -> str:
    with get_client(sync_client=True) as client:
        answer = client.request("POST", f"/flow_runs/{run}/resume", json={"run_input": given})
    return str(answer.json()["status"])


def bundles() -> set[str]:
    return {path.name for path in (store.root() / "released").glob("signed/*") if not path.is_symlink()}


def test_a_run_waits_for_a_name_and_a_reason_and_they_go_into_the_manifest(
    waiting: tuple[UUID, Callable[[], Any]],
) -> None:
    run, end = waiting
    assert not bundles()
    whole = {"decision": "approve", "named_person": "Ada Owl", "reason": "Counts agree."}
    for wrong in ({"named_person": " "}, {"reason": ""}, {"decision": "perhaps"}):
        assert resumed(run, **whole | wrong) == "REJECT"
    assert resumed(run, decision="approve") == "REJECT"
    assert state_of(run)["type"] == "PAUSED"
    assert resumed(run, decision="approve", named_person="Ada Owl ", reason="Counts agree.") == "ACCEPT"
    state = end()
    assert state.is_completed(), state.message
    (bundle,) = bundles()
    manifest = json.loads((store.root() / "released" / "signed" / bundle / "manifest.json").read_text())
    assert manifest["sign_off"] == {"decision": "approve", "by": "Ada Owl", "reason": "Counts agree."}


def test_a_refusal_cancels_the_run_and_publishes_nothing(waiting: tuple[UUID, Callable[[], Any]], folder: Path) -> None:
    run, end = waiting
    before = bundles()
    assert resumed(run, decision="refuse", named_person="Ada Owl", reason="Too few tweets.") == "ACCEPT"
    state = end()
    assert state.is_cancelled()
    assert state.message == "Refused by Ada Owl: Too few tweets. Nothing was published."
    assert bundles() == before
    # Nobody is asked again about the same thing.
    assert rerun.rerun(str(folder))[0].verdict == "left alone"


def test_where_nobody_can_be_asked_the_approval_is_given_beforehand(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Unsigned, match="--sign-off-by") as caught:
        study(str(file))
    assert caught.value.exit_code == 3
    assert "Asking" in capsys.readouterr().err
    published = study(str(file), approval=sign_off.Approval(by="Bo Heron", reason="Seen it."))
    manifest = json.loads((store.root() / published.path / "manifest.json").read_text())
    assert manifest["sign_off"] == {"decision": "approve", "by": "Bo Heron", "reason": "Seen it."}


def test_the_rerun_hands_a_study_that_a_person_signs_to_a_run_of_its_own(file: Path, folder: Path) -> None:
    (store.root() / "runs" / "signed.json").unlink()
    assert rerun.rerun(str(folder))[0].verdict == "waits for a person, in a run of its own"
    with get_client(sync_client=True) as client:
        deployment = deployed.of_study(client, "signed")
        scheduled = {
            "deployments": {"id": {"any_": [str(deployment.id)]}},
            "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
        }  # type: ignore[union-attr]
        assert len(client.request("POST", "/flow_runs/filter", json=scheduled).json()) == 1
