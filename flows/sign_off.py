"""Sign-off: where a study asks for it, a named person lets its release out or keeps it in, and says why."""

import sys
from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from prefect import runtime
from prefect.client.orchestration import get_client
from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput
from pydantic import BaseModel, ConfigDict, Field

from flows.server import doors
from flows.server.waiting import give_way
from tasks.errors import Unsigned
from tasks.pure.report.numbers import count, total
from tasks.storage import store
from tasks.storage.store import Receipt
from tasks.studies.study import Study

PATIENCE_DAYS = 30
ASKED = """**{title}** has passed the gate with **{tweets} distinct tweets** and waits for a person.

{table}

Look at Table 1 and the gate's verdict among this run's artifacts, then say who you are, what you decide and why.
Name, reason and the login that this page uses go into the release's manifest: write no words of a tweet there.
"""


class Approval(BaseModel):
    """Who let a release out, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: str = Field(pattern=r"\S", description="The name of the person who decides.")
    reason: str = Field(pattern=r"\S", description="Why; it goes into the manifest.")


class Decision(RunInput):
    """What the form in the UI asks for."""

    decision: Literal["approve", "refuse"]
    named_person: str = Field(pattern=r"\S", description="Your name.")
    reason: str = Field(pattern=r"\S", description="Why you decide so; it goes into the manifest.")


def asked(study: Study, tabulated: Receipt, approval: Approval | None) -> dict[str, Any] | None:
    """A person's decision on a release that is ready: given beforehand, or waited for; none where none is asked for.

    A waiting run ends its process. After the decision it starts again from its cached stages, and asks again if its tables
    differ from those that were shown.

    Raises: Unsigned when nobody can be asked here.
    """
    if not study.sign_off:
        return None
    if approval:
        return _decision("approve", approval.by, approval.reason, f"account {doors.account()} of this machine")
    if not runtime.deployment.id:
        _show(tabulated)
        raise Unsigned(
            f"{study.id} is signed off before it is published, and nobody has",
            "",
            "Look at Table 1, then run again with --sign-off-by NAME --reason WHY; no stage is done twice.",
        )
    return _asked_on_its_page(study, tabulated)


def _asked_on_its_page(study: Study, tabulated: Receipt) -> dict[str, Any]:
    table = store.read(tabulated, "table1").group_by("theme", maintain_order=True).agg("tweets")
    lines = [
        "| theme | tweets |",
        "|---|--:|",
        *(f"| {theme} | {count(total(tweets))} |" for theme, tweets in table.iter_rows()),
    ]
    words = ASKED.format(
        title=study.title or study.id, tweets=count(total(table["tweets"].explode())), table="\n".join(lines)
    )
    with get_client(sync_client=True) as client:
        give_way(client, UUID(runtime.deployment.id), UUID(runtime.flow_run.id))
    form = Decision.with_initial_data(description=words)
    given = suspend_flow_run(form, timeout=PATIENCE_DAYS * 86_400, key=f"sign-off-{tabulated.sha256[:16]}")
    login = f"login {doors.who()} of the service" if doors.who() else "the service, which asks for no login"
    return _decision(given.decision, given.named_person, given.reason, login)


def _decision(decision: str, by: str, reason: str, through: str) -> dict[str, Any]:
    # A name that somebody typed proves nothing; through whom it came is what we know.
    return {
        "decision": decision,
        "by": by.strip(),
        "reason": reason.strip(),
        "is_signed": False,
        "given_through": through,
    }


def _show(tabulated: Receipt) -> None:
    from rich.console import Console

    from flows.terminal_tables import table1

    Console(file=sys.stderr, highlight=False).print(
        table1(store.read(tabulated, "table1"), store.read(tabulated, "themes") if "themes" in tabulated.rows else None)
    )


def refusal(decision: Mapping[str, str]) -> str:
    """One line for the state of a run whose release was refused."""
    return f"Refused by {decision['by']}: {decision['reason']} Nothing was published."
