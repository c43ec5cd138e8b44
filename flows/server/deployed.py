"""What the server has of our deployments: found by name, and whether they run by themselves."""

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.responses import DeploymentResponse
from prefect.exceptions import ObjectNotFound

from flows.server.holds import remembered
from tasks.studies import holds


def read(client: SyncPrefectClient, name: str) -> DeploymentResponse | None:
    """The deployment of this name, written FLOW/NAME, if the server has it."""
    try:
        return client.read_deployment_by_name(name)
    except ObjectNotFound:
        return None


def of_study(client: SyncPrefectClient, study: str) -> DeploymentResponse | None:
    """The deployment of a study, by the study's id."""
    return read(client, f"study/{study}")


def is_active(deployment: DeploymentResponse | None) -> bool:
    """Whether a deployment runs by its schedule, or will once it is there."""
    if not deployment:
        return True
    return not deployment.paused and all(schedule.active for schedule in deployment.schedules)


def is_held(name: str, deployment: DeploymentResponse | None) -> bool:
    """Whether a study does not run by itself. What a server says that has it is kept, for one that will not have it.

    Raises: StorageError when it cannot be kept.
    """
    if not deployment:
        return name in remembered()
    if is_active(deployment):
        holds.lift(name)
        return False
    holds.keep(name)
    return True
