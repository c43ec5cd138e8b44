"""Who is told when a study needs a person: one address, as a notification block of Prefect's, and an automation that uses it."""

import os
from typing import cast
from urllib.parse import urlsplit
from uuid import UUID

from prefect.automations import AutomationCore, EventTrigger, Posture
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.events.actions import SendNotification
from prefect.types import SecretDict

from flows.server import automations
from tasks.errors import UsageError

SETTING = "HUSHTAG_NOTIFY"
NEEDED = "hushtag.study.needs-a-person"
BLOCK = "hushtag-notifications"
NAME = "hushtag: tell when a study needs a person"
SUBJECT = "Hushtag: {{ event.resource.name }}"
BODY = "{{ event.payload.told or 'A run crashed: see its page.' }}"


def register_if_set() -> None:
    """Puts block and automation on the server where an address is set; where none is, what is there stays.

    Raises: UsageError when the address is not a webhook's.
    """
    if address := os.environ.get(SETTING):
        register(address)


def register(address: str) -> None:
    """Has the server post {"text": ...} to a webhook whenever a study needs a person, or a run crashes.

    Raises: UsageError when the address is not a webhook's.
    """
    if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
        raise UsageError("is not the address of a webhook", SETTING, "Write one that begins with https://, or leave it out.")
    # A webhook's address is its password: kept as a secret, Prefect stores it enciphered and its pages do not show it.
    block = CustomWebhookNotificationBlock(
        name="hushtag",
        url="{{address}}",
        json_data={"text": "{{subject}}: {{body}}"},
        headers=None,
        cookies=None,
        secrets=SecretDict({"address": address}),
    )
    kept = cast(UUID, block.save(BLOCK, overwrite=True))
    automations.register(
        [
            AutomationCore(
                name=NAME,
                description=f"Posts to the webhook that {SETTING} named when the service was started.",
                trigger=EventTrigger(expect={NEEDED, "prefect.flow-run.Crashed"}, posture=Posture.Reactive, threshold=1),
                actions=[SendNotification(block_document_id=kept, subject=SUBJECT, body=BODY)],
            )
        ]
    )
