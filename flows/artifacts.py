"""What the run's page shows: counts only, never a word of a tweet."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
from prefect import runtime
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client

from expectations.verdict import Verdict
from flows.events import told_if_needed
from flows.server.api import linked, serves_files
from tasks.bundles.seen import to_decide_on
from tasks.draft import Draft
from tasks.errors import GateClosed, HushtagError
from tasks.pure.drift.releases import Difference
from tasks.pure.report.facts import COPIES
from tasks.pure.report.gate import in_short_words
from tasks.storage import store
from tasks.storage.store import Receipt
from tasks.studies.published import Published
from tasks.studies.states import State, state_of
from tasks.studies.study import Study


def tag(study: Study, codebook: str) -> None:
    """Tags the run with its study, codebook and profile, beside the tags that it was given."""
    tags = {*runtime.flow_run.tags, f"study:{study.id}", f"codebook:{codebook}", f"profile:{study.profile}"}
    _update(tags=sorted(tags))


def name(published: Published) -> None:
    """Names the run for its study and the version that it released."""
    _update(name=f"{published.study} {published.version}")


def show_counts(study: str, tabulated: Receipt) -> None:
    """Table 1 and the flow counts as table artifacts of the run."""
    for table, title in _TITLES.items():
        _show(store.read(tabulated, table), _key(study, table), title)


def show_decisions(study: str, tabulated: Receipt) -> None:
    """How many codes people decided, and which decisions to look at again; nothing where the study has none."""
    if "decisions" in tabulated.rows:
        _show(store.read(tabulated, "decisions"), _key(study, "decisions"), "Decisions of people above the rules")


def show_partly_compared(study: str, deduplicated: Receipt) -> None:
    """How many distinct texts were compared with some of their like only; nothing where all were compared with all."""
    if texts := deduplicated.rows.get("partly_compared", 0):
        words = f"{texts} of {deduplicated.rows['tweets']} distinct texts {PARTLY_COMPARED}"
        create_markdown_artifact(
            words, key=_key(study, "partly-compared"), description="Near-duplicates that may be left"
        )


def show_paraphrases(study: str, paraphrased: Receipt) -> None:
    """How many paraphrases are told, and how many are not because a count is withheld."""
    told, kept_back = paraphrased.rows["paraphrases"], paraphrased.rows["kept_back"]
    words = f"{told} told; {kept_back} kept back, because the count of their heading is withheld."
    create_markdown_artifact(words, key=_key(study, "paraphrases"), description="Paraphrases")


def show_verdict(study: str, verdict: Verdict) -> None:
    """The verdict of a gate that is open, a line a rule."""
    lines = [f"| {line.rule} | {line.table} | {line.outcome} | {line.rows} |" for line in verdict.lines]
    tested = (verdict.canaries.rules, verdict.canaries.among_own) if verdict.canaries else (0,)
    looked_for = "\n\n".join(in_short_words([(line.table, line.rule) for line in verdict.lines], *tested))
    head = ["**The gate is open.**", "", looked_for, "", "| rule | table | outcome | rows that break it |", "|---|---|---|--:|"]
    held = _held_back(verdict)
    create_markdown_artifact("\n".join([*head, *lines, *held]), key=_key(study, "gate"), description="The gate's verdict")


def _held_back(verdict: Verdict) -> list[str]:
    if not verdict.held_back:
        return []
    head = ["", "**Texts held back: counted and coded, their words released nowhere.**", "", "| rule | texts |", "|---|--:|"]
    return [*head, *(f"| {rule} | {texts} |" for rule, texts in verdict.held_back.items())]


@contextmanager
def shown_if_closed(study: str) -> Iterator[None]:
    """Leaves a closed gate's verdict with the run: which rules failed, and on how many rows."""
    try:
        yield
    except GateClosed as closed:
        rules = closed.what.removeprefix("the gate is closed: ").split("; ")
        lines = ["**The gate is closed. Nothing was published.**", "", *(f"* {rule}" for rule in rules)]
        create_markdown_artifact("\n".join(lines), key=_key(study, "gate"), description="The gate's verdict")
        raise


def show_state(study: str, state: State, more: str = "") -> None:
    """Where the study stands, in a sentence, and what is to be said of this run."""
    words = "\n\n".join(part for part in (f"**{state.heading}.** {state.sentence}", more) if part)
    create_markdown_artifact(words, key=_key(study, "state"), description="Where the study stands")
    if state.needs_a_person:
        told_if_needed(study, " ".join(part for part in (f"{state.heading}. {state.sentence}", more) if part))


@contextmanager
def state_shown(study: str) -> Iterator[None]:
    """Leaves with the run the state in which a refusal within the block leaves the study."""
    try:
        yield
    except HushtagError as error:
        show_state(study, state_of(error), error.line())
        raise


def show_drift(study: str, moved: pl.DataFrame) -> None:
    """How far each theme's share moved since the release before."""
    rounded = moved.with_columns(pl.col(pl.Float64).round(3))
    _show(rounded, _key(study, "drift"), "Drift: each theme's share of the tweets, before and now")


def show_difference(study: str, found: Difference) -> None:
    """What differs from the release before: tweets in, out and moved by theme, and names of settings."""
    names = ", ".join(f"`{name}`" for name, _, _ in found.settings) or "none"
    parts = [_in_markdown(found.themes), _in_markdown(found.moved), f"Settings, counts and versions that differ: {names}."]
    words = "Nothing differs." if found.is_none else "\n\n".join(part for part in parts if part)
    create_markdown_artifact(words, key=_key(study, "diff"), description="What differs from the release before")


def _in_markdown(table: pl.DataFrame) -> str:
    """A table of counts; nothing for one without rows."""
    rows = [table.columns, ["--:" if dtype.is_integer() else "---" for dtype in table.dtypes], *table.iter_rows()]
    return "\n".join(f"| {' | '.join(str(cell).replace('_', ' ') for cell in row)} |" for row in rows) if table.height else ""


def show_draft(draft: Draft, before: Path | None) -> None:
    """What waits for a decision: the draft's report, by the service's address, and all that a person should look at."""
    link = linked("Open the draft of the report", f"{draft.path}/report.html")
    words = f"{link} (`{draft.sha256[:12]}`)\n\n{to_decide_on(draft.folder, before)}"
    create_markdown_artifact(words, key=_key(draft.study, "draft"), description="The draft that waits for a decision")


def show_release(published: Published) -> None:
    """Where the report lies: on the service's own address, since a page may not open a file."""
    path, key = f"{published.path}/report.html", _key(published.study, "report")
    if serves_files():
        create_link_artifact(f"/{path}", link_text="report.html", key=key)
    else:
        create_markdown_artifact(linked("The report", path), key=key, description="Where the report lies")


PARTLY_COMPARED = (
    "resemble so many others that each was compared with some of them only. A near-duplicate of them may be kept as a text"
    " of its own. Which they are: `partly_compared` beside the ledger of copies."
)
_TITLES = {"flow": "Flow: read = kept + set aside, at every stage", "table1": "Table 1: distinct tweets a heading"}


def _show(table: pl.DataFrame, key: str, title: str) -> None:
    """A table in words: kinds of copies by what they are, names without underscores."""
    worded = table.with_columns(pl.col(pl.String).replace({**COPIES, "set_aside": "set aside"}))
    rows = worded.rename(lambda name: name.replace("_", " ")).to_dicts()
    create_table_artifact(rows, key=key, description=title)


def _update(**changes: Any) -> None:
    with get_client(sync_client=True) as client:
        client.update_flow_run(runtime.flow_run.id, **changes)


def _key(study: str, name: str) -> str:
    return f"{study}-{name}".replace("_", "-")
