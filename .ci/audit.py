#!/usr/bin/env python3
"""Tells of a lock that has grown old, and of advisories against what it names where their data can be reached.

The exit code is 1 where an advisory says which version ends it: there is something to do.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
UV = os.environ.get("UV", "uv")
OLD_DAYS = 90
PATIENCE_SECONDS = 300
PIP_AUDIT = "pip-audit==2.10.1"
UNREACHED = "Advisories: their data cannot be reached from here; nothing was checked."


def main() -> int:
    """Prints a line on the age of the lock, and one for each advisory."""
    lock = (PROJECT / "uv.lock").read_text(encoding="utf-8")
    print(told_of_age(lock, datetime.now(UTC)))
    report = advisories()
    if report is None:
        print(UNREACHED)
        return 0
    found = list(told(report))
    print("\n".join(found) or f"Advisories: none against {len(report['dependencies'])} packages.")
    return int(any("is in" in line for line in found))


def told_of_age(lock: str, now: datetime) -> str:
    """How old the youngest package of a lock is, and what to do where that is long ago."""
    uploaded = max(re.findall(r'upload-time = "([^"]+)"', lock))
    days = (now - datetime.fromisoformat(uploaded.replace("Z", "+00:00"))).days
    advice = ": renew it with uv lock --upgrade" if days > OLD_DAYS else ""
    return f"Lock: its youngest package is {days} days old{advice}."


def advisories() -> dict[str, Any] | None:
    """What pip-audit says of everything that running needs; none where it or its data cannot be reached."""
    with tempfile.TemporaryDirectory() as folder:
        named = Path(folder) / "requirements.txt"
        extras = ("--extra", "server", "--extra", "numbers")
        try:
            _uv("export", "--locked", "--no-dev", "--no-emit-project", "--no-hashes", "-q", *extras, "-o", str(named))
            # One is asked first: where its data is not to be had, the others' is not either.
            first = named.with_name("first.txt")
            first.write_text(re.findall(r"(?m)^prefect==\S+", named.read_text(encoding="utf-8"))[0], encoding="utf-8")
            return _audited(named) if _audited(first) else None
        except (OSError, ValueError, LookupError, subprocess.SubprocessError):
            return None


def _audited(named: Path) -> dict[str, Any] | None:
    said = _uv("tool", "run", PIP_AUDIT, "-r", str(named), "--no-deps", "--disable-pip", "-f", "json", check=False)
    report: dict[str, Any] = json.loads(said)
    return report if any("version" in each for each in report["dependencies"]) else None


def _uv(*words: str, check: bool = True) -> bytes:
    done = subprocess.run([UV, *words], cwd=PROJECT, check=check, timeout=PATIENCE_SECONDS, capture_output=True)  # noqa: S603
    return done.stdout


def told(report: dict[str, Any]) -> Iterator[str]:
    """A line for each advisory, and one for the packages that could not be looked up."""
    for each in report["dependencies"]:
        for advisory in each.get("vulns", ()):
            ended = " and ".join(advisory["fix_versions"])
            yield f"{each['name']} {each['version']}: {advisory['id']}" + (
                f", whose end is in {ended}" if ended else ", not ended yet"
            )
    if skipped := sum("skip_reason" in each for each in report["dependencies"]):
        yield f"Advisories: {skipped} packages could not be looked up."


if __name__ == "__main__":
    sys.exit(main())
