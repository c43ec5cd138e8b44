"""What became of a study since its last release, and whether that is within what the study allows."""

from pathlib import Path

import polars as pl

from tasks.errors import ThresholdCrossed
from tasks.pure.drift.shares import drift
from tasks.pure.drift.thresholds import beyond
from tasks.schema import TABLE1
from tasks.storage import store
from tasks.studies.study import Study


def last_table1(study: str, profile: str = "") -> pl.DataFrame | None:
    """Table 1 of the study's newest release, or of the newest of a profile; none when there is none that can be read."""
    bundle = last_bundle(study, profile)
    return table1_of(bundle) if bundle else None


def last_bundle(study: str, profile: str = "") -> Path | None:
    """The folder of the study's newest release, or of the newest of a profile; none when there is none."""
    home = store.root() / "released" / study
    of_profile = home / f"latest-{profile}"
    # Releases of earlier versions have one link for all profiles.
    newest = of_profile if profile and of_profile.is_dir() else home / "latest"
    return newest.resolve() if newest.is_dir() else None


def table1_of(bundle: Path) -> pl.DataFrame | None:
    """Table 1 of a bundle; none when it has none that can be read."""
    try:
        return TABLE1.conform(pl.read_csv(bundle / "table1.csv", schema_overrides=TABLE1.dtypes))
    except (OSError, pl.exceptions.PolarsError):
        return None


def since_last(study: Study, table1: pl.DataFrame) -> pl.DataFrame | None:
    """The drift since the newest release; none when this is the first, or when a release tells no exact counts.

    Raises: ThresholdCrossed when the result is beyond a threshold of the study.
    """
    before = last_table1(study.id, "team") if study.profile == "team" else None
    before = None if before is None or before["tweets"].null_count() else before
    moved = None if before is None else drift(before, table1)
    if told := list(beyond(table1, moved, **study.thresholds.model_dump())):
        advice = "Nothing was published. If that is as it should be, change the study's thresholds and run again."
        raise ThresholdCrossed(f"the result is beyond its thresholds: {'; '.join(told)}", study.id, advice)
    return moved
