"""`hushtag run`: a study from its dumps to its release."""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import surroundings, told_run
from tasks.errors import HushtagError, Refused, UsageError
from tasks.storage import places

if TYPE_CHECKING:
    from tasks.studies.published import Published
    from tasks.studies.study import Study

HELP = "run a study: dumps in, a gated release out"
SAMPLE = "data/studies/sample.toml"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the study file and what may replace its settings."""
    parser.add_argument("study", nargs="?", metavar="STUDY.toml", help=f"a study file, or a dump (default: {SAMPLE})")
    parser.add_argument("--dump", nargs="+", action="extend", metavar="PATH", help="files, folders or globs: one dump")
    parser.add_argument("--leave-out", nargs="+", action="extend", metavar="FILE", help="files of the dump to leave out")
    parser.add_argument("--hashtag", nargs="+", action="extend", metavar="TAG", help="keep tweets with one of these")
    parser.add_argument("--since", type=_day, metavar="DATE", help="first day of the window, YYYY-MM-DD")
    parser.add_argument("--until", type=_day, metavar="DATE", help="last day of the window, itself included")
    parser.add_argument("--timezone", metavar="TZ", help="zone of those days and of times without one")
    parser.add_argument("--codebook", metavar="PATH", help="a codebook's file, or the id of one in data/codebooks")
    parser.add_argument("--profile", choices=("team", "public"), help="who the release is for (default: team)")
    parser.add_argument("--sign-off-by", metavar="NAME", help="who lets a release out that waits for a person")
    parser.add_argument("--reason", metavar="TEXT", help="why; both go into the manifest")
    parser.add_argument("--draft", metavar="DIGEST", help="the draft that they have read; another one is not let out")
    parser.add_argument("--vote", nargs="+", action="extend", type=Path, metavar="FILE", help="decisions that stewards signed")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: data)")
    parser.add_argument("--workers", type=_workers, metavar="N", help="parts at work at once (default: one a core)")
    parser.add_argument("--cluster", metavar="ADDRESS", help="a Dask scheduler, tcp://host:8786, whose workers do the parts")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output, all else on error")


def execute(parsed: argparse.Namespace) -> None:
    """Runs the flow against a Prefect API, its own if none is there, and prints what came out, or with --json why nothing did."""
    try:
        _run(parsed)
    except HushtagError as error:
        if parsed.json:
            from tasks.studies.states import state_of

            print(json.dumps({"state": state_of(error), "error": error.line(), "exit_code": error.exit_code}, sort_keys=True))
        raise


def _run(parsed: argparse.Namespace) -> None:
    surroundings.hold_addresses()
    if parsed.study and not parsed.study.endswith(".toml"):
        parsed.dump, parsed.study = [parsed.study, *(parsed.dump or ())], None
    changes, approval = _changes(parsed), _approval(parsed)
    file = _study_file(parsed)
    from flows.server import serving

    serving.settle_environment(data_folder(parsed.data))
    if not (approval or parsed.vote) and (standing := _standing(file, changes)):
        told_run.tell(standing, told_run.Stages(), parsed.json)
        return
    with serving.api() as until_up:
        from prefect.exceptions import CancelledRun

        from flows import prepared, progress, runners
        from flows import study as studies
        from flows.sign_off import Approval
        from tasks.storage import keys
        from tasks.storage.run_lock import cut_short
        from tasks.studies.fingerprint import inputs_of

        # While the server starts: a mistake is told at once, and what is read and parsed here the flow has at hand.
        given = prepared.prepared(file, changes)
        for warning in filter(None, (keys.drawn(given[0].id), cut_short(given[0].id))):
            print(warning, file=sys.stderr)
        inputs_of(*given)
        _keep_votes(given[0], parsed.vote or ())
        until_up()
        bounded = studies.study.with_options(task_runner=runners.at_once(parsed.workers, parsed.cluster))
        try:
            with progress.heard_by(stages := told_run.Stages()):
                published = bounded(file, changes, Approval(**approval) if approval else None)
        except CancelledRun as refused:
            raise Refused(str(refused)) from None
    told_run.tell(published, stages, parsed.json)


def _standing(file: str, changes: dict[str, Any]) -> "Published | None":
    """The last release, where nothing changed since. With a server at work a run is made all the same: it has a page of its own."""
    from flows.server import api, processes

    if api.running():
        return None
    processes.collect_rarely()
    from flows import prepared, unchanged

    try:
        is_worth_it = unchanged.is_remembered(prepared.declared(file, changes))
        return unchanged.release_of(*prepared.prepared(file, changes)) if is_worth_it else None
    except Exception:
        # Whatever it is, the run itself meets it too, and tells it in a line.
        return None


def _changes(parsed: argparse.Namespace) -> dict[str, Any]:
    if parsed.since and parsed.until and parsed.since > parsed.until:
        raise UsageError(f"--since {parsed.since} is after --until {parsed.until}", "", "Swap them.")
    given = {
        "dumps": parsed.dump and [_absolute(path) for path in parsed.dump],
        "leave_out": parsed.leave_out,
        "hashtags": parsed.hashtag,
        "since": parsed.since and parsed.since.isoformat(),
        "until": parsed.until and parsed.until.isoformat(),
        "timezone": parsed.timezone,
        "codebook": parsed.codebook and _codebook(parsed.codebook),
        "profile": parsed.profile,
    }
    return {name: value for name, value in given.items() if value is not None}


def _approval(parsed: argparse.Namespace) -> dict[str, str] | None:
    given = {"by": (parsed.sign_off_by or "").strip(), "reason": (parsed.reason or "").strip()}
    if any(given.values()) and not all(given.values()):
        raise UsageError("--sign-off-by and --reason go together", "", "Say who decides, and why.")
    if not all(given.values()):
        return None
    if parsed.draft and not re.fullmatch("[0-9a-f]{12,64}", parsed.draft):
        raise UsageError("--draft is not a digest", parsed.draft, "Give the name of the draft's folder.")
    return given | {"draft": parsed.draft or ""}


def _keep_votes(study: "Study", files: Sequence[Path]) -> None:
    from tasks.studies import stewards

    for file in files:
        stewards.keep(stewards.read(file.read_text(encoding="utf-8"), file), study.stewards)


def _study_file(parsed: argparse.Namespace) -> str:
    if parsed.study:
        return str(Path(parsed.study).resolve())
    return "" if parsed.dump else SAMPLE


def data_folder(given: Path | None) -> Path:
    """The data folder that a command works on: the one named, else the usual one."""
    return Path(given).resolve() if given else places.root()


def _codebook(name: str) -> str:
    return _absolute(name) if name.endswith(".toml") or "/" in name else name


def _absolute(path: str) -> str:
    # Path.resolve would follow links, and a glob is not a path yet.
    return os.path.abspath(path)  # noqa: PTH100


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"no day is {text!r}: write it as 2013-08-10") from None


def _workers(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"not a number of workers: {text!r}. Give 1 or more.")
    return int(text)
