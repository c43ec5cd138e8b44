"""Two bundles of a study read and held side by side."""

from pathlib import Path

from tasks.bundles.checks.bundle import opened
from tasks.bundles.released import tweets_of
from tasks.pure.drift.releases import Difference, difference


def compared(old: Path, new: Path) -> Difference:
    """What differs between two bundles of profile team.

    Raises: DumpUnreadable when one is none; GateClosed when its manifest cannot be read.
    """
    tweets = [tweets_of(bundle) for bundle in (old, new)]
    manifests = [opened(bundle).manifest for bundle in (old, new)]
    return difference((tweets[0], manifests[0]), (tweets[1], manifests[1]))
