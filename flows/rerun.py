"""The scheduled flow: goes over every study under data/studies and runs those whose inputs changed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import polars as pl
from prefect import flow
from prefect.artifacts import create_table_artifact
from prefect.client.orchestration import get_client
from prefect.deployments import run_deployment
from prefect.logging import get_run_logger

from flows import artifacts
from flows.events import told_if_needed
from flows.prepared import prepared
from flows.progress import tell
from flows.server.deployed import is_held, of_study
from flows.server.waiting import waiting
from flows.study import study as study_flow
from tasks.bundles.compared import compared
from tasks.errors import HushtagError, StudyInvalid
from tasks.pure.drift.shares import drift
from tasks.storage import store
from tasks.storage.run_lock import is_taken
from tasks.studies import study_file
from tasks.studies.drift import last_bundle, last_table1, table1_of
from tasks.studies.fingerprint import changes, inputs_of, remembered
from tasks.studies.published import Published
from tasks.studies.states import State, state_of
from tasks.studies.study import Study

LEAST_POINTS = 0.05


@dataclass(frozen=True)
class Line:
    """What a rerun found of one study, what it did about it, and the number of distinct tweets before and after."""

    study: str
    state: State = State.UNCHANGED
    verdict: str = "left alone"
    tweets_before: int | None = None
    tweets_after: int | None = None
    # Last, since they may be long, and a page shows what comes first.
    drift: str = ""
    changed: str = ""
    error: HushtagError | None = None


class StudiesFailed(HushtagError):
    """Some studies failed; the others were still looked at."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        failed = [(line.study, line.error) for line in lines if line.error]
        self.exit_code = max(error.exit_code for _, error in failed)
        told = " ".join(f"{study}: {error.line()}" for study, error in failed)
        super().__init__(f"{len(failed)} of {len(lines)} studies failed. {told}")

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self.lines,)


@flow(name="rerun", flow_run_name="every study", result_storage=store.root() / "results", persist_result=False)
def rerun(folder: str = study_file.FOLDER) -> list[Line]:
    """Goes over every study of a folder, runs those whose inputs, codebook or code changed, and tells what came of it.

    Raises: StudiesFailed, after all were looked at, when one or more failed.
    """
    return rerun_studies(folder)


def rerun_studies(folder: str) -> list[Line]:
    """Does within a flow's run what `rerun` does.

    Raises: StudiesFailed as `rerun` does.
    """
    lines = []
    for path, declared in study_file.every(study_file.placed(folder)):
        tell(path.stem)
        lines.append(line_of_study(path, declared))
    shown = [{name.replace("_", " "): value for name, value in row.items()} for row in table(lines)]
    create_table_artifact(shown, key="rerun", description="Every study: what changed, and what came of it")
    if needing := [f"{line.study} is {line.state}" for line in lines if line.state.needs_a_person]:
        told_if_needed("rerun", f"Of {len(lines)} studies some need a person: {', '.join(needing)}.")
    if any(line.error for line in lines):
        raise StudiesFailed(lines)
    return lines


def table(lines: Sequence[Line]) -> list[dict[str, object]]:
    """The lines as rows of a table."""
    return [{name: value for name, value in asdict(line).items() if name != "error"} for line in lines]


def line_of_study(path: Path, declared: Study | StudyInvalid) -> Line:
    """One study: left alone, held, handed on to a person, or run; what it fails with is in its line."""
    before = last_table1(path.stem)
    line = Line(path.stem, tweets_before=_tweets(before), tweets_after=_tweets(before))
    try:
        if isinstance(declared, StudyInvalid):
            raise declared
        last = remembered(declared.id)
        line = replace(
            line, changed=", ".join(changes(last.inputs if last else None, inputs_of(*prepared(str(path), {}))))
        )
        left = _to_be_left(line, declared)
        return replace(line, state=left[0], verdict=left[1]) if left else _run(path, line, before)
    except HushtagError as error:
        return replace(line, state=state_of(error), verdict=f"failed: {error.line()}", error=error)


def _to_be_left(line: Line, study: Study) -> tuple[State, str] | None:
    """The state of a study that is not run here, and why; nothing for one that is."""
    if not line.changed:
        return State.UNCHANGED, "left alone"
    if is_taken(study.id):
        return State.RUNNING, "left alone: a run of it is at work"
    with get_client(sync_client=True) as client:
        deployment = of_study(client, study.id)
        asking = waiting(client, deployment.id) if deployment else []
    if is_held(study.id, deployment):
        return State.HELD, f"held: its schedule is paused; once that is fixed: hushtag schedule reopen {study.id}"
    if asking:
        return State.WAITING, "waits for a person, on the page of its run"
    if study.sign_off and deployment:
        # In a run of its own a person may take their time: nobody else's study waits for them.
        run_deployment(deployment.id, timeout=0, as_subflow=False)
        return State.WAITING, "waits for a person, in a run of its own"
    return (State.WAITING, f"waits for a person: hushtag run {study.id}") if study.sign_off else None


def _run(path: Path, line: Line, before: pl.DataFrame | None) -> Line:
    old = last_bundle(path.stem, "team")
    state = study_flow(str(path), return_state=True)
    outcome = state.result(raise_on_failure=False)
    if state.name == State.POSTPONED.heading:
        return replace(line, state=State.POSTPONED, verdict=state.message or "")
    if not isinstance(outcome, Published):
        known = isinstance(outcome, HushtagError)
        raise outcome if known else HushtagError(f"ended {state.name}", path.stem, "See its run.")
    after = table1_of(store.root() / outcome.path)
    moved = "first release" if before is None or after is None else _told(drift(before, after))
    if old is not None and study_file.load(path).profile == "team":
        _show_difference(path.stem, old, store.root() / outcome.path)
    return replace(line, state=State.RELEASED, verdict=f"released {outcome.version}", tweets_after=_tweets(after), drift=moved)


def _show_difference(study: str, old: Path, new: Path) -> None:
    """Leaves with the run what differs from the release before; where that cannot be read, a warning says so."""
    try:
        artifacts.show_difference(study, compared(old, new))
    except HushtagError:
        get_run_logger().warning("The release before cannot be read: nothing is told of what differs from it.")


def _told(moved: pl.DataFrame) -> str:
    far = moved.filter(pl.col("points").abs() >= LEAST_POINTS).select("theme", "points")
    return ", ".join(f"{theme} {points:+.1f}" for theme, points in far.iter_rows()) or "none"


def _tweets(table1: pl.DataFrame | None) -> int | None:
    return None if table1 is None else int(table1["tweets"].sum())
