"""Public releases of a study held against each other: a reader who has two can subtract one from the other."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from tasks.bundles.checks.bundle import has_noise
from tasks.errors import GateClosed
from tasks.pure.disclosure.differencing import taken_apart
from tasks.pure.disclosure.promises import COLUMNS, COUNTS
from tasks.studies.profiles import public_profile
from tasks.studies.study import Study

RULE = "differencing"


def hold_apart(study: Study, tables: Mapping[str, pl.DataFrame], home: Path) -> None:
    """Holds a release against every other public one of its study, where counts are told without noise.

    Raises: GateClosed naming the table, how many of its counts tell of too few tweets, and the release beside it.
    """
    profile = public_profile()
    excepted = {each.output for each in study.exceptions if each.rule == RULE}
    for version, others in _released(home) if profile.smallest_difference > 1 and not profile.noise else ():
        found = taken_apart(tables, others, profile.smallest_difference, profile.round_to)
        for name, number in found.items():
            if ("table1" if name == "themes" else name) not in excepted:
                raise GateClosed(
                    f"{name}: {number} count{'s' if number > 1 else ''} and those of the public release {version} give a"
                    " smaller count away: a reader who has both can subtract one from the other",
                    study.id,
                    f'Gather more tweets, withdraw that release, or except it: rule = "{RULE}".',
                )


def _released(home: Path) -> Iterator[tuple[str, dict[str, pl.DataFrame]]]:
    for path in sorted(home.glob("[!.]*/manifest.json")):
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if path.parent.is_symlink() or manifest["study"]["profile"] != "public" or has_noise(manifest):
            continue
        types = dict.fromkeys(COUNTS, pl.Int64)
        files = {name: path.with_name(f"{name}.csv") for name in COLUMNS}
        yield (
            path.parent.name,
            {
                name: pl.read_csv(file, schema_overrides=types, try_parse_dates=True)
                for name, file in files.items()
                if file.is_file()
            },
        )
