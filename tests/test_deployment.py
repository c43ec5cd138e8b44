"""What prefect.yaml declares can be deployed, and a worker runs it; the run's page shows counts."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from tests.conftest import PROJECT


def prefect(environment: dict[str, str], *arguments: str) -> str:
    command = [str(Path(sys.executable).with_name("prefect")), *arguments]
    done = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def asked(url: str, path: str) -> list[dict[str, Any]]:
    request = Request(f"{url}{path}", data=b"{}", headers={"Content-Type": "application/json"})  # noqa: S310  our own server
    with urlopen(request) as answer:  # noqa: S310
        return list(json.load(answer))


def test_a_worker_runs_the_deployment_of_the_sample(server: dict[str, str], tmp_path: Path) -> None:
    environment = server | {"HUSHTAG_DATA": str(tmp_path)}
    prefect(environment, "work-pool", "create", "--overwrite", "--type", "process", "hushtag")
    prefect(environment, "--no-prompt", "deploy", "--all")
    prefect(environment, "deployment", "run", "study/sample")
    prefect(environment, "worker", "start", "--pool", "hushtag", "--run-once")
    url = server["PREFECT_API_URL"]
    runs = [run for run in asked(url, "/flow_runs/filter") if run["deployment_id"] and "study:sample" in run["tags"]]
    version = (tmp_path / "released" / "sample" / "latest").resolve().name
    told = [(run["name"], run["state_type"], run["state"]["message"]) for run in runs]
    assert told == [(f"sample {version}", "COMPLETED", None)]
    assert {"codebook:dearmhp", "profile:team"} <= set(runs[0]["tags"])
    kept = {artifact["key"]: artifact for artifact in asked(url, "/artifacts/filter")}
    assert {"sample-flow", "sample-table1", "sample-gate", "sample-report"} <= set(kept)
    assert sum(row["tweets"] for row in json.loads(kept["sample-table1"]["data"])) > 300
    assert (tmp_path / "released" / "sample" / "latest" / "report.html").is_file()
