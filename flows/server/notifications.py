"""Who is told when a study needs a person: one address, as a notification block of Prefect's, and an automation that uses it.

Prefect's collection for mail, prefect-email, has credentials and tasks, and no block that an automation may notify by. Its block
for Slack hands any address that is not Slack's to Apprise, which is part of Prefect and sends mail.
"""

import os
from typing import cast
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from prefect.automations import AutomationCore, EventTrigger, Posture
from prefect.blocks.core import Block
from prefect.blocks.notifications import CustomWebhookNotificationBlock, SlackWebhook
from prefect.events.actions import SendNotification
from prefect.types import SecretDict
from pydantic import SecretStr

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

    Raises: UsageError when the address is neither a webhook's nor a mail server's.
    """
    if address := os.environ.get(SETTING):
        register(address)


def register(address: str) -> None:
    """Has the server post {"text": ...} to a webhook, or send a mail, whenever a study needs a person, or a run crashes.

    Raises: UsageError when the address is neither a webhook's nor a mail server's.
    """
    block = _block(address)
    kept = cast(UUID, block.save(BLOCK, overwrite=True))
    automations.register(
        [
            AutomationCore(
                name=NAME,
                description=f"Tells the address that {SETTING} named when the service was started.",
                trigger=EventTrigger(expect={NEEDED, "prefect.flow-run.Crashed"}, posture=Posture.Reactive, threshold=1),
                actions=[SendNotification(block_document_id=kept, subject=SUBJECT, body=BODY)],
            )
        ]
    )


def _block(address: str) -> Block:
    """The block that tells an address, which is a password: as a secret, Prefect enciphers it and its pages do not show it."""
    told = urlsplit(address)
    if told.scheme in {"mailto", "mailtos"} and _is_sent_to(address):
        # Words as they are: as HTML a sign of less-than would begin a tag.
        return SlackWebhook(url=SecretStr(f"{address}&format=text"))
    if told.scheme in {"http", "https"} and told.hostname:
        return CustomWebhookNotificationBlock(
            name="hushtag",
            url="{{address}}",
            json_data={"text": "{{subject}}: {{body}}"},
            headers=None,
            cookies=None,
            secrets=SecretDict({"address": address}),
        )
    advice = "Write https://..., or mailtos://USER:PASSWORD@SERVER?from=ADDRESS&to=ADDRESS, or leave it out."
    raise UsageError("is not the address of a webhook or a mail server", SETTING, advice)


def _is_sent_to(address: str) -> bool:
    """Whether a mail server is named, and somebody whom the mail is for."""
    from apprise import Apprise

    return "to" in parse_qs(urlsplit(address).query) and bool(Apprise.instantiate(address))
