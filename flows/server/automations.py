"""What Prefect does by itself: hold a study whose gate is closed, and give up a run whose process is gone."""

from collections.abc import Sequence
from datetime import timedelta

from prefect.automations import AutomationCore, EventTrigger, Posture
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, PauseDeployment

GATE_CLOSED = "hushtag.gate.closed"
# Every three minutes a run gives a sign of life, by Prefect's own setting; a run that misses three of them is gone. Less than
# one would give up any run whose stages take longer.
SILENCE = timedelta(minutes=9)

HOLD = AutomationCore(
    name="hushtag: hold a study whose gate is closed",
    description="Pauses the study's deployment; `hushtag schedule reopen STUDY` opens it again.",
    trigger=EventTrigger(expect={GATE_CLOSED}, posture=Posture.Reactive, threshold=1),
    actions=[PauseDeployment(source="inferred", deployment_id=None)],
)

GIVE_UP = AutomationCore(
    name="hushtag: give up a run whose process is gone",
    description="Marks as crashed a run that was heard from and then was not; one that waits for a person is left alone.",
    # Any event of the run counts as a sign of life: with states listed, a run that waits for a person would be given up.
    trigger=EventTrigger(
        after={"prefect.flow-run.heartbeat"},
        expect={"prefect.flow-run.*"},
        match={"prefect.resource.id": ["prefect.flow-run.*"]},
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=SILENCE,
    ),
    actions=[
        ChangeFlowRunState(
            name="Crashed", state=StateType.CRASHED, message="Not heard from for nine minutes.", force=False
        )
    ],
)

AUTOMATIONS = (HOLD, GIVE_UP)


def register(automations: Sequence[AutomationCore] = AUTOMATIONS) -> None:
    """Puts the automations on the server, each once by its name, as declared now; one that was switched off stays off."""
    with get_client(sync_client=True) as client:
        for automation in automations:
            known = client.read_automations_by_name(automation.name)
            if known:
                now = automation.model_copy(update={"enabled": known[0].enabled})
                # The client's own update leaves out an action's type, and the server then takes it for another action.
                whole = now.model_dump(mode="json", exclude={"owner_resource"})
                client.request("PUT", "/automations/{id}", path_params={"id": known[0].id}, json=whole)
            else:
                client.create_automation(automation)
