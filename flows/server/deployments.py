"""The deployments of the studies: one a file under data/studies, put on the server as the files are now."""

import sys
from typing import Any

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.utilities.callables import parameter_schema

from flows.server.deployed import is_active, is_held, of_study, read
from flows.server.processes import POOL
from tasks.errors import StudyInvalid
from tasks.storage.places import PREFIX, PROJECT
from tasks.studies import holds, study_file
from tasks.studies.study import Study

RERUN = "rerun/every-study"
# By it we know which deployments are ours to forget.
OF_A_STUDY = "hushtag-study"
ENVIRONMENT = {"DO_NOT_TRACK": "1", "GX_ANALYTICS_ENABLED": "false"}


def every_study(folder: str = study_file.FOLDER) -> dict[str, bool]:
    """Deploys each valid study of a folder and forgets those whose file is gone; what is paused stays paused.

    prefect.yaml runs it as a build step, and learns from what it returns whether the rerun's schedule is active. An
    invalid study is told on standard error, and what was deployed of it before stays: the others do not wait for it.
    """
    found = dict(study_file.every(study_file.placed(folder)))
    with get_client(sync_client=True) as client:
        for study in found.values():
            if isinstance(study, Study):
                _deploy(client, study)
        _forget(client, {path.stem for path in found})
        rerun = read(client, RERUN)
    for study in found.values():
        if isinstance(study, StudyInvalid):
            print(study.line(), file=sys.stderr)
    return {"is_rerun_active": not is_held(RERUN.partition("/")[2], rerun)}


def hold(name: str) -> bool:
    """Stops a study from running by itself; whether the server has it."""
    with get_client(sync_client=True) as client:
        deployment = _ours(client, name)
        if deployment:
            client.pause_deployment(deployment.id)
            holds.keep(name)
        return bool(deployment)


def reopen(name: str) -> bool:
    """Lets a study run by itself again; whether the server has it."""
    with get_client(sync_client=True) as client:
        deployment = _ours(client, name)
        if deployment:
            client.resume_deployment(deployment.id)
            for schedule in deployment.schedules:
                client.update_deployment_schedule(deployment.id, schedule.id, active=True)
            holds.lift(name)
        return bool(deployment)


def schedules(folder: str = study_file.FOLDER) -> list[tuple[str, str, str, str]]:
    """Each study and the rerun: name, cron line, time zone, and whether it runs by itself.

    Rows: one a study file, A to Z, then those whose file is gone, then the rerun if it is deployed.
    """
    studies = {path.stem: study for path, study in study_file.every(study_file.placed(folder))}
    with get_client(sync_client=True) as client:
        found = [_schedule(client, name, study) for name, study in studies.items()]
        found += [(each.name, "", "", "its file is gone: hushtag deploy") for each in _orphans(client, set(studies))]
        rerun = read(client, RERUN)
    for schedule in rerun.schedules if rerun else ():
        if isinstance(schedule.schedule, CronSchedule):
            zone = schedule.schedule.timezone or "UTC"
            found.append((RERUN.partition("/")[2], schedule.schedule.cron, zone, _state(rerun)))
    return found


def _schedule(client: SyncPrefectClient, name: str, study: Study | StudyInvalid) -> tuple[str, str, str, str]:
    if isinstance(study, StudyInvalid):
        return name, "", "", f"invalid: {study.line()}"
    cron = study.schedule.cron if study.schedule else ""
    zone = (study.schedule and study.schedule.timezone) or study.timezone
    return name, cron, zone if cron else "", _state(of_study(client, name))


def _state(deployment: DeploymentResponse | None) -> str:
    if not deployment:
        return "not deployed"
    return "held" if not is_active(deployment) else "open" if deployment.schedules else "by hand"


def _ours(client: SyncPrefectClient, name: str) -> DeploymentResponse | None:
    return read(client, RERUN) if RERUN.endswith(f"/{name}") else of_study(client, name)


def _deploy(client: SyncPrefectClient, study: Study) -> None:
    flow: Flow[..., Any] = load_flow_from_entrypoint(f"{PREFIX}flows.scheduled.study")
    known = of_study(client, study.id)
    client.create_deployment(
        flow_id=client.create_flow(flow),
        name=study.id,
        description=study.title or None,
        entrypoint="flows/scheduled.py:study",
        pull_steps=[{"prefect.deployments.steps.set_working_directory": {"directory": str(PROJECT)}}],
        parameters={"name": study.id},
        parameter_openapi_schema=parameter_schema(flow).model_dump(exclude_unset=True)
        | {"additionalProperties": False},
        enforce_parameter_schema=True,
        tags=[OF_A_STUDY],
        work_pool_name=POOL,
        job_variables={"env": ENVIRONMENT},
        schedules=_schedules(study),
        # Deploying again, or on a new database, would otherwise open what a closed gate had paused.
        paused=is_held(study.id, known),
        # That a study never runs twice at once is the run lock's work: a limit here gives up a run that waits for a person.
        concurrency_limit=None,
    )


def _schedules(study: Study) -> list[DeploymentScheduleCreate]:
    if not study.schedule:
        return []
    cron = CronSchedule(cron=study.schedule.cron, timezone=study.schedule.timezone or study.timezone)
    return [DeploymentScheduleCreate(schedule=cron, active=True)]


def _forget(client: SyncPrefectClient, studies: set[str]) -> None:
    for deployment in _orphans(client, studies):
        client.delete_deployment(deployment.id)


def _orphans(client: SyncPrefectClient, studies: set[str]) -> list[DeploymentResponse]:
    ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[OF_A_STUDY]))
    return [each for each in client.read_deployments(deployment_filter=ours) if each.name not in studies]
