"""Sign-off: where a study asks for it, a named person lets its release out or keeps it in, and says why."""

import sys
from collections.abc import Mapping
from typing import Literal

from prefect import pause_flow_run, runtime
from prefect.exceptions import FlowPauseTimeout
from prefect.input import RunInput
from pydantic import BaseModel, ConfigDict, Field

from tasks.errors import Unsigned
from tasks.pure.report.numbers import count, total
from tasks.storage import store
from tasks.storage.store import Receipt
from tasks.studies.study import Study

PATIENCE_DAYS = 30
EVERY_SECONDS = 5
ASKED = """**{title}** has passed the gate with **{tweets} distinct tweets** and waits for a person.

{table}

Look at Table 1 and the gate's verdict among this run's artifacts, then say who you are, what you decide and why.
Who decided and the reason go into the release's manifest: write no words of a tweet there.
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


def asked(study: Study, tabulated: Receipt, approval: Approval | None) -> dict[str, str] | None:
    """A person's decision on a release that is ready: given beforehand, or waited for; none where none is asked for.

    Raises: Unsigned when nobody can be asked here, or nobody has decided in thirty days.
    """
    if not study.sign_off:
        return None
    if approval:
        return {"decision": "approve", **approval.model_dump()}
    if not runtime.deployment.id:
        _show(tabulated)
        raise Unsigned(
            f"{study.id} is signed off before it is published, and nobody has",
            "",
            "Look at Table 1, then run again with --sign-off-by NAME --reason WHY; no stage is done twice.",
        )
    return _waited_for(study, tabulated)


def _waited_for(study: Study, tabulated: Receipt) -> dict[str, str]:
    table = store.read(tabulated, "table1").group_by("theme", maintain_order=True).agg("tweets")
    lines = [
        "| theme | tweets |",
        "|---|--:|",
        *(f"| {theme} | {count(total(tweets))} |" for theme, tweets in table.iter_rows()),
    ]
    words = ASKED.format(
        title=study.title or study.id, tweets=count(total(table["tweets"].explode())), table="\n".join(lines)
    )
    form = Decision.with_initial_data(description=words)
    try:
        given = pause_flow_run(form, timeout=PATIENCE_DAYS * 86_400, poll_interval=EVERY_SECONDS)
    except FlowPauseTimeout:
        raise Unsigned(f"nobody signed in {PATIENCE_DAYS} days", study.id, "Run it again when somebody can.") from None
    return {"decision": given.decision, "by": given.named_person.strip(), "reason": given.reason.strip()}


def _show(tabulated: Receipt) -> None:
    from rich.console import Console

    from flows.terminal_tables import table1

    Console(file=sys.stderr, highlight=False).print(table1(store.read(tabulated, "table1")))


def refusal(decision: Mapping[str, str]) -> str:
    """One line for the state of a run whose release was refused."""
    return f"Refused by {decision['by']}: {decision['reason']} Nothing was published."
