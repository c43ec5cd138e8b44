"""A closed gate holds its study until a person opens it again; deploying anew does not."""

import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists

from flows import rerun
from flows.doctor import service
from flows.server import attention, automations, deployed, deployments
from flows.study import study
from tasks.errors import StudyInvalid, ThresholdCrossed, Unsigned
from tasks.storage import store
from tasks.studies import holds, study_file
from tasks.studies.states import State
from tests.flows.conftest import small_study

PATIENCE_SECONDS = 30
MORE = '[thresholds]\nleast_tweets = 1000\n[schedule]\ncron = "0 5 * * 1"\n'


@pytest.fixture(scope="module")
def closed(folder: Path) -> Path:
    """A study with a schedule whose gate has just closed; another is there beside it."""
    file = small_study(folder, "closed", MORE)
    small_study(folder, "other", '[schedule]\ncron = "0 5 * * 1"\n')
    with get_client(sync_client=True) as client, suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=deployments.POOL, type="process"))
    automations.register()
    automations.register()
    deployments.every_study(str(folder))
    with pytest.raises(ThresholdCrossed, match="4 distinct tweets, and least_tweets is 1,000"):
        study(str(file))
    return file


def states(folder: Path) -> dict[str, str]:
    return {name: state for name, _, _, state in deployments.schedules(str(folder))}


def test_the_study_is_held_and_no_other_and_only_a_person_opens_it(closed: Path, folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while states(folder)["closed"] != "held":
        assert time.monotonic() < deadline
        time.sleep(0.3)
    assert states(folder)["other"] == "open"
    assert holds.kept() == {"closed"}
    deployments.every_study(str(folder))
    assert states(folder)["closed"] == "held"
    assert deployments.reopen("closed")
    deployments.every_study(str(folder))
    assert states(folder)["closed"] == "open"


def test_automations_that_are_registered_again_are_the_same_and_keep_being_off(folder: Path) -> None:
    with get_client(sync_client=True) as client:
        automations.register()
        (hold,) = client.read_automations_by_name(automations.HOLD.name)
        client.pause_automation(hold.id)
        automations.register()
        found = {each.name: each for each in client.read_automations()}
        client.resume_automation(hold.id)
    assert not found[automations.HOLD.name].enabled
    for declared in automations.AUTOMATIONS:
        kept = found[declared.name]
        assert (kept.trigger, kept.actions) == (declared.trigger, declared.actions)


@pytest.mark.usefixtures("closed")
def test_a_result_beyond_a_threshold_is_held_for_review_and_not_told_as_an_open_gate_alone() -> None:
    with get_client(sync_client=True) as client:
        wanted = {"artifacts": {"key": {"any_": ["closed-state"]}}}
        (kept,) = client.request("POST", "/artifacts/latest/filter", json=wanted).json()
    assert kept["data"].startswith(f"**Held for review.** {State.THRESHOLD.sentence}")
    assert "least_tweets is 1,000" in kept["data"]


@pytest.mark.usefixtures("closed")
def test_what_is_held_is_told_to_a_person_until_it_is_opened(
    folder: Path, server: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", server["PREFECT_API_URL"])
    assert deployments.hold("closed")
    assert ("closed", State.HELD) in attention.needing_a_person()
    with pytest.raises(Unsigned, match="closed is held") as told:
        service.people(folder)
    assert told.value.exit_code == 3
    assert deployments.reopen("closed")
    assert ("closed", State.HELD) not in attention.needing_a_person()


def test_nothing_of_a_closed_gate_is_published(closed: Path) -> None:
    assert not list((store.root() / "released").glob("closed/*"))


def test_a_rerun_leaves_a_study_that_is_held(closed: Path, folder: Path) -> None:
    assert deployments.hold("closed")
    held = {line.study: line for line in rerun.rerun(str(folder))}["closed"]
    assert held.state == State.HELD
    assert held.verdict.endswith("hushtag schedule reopen closed")
    assert held.error is None


def test_a_schedule_that_is_switched_off_on_its_page_holds_the_study_too(closed: Path, folder: Path) -> None:
    assert deployments.reopen("closed")
    with get_client(sync_client=True) as client:
        deployment = deployed.of_study(client, "closed")
        assert deployment
        client.update_deployment_schedule(deployment.id, deployment.schedules[0].id, active=False)
    changed = rerun.Line("closed", changed="1 file new or changed")

    def state_now() -> State | None:
        left = rerun._to_be_left(changed, study_file.load(closed))
        return left and left[0]

    assert states(folder)["closed"] == "held"
    assert state_now() == State.HELD
    deployments.every_study(str(folder))
    assert state_now() == State.HELD
    assert deployments.reopen("closed")
    assert state_now() is None


@pytest.mark.usefixtures("closed")
def test_what_is_switched_on_a_page_is_remembered_from_the_next_deployment_on(folder: Path) -> None:
    assert deployments.hold("closed")
    with get_client(sync_client=True) as client:
        deployment = deployed.of_study(client, "closed")
        assert deployment
        client.resume_deployment(deployment.id)
        deployments.every_study(str(folder))
        assert not holds.kept()
        client.pause_deployment(deployment.id)
    deployments.every_study(str(folder))
    assert holds.kept() == {"closed"}


def test_the_event_tells_counts_and_whose_gate_it_is(closed: Path) -> None:
    with get_client(sync_client=True) as client:
        filter_ = {"filter": {"event": {"name": [automations.GATE_CLOSED]}}}
        events = client.request("POST", "/events/filter", json=filter_).json()["events"]
        deployment = deployed.of_study(client, "closed")
    assert deployment
    (event,) = [each for each in events if each["resource"]["prefect.resource.name"] == "closed"]
    assert f"prefect.deployment.{deployment.id}" in json.dumps(event["related"])
    assert "1,000" in event["payload"]["told"]


def test_a_study_whose_file_is_gone_fails_in_a_line_is_told_and_forgotten(folder: Path, closed: Path) -> None:
    (folder / "other.toml").unlink()
    with pytest.raises(StudyInvalid, match=r"other\.toml: no such study file"):
        study(str(folder / "other.toml"))
    assert states(folder)["other"] == "its file is gone: hushtag deploy"
    deployments.every_study(str(folder))
    with get_client(sync_client=True) as client:
        assert deployed.of_study(client, "other") is None
        assert deployed.of_study(client, "closed")


def test_a_study_that_is_held_stays_so_on_a_new_database_until_a_person_opens_it(
    closed: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A home without the database of the server that runs: nothing but the data folder can tell.
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    changed = rerun.Line("closed", changed="1 file new or changed")
    for left in (deployments.hold, deployments.reopen):
        assert left("closed")
        forgotten("closed")
        is_to_be_left = rerun._to_be_left(changed, study_file.load(closed))
        deployments.every_study(str(folder))
        assert bool(is_to_be_left) == (left is deployments.hold)
        assert states(folder)["closed"] == ("held" if is_to_be_left else "open")


def forgotten(name: str) -> None:
    """A server as one with a new database: it has not heard of the study."""
    with get_client(sync_client=True) as client:
        deployment = deployed.of_study(client, name)
        assert deployment
        client.delete_deployment(deployment.id)
