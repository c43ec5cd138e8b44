"""The main flow: dumps in, a gated release out. Tasks hand each other receipts; a stage waits for all its parts."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from prefect import flow, runtime
from prefect.logging import get_run_logger
from prefect.states import Cancelled

from expectations.verdict import Verdict
from flows import artifacts, runners, sign_off, unchanged
from flows.events import told_if_closed
from flows.prepared import prepared
from flows.progress import beginnings, each, for_readers, handed_on, heard_by, one, tell
from tasks import codebook as frames
from tasks.anonymise import anonymise, corroborate, harvest, look_again, survey
from tasks.assign_themes import assign_themes
from tasks.deduplicate import deduplicate
from tasks.disclose import disclose
from tasks.draft import discard, draft
from tasks.errors import Postponed
from tasks.gate import gate, hold_reason, verdict_of
from tasks.ingest import ingest, read_dump
from tasks.paraphrase import paraphrase
from tasks.publish import publish
from tasks.quotes import quotes
from tasks.reading.dump_files import Dump, are_large
from tasks.search_back import search_back
from tasks.share_out import share_out
from tasks.storage import keys, memory, store
from tasks.storage.run_lock import cut_short, turn
from tasks.storage.source import Source
from tasks.storage.store import Receipt
from tasks.studies import allowances, held, last_run, record
from tasks.studies import study as studies
from tasks.studies.drift import since_last
from tasks.studies.fingerprint import Outcome, inputs_of, remember
from tasks.studies.profiles import public_profile
from tasks.studies.published import Published
from tasks.studies.states import State
from tasks.tabulate import tabulate
from tasks.withhold import withhold


def run_name() -> str:
    """The study's name, as far as the run's parameters tell it; the version joins it once there is one."""
    return Path(runtime.flow_run.parameters.get("file") or "dumps").stem


@flow(
    name="study",
    flow_run_name=run_name,
    result_storage=store.root() / "results",
    persist_result=False,
    task_runner=runners.at_once(),
)
def study(
    file: str = "data/studies/sample.toml",
    changes: dict[str, Any] | None = None,
    approval: sign_off.Approval | None = None,
) -> Published:
    """Runs one study from its dumps to its release, as its file says or the command line changes it.

    Raises: HushtagError as its stages do; nothing is published then.
    """
    return released(file, changes or {}, approval)


def released(
    file: str, changes: Mapping[str, Any] = MappingProxyType({}), approval: sign_off.Approval | None = None
) -> Published:
    """All stages of a study, its sign-off and its release, within a flow's run.

    Raises: HushtagError as its stages do; nothing is published then.
    """
    try:
        return _released(file, changes, approval)
    except Postponed as early:
        # A state instead of a result: the run ends cancelled, and its study goes on by itself.
        return Cancelled(name=State.POSTPONED.heading, message=early.line())  # type: ignore[return-value]


def _released(file: str, changes: Mapping[str, Any], approval: sign_off.Approval | None) -> Published:
    spec, codebook, dumps = prepared(file, changes)
    runners.check()
    memory.keep_little()
    for warning in filter(None, (keys.drawn(spec.id), cut_short(spec.id))):
        get_run_logger().warning(warning)
    inputs = inputs_of(spec, codebook, dumps)
    artifacts.tag(spec, frames.load(Path(codebook.path)).id)
    one_at_a_time = turn(spec.id, lambda: tell("waiting for another run of this study"))
    shown, folders = artifacts.state_shown(spec.id), list[Receipt]()
    with (
        shown, one_at_a_time as noted, heard_by(beginnings(noted)), heard_by(handed_on(folders)), told_if_closed(spec.id),
        for_readers(spec.group),
    ):  # fmt: skip
        store.sweep(spec.id)
        tabulated, told, quoted, withheld, verdict, dump = gated(spec, codebook, dumps)
        record.keep(spec.id, record.taken(spec, Path(codebook.path), _digests(dumps)))
        moved = since_last(spec, store.read(tabulated, "table1"))
        if moved is not None:
            artifacts.show_drift(spec.id, moved)
        drafted, decision = None, None
        if spec.sign_off:
            drafted = one(draft, spec, told, verdict, codebook, quoted, withheld, dump[0])
            artifacts.show_draft(drafted, sign_off.last_release(spec))
            if not approval:
                artifacts.show_state(spec.id, State.WAITING, sign_off.FORM if runtime.deployment.id else "")
            decision = sign_off.asked(spec, told, drafted, approval)
        if drafted and decision and decision["decision"] == "refuse":
            remember(spec.id, Outcome(inputs=inputs, end=State.REFUSED))
            artifacts.show_state(spec.id, State.REFUSED, f"By {decision['by']}: {decision['reason']}")
            discard(drafted)
            # A state instead of a result: the run ends cancelled.
            return Cancelled(name="Refused", message=sign_off.refusal(decision))  # type: ignore[return-value]
        with artifacts.shown_if_closed(spec.id):
            for reason in sign_off.reasons(decision):
                one(hold_reason, reason, spec.id, *dump)
            seen = drafted and drafted.folder
            last = (quoted, withheld, dump[0], seen)
            published: Published = one(publish, spec, told, verdict, codebook, decision, *last)
        if drafted:
            discard(drafted)
        remember(spec.id, unchanged.outcome(inputs, published, folders))
        artifacts.show_state(spec.id, State.RELEASED, f"Version {published.version}.")
    artifacts.name(published)
    artifacts.show_release(published)
    return published


def _digests(dumps: Sequence[Dump]) -> dict[Path, str]:
    return {Path(source.path): source.sha256 for dump in dumps for file in dump.files for source in file.sources}


def gated(
    spec: studies.Study, codebook: Source, dumps: Sequence[Dump]
) -> tuple[Receipt, Receipt, Receipt | None, Receipt, Verdict, tuple[list[Receipt], list[Receipt], Receipt]]:
    """The stages up to the gate: the tables, what may be told of them, quotes or paraphrases, what is held back, the verdict, and
    the tweets as ingested, anonymised and without copies.

    Raises: GateClosed when the verdict does not let them out.
    """
    columns = spec.columns or None
    # Small dumps are read faster than they are kept.
    read = each(read_dump, dumps, columns=columns, timezone=spec.timezone) if are_large(dumps) else dumps
    window = (spec.since and spec.since.isoformat(), spec.until and spec.until.isoformat())
    ingested = one(ingest, read, columns, list(spec.hashtags), *window, spec.timezone)
    surveyed = each(survey, ingested, strictness=spec.strictness)
    more_terms = one(harvest, ingested, surveyed)
    again = each(look_again, list(zip(surveyed, more_terms, strict=True)), strictness=spec.strictness)
    looks = list(zip(surveyed, again, strict=True))
    anonymised = each(
        anonymise,
        list(zip(ingested, looks, one(corroborate, looks), strict=True)),
        study_key=keys.study_key(spec.id),
        timezone=spec.timezone,
    )
    deduplicated = one(
        deduplicate,
        anonymised,
        near=spec.near_duplicates,
        short_texts=spec.short_texts,
        hashtags=list(spec.hashtags),
    )
    artifacts.show_partly_compared(spec.id, deduplicated)
    withheld = one(withhold, ingested, anonymised, deduplicated, allowances.source(spec.id))
    held.remember(spec.id, deduplicated, withheld)
    settled = Source.of(Path(spec.decisions)) if spec.decisions else None
    coded = each(assign_themes, one(share_out, deduplicated), codebook=codebook, decisions=settled)
    tabulated = one(tabulate, ingested, anonymised, deduplicated, withheld, coded, codebook, settled, spec.timezone)
    told, quoted, paraphrased = tabulated, None, None
    if spec.profile == "team":
        quoted = one(search_back, ingested, anonymised, deduplicated, one(quotes, deduplicated, withheld, coded))
    else:
        profile = public_profile()
        rules = (profile, list(spec.exceptions))
        noised = (ingested, keys.study_key(spec.id)) if profile.noise else ()
        told = one(disclose, tabulated, anonymised, deduplicated, coded, codebook, *rules, *noised)
        if spec.paraphrases:
            sheet = Source.of(Path(spec.paraphrases))
            paraphrased = one(
                paraphrase, sheet, ingested, anonymised, deduplicated, withheld, coded, told, codebook, profile
            )
            artifacts.show_paraphrases(spec.id, paraphrased)
    last_run.remember(
        spec.id,
        last_run.LastRun(
            profile=spec.profile,
            ingested=tuple(ingested),
            anonymised=tuple(anonymised),
            deduplicated=deduplicated,
            withheld=withheld,
            quoted=quoted or paraphrased,
        ),
    )
    artifacts.show_counts(spec.id, told)
    artifacts.show_decisions(spec.id, tabulated)
    with artifacts.shown_if_closed(spec.id):
        finished = (ingested, anonymised, deduplicated, withheld, coded, tabulated, codebook)
        verdict = verdict_of(one(gate, *finished, spec, paraphrased, public_profile().shared_words))
    artifacts.show_verdict(spec.id, verdict)
    return tabulated, told, quoted or paraphrased, withheld, verdict, (ingested, anonymised, deduplicated)
