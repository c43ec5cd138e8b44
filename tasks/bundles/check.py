"""Re-checking a bundle with nothing but the bundle: what a third party can hold it to."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from expectations.verdict import Line
from tasks.bundles import typed
from tasks.bundles.checks import decision, files, page, paraphrases, public, recounted, reported, seal, team, words
from tasks.bundles.checks.bundle import Bundle, Promise, has_noise, opened
from tasks.bundles.checks.words import texts
from tasks.bundles.judged import unlike_the_judged
from tasks.errors import GateClosed, HushtagError
from tasks.storage.store import Receipt

__all__ = ["check_bundle", "hold", "texts", "to_review", "unjudged"]

UNREADABLE = "What cannot be read cannot be vouched for."
# Nobody holds these who has nothing but the bundle: they would pass for want of a dump.
UNSEEN = {
    "no handle of the dump",
    "no display name of the dump",
    "no location string of the dump",
    "nobody who gave way elsewhere",
    "every distinct tweet is released once",
}
UNJUDGED = (
    "Without the dump nobody can tell whether titles, reasons and the codebook's examples name somebody of it, or repeat a tweet:"
    " the gate held them to that."
)
UNCOUNTED = (
    "Its counts carry noise that only the study's key can draw again: it was checked that no count is small, that the same tweets"
    " have the same count, and that sums are off by no more than noise can be; not that each count is right."
)
TYPED = "no typed words lead to anybody"
SHOWN = 3
"""How many places a broken promise names."""
UNFIT = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    HushtagError,
    pl.exceptions.PolarsError,
)


def check_bundle(folder: Path, is_draft: bool = False, judged: Receipt | None = None) -> Iterator[Line]:
    """Each promise of a bundle, in order, with its outcome; of a draft all but that somebody let it out.

    Who has just written a team's bundle names the tables that the gate let out: they are compared with, not judged again.

    Raises: DumpUnreadable when the folder is not a bundle.
    """
    bundle = opened(folder)
    of_profile = public.promises_of(bundle) if bundle.is_public else (*team.PROMISES, *recounted.PROMISES)
    for promise in (*files.FIRST, team.HEADINGS, *of_profile, *page.PROMISES, *words.PROMISES, *files.LAST, *reported.PROMISES):
        yield _held(promise, bundle)
    yield _typed(bundle)
    yield from _gated(bundle, judged)
    for promise in (*(() if is_draft else (decision.PROMISE,)), *seal.PROMISES):
        yield _held(promise, bundle)


def hold(folder: Path, name: str = "", is_draft: bool = False, judged: Receipt | None = None) -> list[Line]:
    """Every line, if all promises are kept; errors speak of the bundle by `name`, else by its folder's; `judged` as above.

    Raises: GateClosed naming the first broken promise and on how many places it breaks.
    """
    lines = []
    for line in check_bundle(folder, is_draft, judged):
        if line.outcome != "pass":
            raise GateClosed(
                f"{line.rule}: broken in {line.rows:,} place{'s' if line.rows != 1 else ''}",
                name or folder.name,
                line.why,
            )
        lines.append(line)
    return lines


def unjudged(folder: Path) -> list[str]:
    """What nobody can tell of a bundle who has nothing else."""
    return [UNJUDGED, *([UNCOUNTED] if has_noise(opened(folder).manifest) else [])]


def to_review(folder: Path) -> list[tuple[str, str]]:
    """The files of a bundle that a person should look at before they go out, and why."""
    return [
        (each["file"], each["reason"]) for each in opened(folder).manifest["outputs"] if each["outcome"] == "review"
    ]


def _held(promise: Promise, bundle: Bundle) -> Line:
    try:
        found = promise.broken(bundle)
    except UNFIT:
        return _line(promise.name, f"{promise.why} {UNREADABLE}", "error", 1)
    if isinstance(found, int):
        return _line(promise.name, promise.why, "fail" if found else "pass", found)
    more = f" and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
    where = f"{'; '.join(found[:SHOWN])}{more}. " if found else ""
    return _line(promise.name, f"{where}{promise.why}", "fail" if found else "pass", len(found))


def _typed(bundle: Bundle) -> Line:
    """The gate's rules on what people typed, as far as they can be held without the dump."""
    try:
        places = typed.broken_places(typed.of_bundle(bundle))
    except UNFIT:
        return _line(TYPED, UNREADABLE, "error", 1)
    return _line(TYPED, f"In {', '.join(places[:5])}.", "fail" if places else "pass", len(places))


def _gated(bundle: Bundle, judged: Receipt | None) -> Iterator[Line]:
    """The gate's own rules on whatever words of tweets or of people the bundle holds."""
    try:
        if judged and not bundle.is_public:
            yield unlike_the_judged(bundle, judged)
            return
        lines = paraphrases.gate_again(bundle) if bundle.is_public else team.gate_again(bundle)
        yield from (line for line in lines if line.rule not in UNSEEN)
    except UNFIT:
        yield _line("the gate's rules", UNREADABLE, "error", 1)


def _line(rule: str, why: str, outcome: str, rows: int) -> Line:
    return Line.model_validate(
        {"rule": rule, "table": "bundle", "why": why, "severity": "critical", "outcome": outcome, "rows": rows}
    )
