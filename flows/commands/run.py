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

from flows import surroundings
from tasks.errors import HushtagError, Refused, UsageError
from tasks.storage import places

if TYPE_CHECKING:
    from flows.progress import StageDone
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
        _print(standing, Stages(), parsed.json)
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
            with progress.heard_by(stages := Stages()):
                published = bounded(file, changes, Approval(**approval) if approval else None)
        except CancelledRun as refused:
            raise Refused(str(refused)) from None
    _print(published, stages, parsed.json)


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


class Stages:
    """Prints a line a stage as it ends, on standard error."""

    def __init__(self) -> None:
        self.done: list[StageDone] = []
        self.is_live = sys.stderr.isatty()

    def __call__(self, news: "str | StageDone") -> None:
        if isinstance(news, str):
            if self.is_live:
                print(f"  … {news}", end="\r", file=sys.stderr, flush=True)
            return
        self.done.append(news)
        fresh = news.parts - news.cached
        how = "unchanged, taken from an earlier run" if not fresh else f"done{_of_parts(news)}"
        print(f"  {'=' if not fresh else '✓'} {news.stage:<14} {how}", file=sys.stderr)

    @property
    def is_unchanged(self) -> bool:
        """Whether every stage that may be taken from an earlier run was."""
        return all(stage.cached == stage.parts for stage in self.done if stage.stage not in {"draft", "publish"})


def _of_parts(news: "StageDone") -> str:
    return f" ({news.cached} of {news.parts} parts unchanged)" if news.cached else ""


def _print(published: "Published", stages: Stages, as_json: bool) -> None:
    from tasks.storage import store
    from tasks.studies.states import State

    bundle = store.root() / published.path
    if as_json:
        verdict = json.loads((bundle / "checks.json").read_text(encoding="utf-8"))
        told = {"state": State.RELEASED, "bundle": str(bundle), "counts": published.counts, "verdict": verdict}
        told |= {name: _manifest(bundle).get(name) for name in ("decisions", "frame")}
        told["held_back"] = published.held_back
        print(json.dumps(told, sort_keys=True))
        return
    import polars as pl
    from rich.console import Console

    from flows.terminal_tables import flow_table, table1
    from tasks.pure.report.numbers import count

    if stages.is_unchanged:
        print("Nothing changed since an earlier run: no stage was done again.", file=sys.stderr)
    console = Console(highlight=False)
    console.print(flow_table(pl.read_csv(bundle / "flow.csv")))
    counted = {"tweets": pl.Int64}
    themes = bundle / "themes.csv"
    sums = pl.read_csv(themes, schema_overrides=counted) if themes.is_file() else None
    console.print(table1(pl.read_csv(bundle / "table1.csv", schema_overrides=counted), sums))
    if not (frame := _manifest(bundle)["frame"])["is_named"]:
        console.print(_notice(frame["weak_only_share"]), soft_wrap=True)
    if decisions := _manifest(bundle).get("decisions"):
        said = "People decided {applied} codes; the words of {changed} have changed since, {gone} are of tweets gone."
        console.print(said.format(**{name: count(number) for name, number in decisions.items()}))
    if held := published.held_back:
        rules = ", ".join(f"{rule} {texts:,}" for rule, texts in held.items())
        words = f"Held back, but counted and coded: the words of {sum(held.values()):,} distinct texts ({rules})."
        console.print(f"{words} See them with `hushtag held {published.study}`.", soft_wrap=True)
    console.print(f"The gate is open. Bundle: {bundle}", soft_wrap=True)
    console.print(f"Report: {bundle / 'report.html'}", soft_wrap=True)


def _notice(weak: float | None) -> str:
    """That the frame was written for another conversation; the share of weak codes where the release tells it."""
    share = "" if weak is None else f" {100 * weak:.0f} % of the coded texts rest on its weak phrases alone."
    return (
        f"No codebook was named: dearmhp was used, which was written for another conversation.{share}"
        " Name one with --codebook, or write one: hushtag codebook new."
    )


def _manifest(bundle: Path) -> dict[str, Any]:
    return dict(json.loads((bundle / "manifest.json").read_text(encoding="utf-8")))


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
