"""What is put on a server: one invalid study is told, and neither the others nor the nightly rerun wait for it."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists

from flows.commands import deploy
from flows.server import declared, deployed, deployments
from tasks.errors import StorageError, StudyInvalid
from tasks.studies import study_file
from tests.flows.conftest import small_study


@pytest.fixture
def mixed(folder: Path) -> Iterator[Path]:
    """A folder with a study that is well and, before and after it, two that are not; one of them was."""
    small_study(folder, "sound")
    with get_client(sync_client=True) as client, suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=deployments.POOL, type="process"))
    small_study(folder, "worn")
    deployments.every_study(str(folder))
    for name in ("broken", "worn"):
        (folder / f"{name}.toml").write_text(f'[study]\nid = "{name}"\n')
    with get_client(sync_client=True) as client:
        deployment = deployed.of_study(client, "sound")
        assert deployment
        client.delete_deployment(deployment.id)
    yield folder
    for name in ("broken", "worn", "sound"):
        (folder / f"{name}.toml").unlink()


def test_an_invalid_study_is_told_in_a_line_and_the_build_step_of_the_rerun_goes_on(
    mixed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deployments.every_study(str(mixed)) == {"is_rerun_active": True}
    told = capsys.readouterr().err.splitlines()
    assert [line for line in told if "dumps: is missing" in line] == told
    assert len(told) == 2
    with get_client(sync_client=True) as client:
        assert deployed.of_study(client, "sound")
        assert deployed.of_study(client, "worn")
        assert deployed.of_study(client, "broken") is None


def test_deploying_lists_them_all_and_then_fails_for_the_invalid_one(
    mixed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(declared.subprocess, "run", lambda *_, **__: None)
    monkeypatch.setattr(study_file, "FOLDER", str(mixed))
    monkeypatch.setattr("flows.commands.schedule._use_running_server", lambda: None)
    monkeypatch.setattr("flows.commands.schedule._list", lambda: print("listed"))
    with pytest.raises(StudyInvalid, match=r"broken\.toml: line 1: dumps: is missing"):
        deploy.execute(Namespace())
    assert capsys.readouterr().out == "listed\n"


@pytest.mark.parametrize("command", ["exit 1", "exec sleep 60"])
def test_a_deploying_that_fails_or_never_ends_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(declared, "DEPLOY", ["sh", "-c", command])
    monkeypatch.setattr(declared, "PATIENCE_SECONDS", 0.5)
    with pytest.raises(StorageError, match="could not be deployed"):
        declared.put_in_place()
