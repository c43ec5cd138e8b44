"""Runs of a study's deployment that wait for a person: suspended, with no process, until somebody decides on their page."""

from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Cancelled


def waiting(client: SyncPrefectClient, deployment: UUID) -> list[FlowRun]:
    """The runs of a deployment that wait, newest first."""
    paused = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.PAUSED])))
    ours = DeploymentFilter(id=DeploymentFilterId(any_=[deployment]))
    runs = client.read_flow_runs(flow_run_filter=paused, deployment_filter=ours)
    return sorted(runs, key=lambda run: str(run.created), reverse=True)


def give_way(client: SyncPrefectClient, deployment: UUID, newer: UUID) -> None:
    """Ends the runs that wait when a newer one is about to ask: nobody should sign an outdated table."""
    for run in waiting(client, deployment):
        if run.id != newer:
            client.set_flow_run_state(
                run.id, Cancelled(name="Superseded", message="A newer run of this study asks."), force=True
            )
