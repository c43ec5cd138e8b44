"""A study that asks for a person waits for one without a process, and what they decide stands in the manifest."""

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect.artifacts import Artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import ObjectAlreadyExists, Pause
from prefect.flow_engine import run_flow

from flows import rerun, scheduled, sign_off
from flows.cli import main
from flows.server import deployed, deployments
from flows.study import study
from tasks.bundles.check import hold
from tasks.bundles.checks.decision import draft_of
from tasks.errors import GateClosed, Unsigned, UsageError
from tasks.storage import access, store
from tasks.storage.ed25519 import draw
from tasks.storage.run_lock import is_taken
from tasks.studies import study_file
from tasks.studies.states import State
from tasks.studies.stewards import keep, read
from tests.conftest import Run
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
    return {path.parent.name for path in (store.root() / "released").glob("signed/[!l]*/manifest.json")}


@pytest.mark.usefixtures("file")
def test_a_run_waits_for_a_name_and_a_reason_and_they_go_into_the_manifest() -> None:
    run = started()
    assert not bundles()
    assert "opens the form" in str(Artifact.get("signed-state").data)
    for wrong in ({"named_person": " "}, {"reason": ""}, {"decision": "perhaps"}):
        assert decided(run, **SIGNED | wrong) == "REJECT"
    assert decided(run, decision="approve") == "REJECT"
    assert state_of(run).is_paused()
    assert decided(run, **SIGNED) == "ACCEPT"
    ended = gone_on(run)
    assert ended.is_completed(), ended.message
    (bundle,) = bundles()
    manifest = json.loads((store.root() / "released" / "signed" / bundle / "manifest.json").read_text())
    assert manifest["sign_off"].pop("draft") == draft_of(store.root() / "released" / "signed" / bundle)
    assert manifest["sign_off"] == {
        "decision": "approve",
        "by": "Ada Owl",
        "reason": "Counts agree.",
        "is_signed": False,
        "given_through": "the service, which asks for no login",
    }
    page = (store.root() / "released" / "signed" / bundle / "report.html").read_text()
    assert "as typed, not signed by a key" in page
    assert "No person has let it out" not in page


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
    assert manifest["sign_off"]["given_through"] == f"account {access.account()} of this machine"
    assert manifest["sign_off"]["is_signed"] is False


def drafted() -> Path:
    """The draft of the study that waits."""
    (found,) = (store.root() / "drafts" / "signed").iterdir()
    return found


def test_what_is_released_is_the_draft_that_was_seen_which_is_gone_then(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Unsigned, match="--draft") as caught:
        study(str(file))
    draft = drafted()
    assert str(draft / "report.html") in caught.value.line()
    assert {path.stat().st_mode & 0o077 for path in (draft.parent, draft, *draft.rglob("*"))} == {0}
    before, draft = bundles(), Path(shutil.copytree(draft, tmp_path / draft.name))
    approval = sign_off.Approval(by="Bo Heron", reason="Seen it.", draft="0123456789ab")
    with pytest.raises(Unsigned, match="another one"):
        study(str(file), approval=approval)
    assert bundles() == before
    published = study(str(file), approval=approval.model_copy(update={"draft": draft.name}))
    released = store.root() / published.path
    assert {path.name for path in released.iterdir()} == {path.name for path in draft.iterdir()}
    files = [path for path in released.iterdir() if path.is_file()]
    differing = {path.name for path in files if path.read_bytes() != (draft / path.name).read_bytes()}
    assert differing == {"manifest.json", "report.html", "seal.json"}
    assert draft_of(released)[:12] == draft.name
    assert not (store.root() / "drafts" / "signed").exists()


@pytest.fixture
def stewards(file: Path, tmp_path: Path) -> Iterator[dict[str, Path]]:
    """The study names two stewards, who must both approve; a third one has a key that it does not name."""
    keys = {name: tmp_path / f"{name}.key" for name in ("Ada Owl", "Bo Heron", "Cy Wren")}
    public = {name: draw(path) for name, path in keys.items()}
    named = "".join(f'[[stewards]]\nname = "{name}"\nkey = "{public[name]}"\n' for name in ("Ada Owl", "Bo Heron"))
    words = file.read_text(encoding="utf-8")
    file.write_text(f"{words}approvals = 2\n{named}", encoding="utf-8")
    yield keys
    file.write_text(words, encoding="utf-8")


def vote(key: Path, draft: Path, out: Path, decision: str = "--approve") -> str:
    assert main(["steward", "sign", str(draft), "--key", str(key), decision, "--reason", "Seen.", "-o", str(out)]) == 0
    return out.read_text(encoding="utf-8")


def test_two_stewards_sign_the_draft_and_their_signatures_stand_in_the_release(
    file: Path, stewards: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UsageError, match="by their keys"):
        study(str(file), approval=sign_off.Approval(by="Ada Owl", reason="Seen it."))
    run = started()
    assert decided(run, **SIGNED) == "REJECT"
    draft = drafted()
    # A key that the study does not name, no vote at all, and one steward twice count for nothing.
    ours, theirs = (vote(stewards[name], draft, tmp_path / name) for name in ("Ada Owl", "Cy Wren"))
    for words in (theirs, "approve", ours, ours):
        assert decided(run, vote=words) == "ACCEPT"
        assert gone_on(run).name == "Suspended"
    before = bundles()
    assert decided(run, vote=vote(stewards["Bo Heron"], draft, tmp_path / "b")) == "ACCEPT"
    ended = gone_on(run)
    assert ended.is_completed(), ended.message
    (version,) = bundles() - before
    bundle = store.root() / "released" / "signed" / version
    given = json.loads((bundle / "manifest.json").read_text())["sign_off"]
    assert [(each["by"], each["is_signed"]) for each in (given, *given["others"])] == [("Ada Owl", True), ("Bo Heron", True)]
    assert "signed by the key ed25519:" in (bundle / "report.html").read_text()
    assert main(["check", str(bundle)]) == 0
    assert "let out by 2 of the study's stewards, signed by their keys" in capsys.readouterr().out


def test_one_refusal_keeps_it_in(file: Path, stewards: dict[str, Path], tmp_path: Path, hushtag: Run) -> None:
    (file.parent / "signed" / "third.csv").unlink(missing_ok=True)
    dump(file.parent / "signed" / "third.csv", THANKING[:2], first=20)
    with pytest.raises(Unsigned, match="steward sign"):
        study(str(file))
    for name, decision in (("Ada Owl", "--approve"), ("Bo Heron", "--refuse")):
        kept = read(vote(stewards[name], drafted(), tmp_path / "vote", decision), "vote")
        keep(kept, study_file.load(file).stewards)
    before = bundles()
    ended = study(str(file), return_state=True)
    assert ended.is_cancelled()
    assert "Refused by Bo Heron" in str(ended.message)
    told = hushtag("run", file, "--data", store.root())
    assert told.returncode == 3
    assert told.stderr.splitlines()[-1] == "hushtag: Refused by Bo Heron: Seen. Nothing was published."
    assert not [line for line in told.stderr.splitlines() if not line.startswith(("  ✓", "  =", "hushtag: "))]
    assert bundles() == before


def test_a_signature_that_was_moved_to_another_release_is_found(file: Path, stewards: dict[str, Path], tmp_path: Path) -> None:
    manifests = (store.root() / "released" / "signed").glob("[!l]*/manifest.json")
    bundle = next(path.parent for path in manifests if '"others"' in path.read_text(encoding="utf-8"))
    copy = Path(shutil.copytree(bundle, tmp_path / "bundle"))
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["leak"] = None
    (copy / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(GateClosed, match="sign_off: is of another draft"):
        hold(copy)
    del manifest["sign_off"]["others"]
    (copy / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(GateClosed, match="fewer people than the study asks for"):
        hold(copy)
    manifest["sign_off"] = None
    (copy / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(GateClosed, match="is missing, and the study asks for it"):
        hold(copy)


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
