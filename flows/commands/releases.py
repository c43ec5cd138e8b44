"""`hushtag releases`: what was released of a study, for whom, when, who let it out and why, and what differed."""

import argparse
import json
from pathlib import Path

HELP = "the releases of a study: version, profile, when, who let it out and why, what changed"
SHOWN = 4


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the study."""
    parser.add_argument("study", nargs="?", metavar="STUDY", help="a study's name (default: every study)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: data)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def execute(parsed: argparse.Namespace) -> None:
    """Prints a line a release, the oldest first; a log that was altered is refused."""
    from flows.commands.run import data_folder
    from tasks.bundles.release_log import entries
    from tasks.errors import UsageError

    home = data_folder(parsed.data) / "released"
    names = [parsed.study] if parsed.study else sorted(path.name for path in home.glob("[!.]*") if path.is_dir())
    logs = {name: entries(home / name) for name in names}
    if parsed.study and not logs[parsed.study]:
        raise UsageError("no release of this study is logged here", parsed.study, "Name its folder with --data.")
    if parsed.json:
        print(json.dumps({name: [each.model_dump() for each in log] for name, log in logs.items()}, indent=1))
        return
    from rich.console import Console

    console = Console(highlight=False)
    for name, log in logs.items():
        for entry in log:
            signed = "" if entry.is_signed else ", not signed by a key"
            head = f"{name} {entry.version}  {entry.profile}  {entry.at}"
            console.print(f"{head}  {entry.by or 'nobody named'}{signed}: {entry.reason}", soft_wrap=True, markup=False)
            console.print(f"    changed: {_listed(entry.changed)}", soft_wrap=True, markup=False)
        for line in _keys([each.key for each in log]):
            console.print(f"    {line}", soft_wrap=True, markup=False)


def _listed(changed: tuple[str, ...]) -> str:
    more = f" and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""
    return f"{', '.join(changed[:SHOWN])}{more}" if changed else "nothing that a manifest tells"


def _keys(keys: list[str]) -> list[str]:
    """The keys that sealed the releases, each with the first line that it signed."""
    return [f"sealed by {key} from line {keys.index(key) + 1} on" for key in dict.fromkeys(keys)]
