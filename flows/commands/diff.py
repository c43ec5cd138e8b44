"""`hushtag diff`: what differs between two bundles of a study."""

import argparse
import json
from pathlib import Path
from typing import Any

HELP = "what differs between two bundles: tweets in, out and moved, counts, settings, code"
COMPARED = ("study", "inputs", "versions", "counts", "decisions", "agreement", "held_back")
"""The parts of a manifest that say how a release came about."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the two bundles."""
    parser.add_argument("old", type=Path, metavar="OLD", help="a bundle of profile team")
    parser.add_argument("new", type=Path, metavar="NEW", help="a later one")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def execute(parsed: argparse.Namespace) -> None:
    """Prints tweets by theme, moves between themes, and every setting, count and version that differs."""
    from rich.console import Console

    from flows.terminal_tables import figures
    from tasks.bundles import released as bundles
    from tasks.bundles.checks.bundle import opened
    from tasks.pure.drift.releases import moves, settings_between, tweets_by_theme

    tweets = [bundles.tweets_of(bundle) for bundle in (parsed.old, parsed.new)]
    manifests = [opened(bundle).manifest for bundle in (parsed.old, parsed.new)]
    old, new = ({name: manifest.get(name) for name in COMPARED} for manifest in manifests)
    differing: list[tuple[str, Any, Any]] = list(settings_between(old, new))
    by_theme, moved = tweets_by_theme(*tweets), moves(*tweets)
    if parsed.json:
        settings = [{"name": name, "old": before, "new": after} for name, before, after in differing]
        print(json.dumps({"themes": by_theme.to_dicts(), "moves": moved.to_dicts(), "settings": settings}, indent=1))
        return
    console = Console(highlight=False)
    console.print(figures(by_theme))
    if moved.height:
        console.print(figures(moved))
    for name, before, after in differing:
        console.print(f"{name}: {json.dumps(before)} -> {json.dumps(after)}", soft_wrap=True)
    if not differing and not sum(sum(row[3:]) for row in by_theme.iter_rows()):
        console.print("Nothing differs.")
