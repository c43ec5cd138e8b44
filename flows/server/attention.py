"""What the server knows that a person should: studies that are held, runs that wait for a decision, runs that failed."""


from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    DeploymentFilterTags,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.sorting import FlowRunSort

from flows.server.deployed import is_active, read
from flows.server.deployments import OF_A_STUDY, RERUN
from flows.server.waiting import waiting
from tasks.studies.states import State

ENDED = [StateType.COMPLETED, StateType.CANCELLED, StateType.FAILED, StateType.CRASHED]


def needing_a_person() -> list[tuple[str, State]]:
    """Each study that waits for a person, A to Z, then the rerun if it failed last time."""
    with get_client(sync_client=True) as client:
        ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[OF_A_STUDY]))
        studies = sorted(client.read_deployments(deployment_filter=ours), key=lambda each: each.name)
        rerun = read(client, RERUN)
        each_state = [(each.name, _state(client, each)) for each in [*studies, *([rerun] if rerun else [])]]
    return [(name, state) for name, state in each_state if state]


def _state(client: SyncPrefectClient, deployment: DeploymentResponse) -> State | None:
    if waiting(client, deployment.id):
        return State.WAITING
    if not is_active(deployment):
        return State.HELD
    return State.FAILED if _last_end(client, deployment) in {StateType.FAILED, StateType.CRASHED} else None


def _last_end(client: SyncPrefectClient, deployment: DeploymentResponse) -> StateType | None:
    runs = client.read_flow_runs(
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=ENDED))),
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment.id])),
        sort=FlowRunSort.END_TIME_DESC,
        limit=1,
    )
    return runs[0].state_type if runs else None
