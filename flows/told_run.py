"""What the terminal says of a run: a line a stage as it ends, and what came out."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.progress import StageDone
    from tasks.studies.published import Published


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


def tell(published: "Published", stages: Stages, as_json: bool) -> None:
    """Prints what came out: one JSON object, or flow and Table 1 with where the bundle lies."""
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
