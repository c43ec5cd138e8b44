"""`hushtag diff`: what differs between two bundles of a study."""

import argparse
import json
from pathlib import Path

HELP = "what differs between two bundles: tweets in, out and moved, counts, settings, code"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the two bundles."""
    parser.add_argument("old", type=Path, metavar="OLD", help="a bundle of profile team")
    parser.add_argument("new", type=Path, metavar="NEW", help="a later one")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def execute(parsed: argparse.Namespace) -> None:
    """Prints tweets by theme, moves between themes, and every setting, count and version that differs."""
    from rich.console import Console

    from flows.terminal_tables import figures
    from tasks.bundles.compared import compared

    found = compared(parsed.old, parsed.new)
    if parsed.json:
        settings = [{"name": name, "old": before, "new": after} for name, before, after in found.settings]
        print(json.dumps({"themes": found.themes.to_dicts(), "moves": found.moved.to_dicts(), "settings": settings}, indent=1))
        return
    console = Console(highlight=False)
    console.print(figures(found.themes))
    if found.moved.height:
        console.print(figures(found.moved))
    for name, before, after in found.settings:
        console.print(f"{name}: {json.dumps(before)} -> {json.dumps(after)}", soft_wrap=True)
    if found.is_none:
        console.print("Nothing differs.")
