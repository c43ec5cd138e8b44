"""What a run tells Prefect beyond its own states, so that automations can act on it."""

from collections.abc import Iterator
from contextlib import contextmanager

from prefect.client.orchestration import get_client
from prefect.events import emit_event

from flows.server.automations import GATE_CLOSED
from flows.server.deployed import of_study
from flows.server.notifications import NEEDED
from tasks.errors import GateClosed
from tasks.studies import holds


def told_if_needed(study: str, told: str) -> None:
    """Tells that a study needs a person, and why, in a sentence without a word of a tweet."""
    resource = {"prefect.resource.id": f"hushtag.study.{study}", "prefect.resource.name": study}
    emit_event(event=NEEDED, resource=resource, payload={"told": told})


@contextmanager
def told_if_closed(study: str) -> Iterator[None]:
    """Tells of a gate that closes within the block, with the study's deployment as what is concerned."""
    try:
        yield
    except GateClosed as closed:
        related = _deployment(study)
        if related:
            holds.keep(study)
        emit_event(
            event=GATE_CLOSED,
            resource={"prefect.resource.id": f"hushtag.study.{study}", "prefect.resource.name": study},
            related=related,
            payload={"told": closed.line()},
        )
        raise


def _deployment(study: str) -> list[dict[str, str]]:
    with get_client(sync_client=True) as client:
        deployment = of_study(client, study)
    if not deployment:
        return []
    return [
        {
            "prefect.resource.id": f"prefect.deployment.{deployment.id}",
            "prefect.resource.name": study,
            "prefect.resource.role": "deployment",
        }
    ]
