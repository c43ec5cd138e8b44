"""The rerun runs what changed, leaves the rest alone, and tells of both."""

import json
from pathlib import Path

import polars as pl
import pytest
from prefect.client.orchestration import get_client

from flows.rerun import Line, StudiesFailed, rerun, table
from tasks.storage import store
from tasks.storage.run_lock import turn
from tasks.studies import fingerprint
from tests.flows.conftest import THANKING, dump, small_study
from tests.small_studies import CODEBOOK


@pytest.fixture(scope="module")
def studies(folder: Path) -> Path:
    """Two studies, both gone over once."""
    for name in ("one", "two"):
        small_study(folder, name)
    assert [(line.changed, line.drift) for line in rerun(str(folder))] == [("first run", "first release")] * 2
    return folder


def shown_as(key: str) -> list[str]:
    """What artifacts with a key say."""
    with get_client(sync_client=True) as client:
        kept = client.request("POST", "/artifacts/filter", json={"artifacts": {"key": {"any_": [key]}}}).json()
    return [artifact["data"] for artifact in kept]


def keys_of(tweets: Path) -> list[str]:
    return pl.read_csv(tweets, infer_schema=False)["tweet_key"].to_list()


def lines(folder: Path) -> dict[str, Line]:
    return {line.study: line for line in rerun(str(folder))}


def bundles(study: str) -> set[str]:
    return {path.name for path in (store.root() / "released" / study).iterdir() if not path.is_symlink()}


def test_a_new_file_in_a_dump_folder_is_picked_up_and_the_other_study_left_alone(studies: Path) -> None:
    before = bundles("one")
    dump(studies / "two" / "second.csv", THANKING, first=10)
    after = lines(studies)
    assert after["one"] == Line("one", tweets_before=4, tweets_after=4)
    assert bundles("one") == before
    assert after["two"].changed == "1 file new or changed"
    assert after["two"].verdict.startswith("released")
    assert (after["two"].tweets_before, after["two"].tweets_after) == (4, 8)
    assert after["two"].drift == "Asking -50.0, Thanks +50.0"
    (shown,) = shown_as("two-diff")
    assert "| theme | before | after | came | went | moved in | moved out |" in shown
    assert "| asking | 4 | 4 | 0 | 0 | 0 | 0 |" in shown
    assert "| thanks | 0 | 4 | 4 | 0 | 0 | 0 |" in shown
    assert "`counts.ingest.kept`" in shown
    keys = [key for path in sorted((store.root() / "released" / "two").glob("*/tweets.csv")) for key in keys_of(path)]
    assert keys
    assert not [key for key in keys if key in shown]
    assert "brought" not in shown
    assert not shown_as("one-diff")
    assert {line.verdict for line in rerun(str(studies))} == {"left alone"}


def test_one_study_that_fails_does_not_stop_the_others(studies: Path) -> None:
    (studies / "broken.toml").write_text('[study]\nid = "broken"\n')
    (studies / "empty.toml").write_text('[study]\nid = "empty"\ndumps = ["nowhere/*.csv"]\n')
    (studies / "two" / "small.toml").write_text(CODEBOOK.replace('"thanks"]', '"thanks for the"]'))
    try:
        state = rerun(str(studies), return_state=True)
    finally:
        for name in ("broken", "empty"):
            (studies / f"{name}.toml").unlink()
    failed = state.result(raise_on_failure=False)
    assert state.is_failed()
    assert isinstance(failed, StudiesFailed)
    found = {line.study: line for line in failed.lines}
    assert found["broken"].verdict.startswith("failed: ")
    assert "line 1: dumps: is missing" in found["broken"].verdict
    assert "no such file" in found["empty"].verdict
    assert found["one"].verdict == "left alone"
    assert found["two"].changed == "codebook"
    assert found["two"].verdict.startswith("released")
    assert failed.exit_code == 5
    shown = [
        [{name.replace(" ", "_"): value for name, value in row.items()} for row in json.loads(words)]
        for words in shown_as("rerun")
    ]
    assert table(failed.lines) in shown


def test_a_study_is_never_run_twice_at_once(studies: Path) -> None:
    remembered = store.root() / "runs" / "one.json"
    kept = remembered.read_text()
    remembered.unlink()
    with turn("one", lambda: pytest.fail("nobody else has it")):
        assert lines(studies)["one"].verdict == "left alone: a run of it is at work"
    remembered.write_text(kept)


def test_a_bundle_that_is_gone_is_made_again(studies: Path) -> None:
    last = fingerprint.remembered("one")
    assert last
    (store.root() / "released" / "one" / last.version / "manifest.json").unlink()
    assert fingerprint.remembered("one") is None
