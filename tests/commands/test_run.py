"""`hushtag run` says in JSON, too, why nothing was released."""

import json
from pathlib import Path

import polars as pl
from rich.console import Console

from flows import told_run
from flows.terminal_tables import flow_table
from tests.conftest import Run


def test_a_run_that_fails_prints_its_state_and_why(hushtag: Run, tmp_path: Path) -> None:
    run = hushtag("run", tmp_path / "nowhere.toml", "--data", tmp_path, "--json")
    told = json.loads(run.stdout)
    assert (run.returncode, told["exit_code"], told["state"]) == (5, 5, "failed")
    assert told["error"] in run.stderr
    assert "no such study file" in told["error"]


def test_a_share_that_is_not_told_is_not_told_as_none() -> None:
    assert "31 % of the coded texts rest on its weak phrases alone." in told_run._notice(0.31)
    assert "0 % of the coded texts" in told_run._notice(0.0)
    assert "%" not in told_run._notice(None)


def test_kinds_of_copies_are_words_in_the_terminal() -> None:
    flow = pl.DataFrame([("deduplicate", "set_aside", kind, 3) for kind in ("K2", "K8")], orient="row",
                        schema=["stage", "outcome", "reason", "tweets"])  # fmt: skip
    with (console := Console(width=90)).capture() as said:
        console.print(flow_table(flow))
    assert "set aside: retweets, “RT [USER]”" in said.get()
    assert "set aside: the same words again" in said.get()
