"""Real dumps from end to end: released, and every row accounted for."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

DUMPS = {
    "radtech14/*.csv": (["--hashtag", "radtech14"], 4_309, 1_509),
    "twarc_v1": ([], 4_089, 4_028),
    "twarc2/*.json*": ([], None, None),
    "tags": ([], 11, 10),
}


@pytest.mark.parametrize("dump", DUMPS)
def test_a_real_dump_is_released_and_every_row_accounted_for(
    hushtag: Run, shared: Path, tmp_path: Path, dump: str
) -> None:
    options, read, kept = DUMPS[dump]
    run = hushtag("run", "--dump", shared / "corpora" / "dumps" / dump, *options, "--data", tmp_path, "--json")
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    counts = told["counts"]
    for stage in ("ingest", "deduplicate"):
        assert counts[f"{stage}.read"] == counts[f"{stage}.kept"] + counts.get(f"{stage}.set_aside", 0)
    assert read in (None, counts["ingest.read"])
    assert kept in (None, counts["ingest.kept"])
    assert told["verdict"]["is_open"]
