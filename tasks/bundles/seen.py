"""What somebody who decides on a draft is shown besides its report: what differs, what is held back, what to look at."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from tasks.bundles.checks.bundle import Bundle, opened
from tasks.pure.drift.releases import settings_between
from tasks.pure.report.numbers import count, total

COMPARED = ("study", "disclosure", "inputs", "versions", "decisions", "held_back")


def to_decide_on(draft: Path, before: Path | None) -> str:
    """In Markdown, counts only: the draft against the last release of its profile, and all that a person should look at."""
    bundle = opened(draft)
    parts = (_themes(bundle, before), _settings(bundle, before), _held_back(bundle), _exceptions(bundle), _files(bundle))
    return "\n".join(line for part in parts for line in (*part, "")).strip()


def _themes(bundle: Bundle, before: Path | None) -> Iterator[str]:
    old = _sums(opened(before)) if before else {}
    yield f"**Table 1{', and the last release' if before else ''}**"
    yield ""
    yield "| theme | tweets |" + (" before |" if before else "")
    yield "|---|--:|" + ("--:|" if before else "")
    for theme, tweets in _sums(bundle).items():
        yield f"| {theme} | {count(tweets)} |" + (f" {count(old[theme]) if theme in old else '–'} |" if before else "")


def _sums(bundle: Bundle) -> dict[str, int | None]:
    table = bundle.csv("table1").group_by("theme", maintain_order=True).agg(pl.col("tweets"))
    return {theme: total(pl.Series(tweets, dtype=pl.Int64)) for theme, tweets in table.iter_rows()}


def _settings(bundle: Bundle, before: Path | None) -> Iterator[str]:
    if before is None:
        yield "This would be the first release of its profile."
        return
    old, new = ({name: each.get(name) for name in COMPARED} for each in (opened(before).manifest, bundle.manifest))
    names = [name for name, _, _ in settings_between(old, new)]
    yield f"**What differs from {before.resolve().name}:** {', '.join(names) or 'nothing that a manifest tells, but counts'}"


def _held_back(bundle: Bundle) -> Iterator[str]:
    told = bundle.held_back
    if told["texts"]:
        rules = ", ".join(f"{rule} {count(texts)}" for rule, texts in told["by_rule"].items())
        yield f"**Held back,** but counted: the words of {count(told['texts'])} texts ({rules})."
    for rule in sorted({each["rule"] for each in told["let_out"]}):
        alike = [each for each in told["let_out"] if each["rule"] == rule]
        yield f"* let out against “{rule}”: {len(alike)} ({', '.join(sorted({each['by'] for each in alike}))})"


def _exceptions(bundle: Bundle) -> Iterator[str]:
    for each in bundle.exceptions:
        yield f"* exception: {each['rule']} does not hold for {each['output']}: {each['reason']} ({each['by']})"


def _files(bundle: Bundle) -> Iterator[str]:
    outputs = [each for each in bundle.manifest["outputs"] if each["outcome"] != "pass"]
    if outputs:
        yield "**Files to look at**"
        yield ""
        yield from (f"* `{each['file']}`: {each['reason']}" for each in outputs)
