"""What a team's release holds that the one before it did not: from two of different nights, the day of a tweet follows."""

import json
from pathlib import Path
from typing import Any

import polars as pl

from tasks.bundles.checks.bundle import MANIFEST


def added(home: Path, tweets: pl.DataFrame) -> dict[str, Any] | None:
    """How many distinct texts came and went since the newest release, and which that is; None for a first one.

    A release of the same tweets again says what that one said, so that running a study twice changes nothing.
    """
    newest = home / ("latest-team" if (home / "latest-team").is_dir() else "latest")
    try:
        before = pl.read_parquet(newest / "tweets.parquet", columns=["tweet_key"])
        told = json.loads((newest / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, pl.exceptions.PolarsError):
        return None
    fresh, gone = (one.join(other, on="tweet_key", how="anti").height for one, other in ((tweets, before), (before, tweets)))
    if not fresh and not gone:
        same: dict[str, Any] | None = told.get("added")
        return same
    return {"since": newest.resolve().name, "texts": fresh, "gone": gone}
