"""Sign-off: where a study asks for it, people let its draft out or keep it in, and say why."""

import sys
from collections.abc import Mapping
from itertools import count as numbers
from typing import Any, Literal
from uuid import UUID

from prefect import runtime
from prefect.client.orchestration import get_client
from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput
from prefect.logging import get_run_logger
from pydantic import BaseModel, ConfigDict, Field

from flows.server import doors
from flows.server.api import linked
from flows.server.waiting import give_way
from tasks.bundles.seen import to_decide_on
from tasks.draft import Draft
from tasks.errors import HushtagError, Unsigned, UsageError
from tasks.storage import access, store
from tasks.storage.store import Receipt
from tasks.studies import stewards
from tasks.studies.study import Study

PATIENCE_DAYS = 30
OPEN = "Open the draft of the report"
ASKED = """**{title}** has passed the gate and waits for {whom}.

{link} (`{digest}`)

{how}

{seen}
"""
TYPED = """Read the draft and the gate's verdict, then say who you are, what you decide and why.
Name, reason and the login that this page uses go into the release's manifest: write no words of a tweet there."""
FORM = "*Resume*, at the top of this run's page, opens the form for it."
SIGNED = """Read the draft, then sign your decision where your key is, and paste the line that this prints:

    hushtag steward sign data/{draft} --key FILE --approve --reason WHY

{needed} of {known} stewards must approve; one refusal keeps it in."""


class Approval(BaseModel):
    """Who let a release out, why, and which draft, where they name it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: str = Field(pattern=r"\S", description="The name of the person who decides.")
    reason: str = Field(pattern=r"\S", description="Why; it goes into the manifest.")
    draft: str = Field(default="", pattern=r"^([0-9a-f]{12,64})?$", description="The draft's digest, or its first digits.")


class Decision(RunInput):
    """What the form in the UI asks for."""

    decision: Literal["approve", "refuse"]
    named_person: str = Field(pattern=r"\S", description="Your name.")
    reason: str = Field(pattern=r"\S", description="Why you decide so; it goes into the manifest.")


class SignedDecision(RunInput):
    """What the form asks for where the study names its stewards' keys."""

    vote: str = Field(pattern=r"\S", description="The line that `hushtag steward sign` printed.")


def asked(study: Study, tabulated: Receipt, draft: Draft, approval: Approval | None) -> dict[str, Any]:
    """The decision of people on a draft: given beforehand, or waited for.

    A waiting run ends its process. After the decision it starts again from its cached stages, and asks again if its draft
    differs from the one that was shown.

    Raises: Unsigned when nobody can be asked here; UsageError for a name where a key is needed.
    """
    if study.stewards:
        return _by_keys(study, tabulated, draft, approval)
    if approval:
        if not draft.sha256.startswith(approval.draft):
            raise Unsigned("the draft is another one than was named", study.id, f"Look at {draft.folder}, then decide again.")
        return _typed(draft, "approve", approval.by, approval.reason, f"account {access.account()} of this machine")
    if not runtime.deployment.id:
        how = f"run again with --sign-off-by NAME --reason WHY --draft {draft.sha256[:12]}; no stage is done twice."
        raise _unsigned(study, tabulated, draft, how)
    given = _answered(study, draft, Decision, "a person", TYPED, 0)
    login = f"login {doors.who()} of the service" if doors.who() else "the service, which asks for no login"
    return _typed(draft, given.decision, given.named_person, given.reason, login)


def _by_keys(study: Study, tabulated: Receipt, draft: Draft, approval: Approval | None) -> dict[str, Any]:
    if approval:
        raise UsageError("its stewards decide by their keys", study.id, "Sign with `hushtag steward sign`, then `run --vote`.")
    for number in numbers():
        if decision := tallied(study, draft):
            return decision
        if not runtime.deployment.id:
            how = f"sign it: hushtag steward sign {draft.folder} --key FILE, then run again with --vote FILE."
            raise _unsigned(study, tabulated, draft, how)
        how = SIGNED.format(draft=draft.path, needed=study.approvals, known=len(study.stewards))
        given = _answered(study, draft, SignedDecision, "its stewards", how, number)
        try:
            stewards.keep(stewards.read(given.vote, study.id), study.stewards)
        except HushtagError as error:
            # Asked again: a wrong line decides nothing.
            get_run_logger().warning(error.line())
    raise AssertionError


def tallied(study: Study, draft: Draft) -> dict[str, Any] | None:
    """What the votes on a draft come to: the first refusal, or enough approvals, or nothing yet."""
    cast = [_voted(*each) for each in stewards.votes(study.id, draft.sha256, study.stewards)]
    refused = [each for each in cast if each["decision"] == "refuse"]
    if refused:
        return refused[0]
    if len(cast) < study.approvals:
        return None
    return cast[0] | ({"others": cast[1:]} if cast[1:] else {})


def reasons(decision: Mapping[str, Any] | None) -> list[str]:
    """Why each person let it out."""
    return [each["reason"] for each in (decision, *decision.get("others", ()))] if decision else []


def _voted(steward: stewards.Steward, vote: stewards.Vote) -> dict[str, Any]:
    said = {"decision": vote.decision, "by": steward.name, "reason": vote.reason, "is_signed": True}
    return said | {"given_through": "a signature", "draft": vote.draft, "key": vote.key, "signature": vote.signature}


def _typed(draft: Draft, decision: str, by: str, reason: str, through: str) -> dict[str, Any]:
    # A name that somebody typed proves nothing; through whom it came is what we know.
    said = {"decision": decision, "by": by.strip(), "reason": reason.strip(), "is_signed": False}
    return said | {"given_through": through, "draft": draft.sha256}


def _answered(study: Study, draft: Draft, form: type[RunInput], whom: str, how: str, number: int) -> Any:
    words = ASKED.format(
        title=study.title or study.id, whom=whom, link=linked(OPEN, f"{draft.path}/report.html"), digest=draft.sha256[:12], how=how,
        seen=to_decide_on(draft.folder, last_release(study)),
    )  # fmt: skip
    with get_client(sync_client=True) as client:
        give_way(client, UUID(runtime.deployment.id), UUID(runtime.flow_run.id))
    question = form.with_initial_data(description=words)
    key = f"sign-off-{draft.sha256[:16]}-{number}"
    return suspend_flow_run(question, timeout=PATIENCE_DAYS * 86_400, key=key)


def last_release(study: Study) -> Any:
    """The newest release of the study's profile; none before the first."""
    found = store.root() / "released" / study.id / f"latest-{study.profile}"
    return found if (found / "manifest.json").is_file() else None


def _unsigned(study: Study, tabulated: Receipt, draft: Draft, how: str) -> Unsigned:
    from rich.console import Console

    from flows.terminal_tables import table1

    Console(file=sys.stderr, highlight=False).print(
        table1(store.read(tabulated, "table1"), store.read(tabulated, "themes") if "themes" in tabulated.rows else None)
    )
    what = f"{study.id} is signed off before it is published, and nobody has"
    return Unsigned(what, "", f"Look at the draft, {draft.folder / 'report.html'}, then {how}")


def refusal(decision: Mapping[str, str]) -> str:
    """One line for the state of a run whose release was refused."""
    return f"Refused by {decision['by']}: {decision['reason']} Nothing was published."
