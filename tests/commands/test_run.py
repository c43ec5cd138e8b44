"""`hushtag run` says in JSON, too, why nothing was released."""

import json
from pathlib import Path

from tests.conftest import Run


def test_a_run_that_fails_prints_its_state_and_why(hushtag: Run, tmp_path: Path) -> None:
    run = hushtag("run", tmp_path / "nowhere.toml", "--data", tmp_path, "--json")
    told = json.loads(run.stdout)
    assert (run.returncode, told["exit_code"], told["state"]) == (5, 5, "failed")
    assert told["error"] in run.stderr
    assert "no such study file" in told["error"]
