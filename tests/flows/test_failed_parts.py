"""A part of a stage that fails ends the run as failed: no later stage begins and nothing is published."""

import os
import time
from pathlib import Path

import polars as pl
import pytest
from prefect import flow

from flows import progress, runners
from flows import study as study_module
from flows.progress import each
from tasks.errors import StorageError
from tasks.reading import order
from tasks.storage import store
from tasks.storage.caching import uncached_task
from tasks.studies import fingerprint
from tests.flows.conftest import small_study

PARTS = 2


@uncached_task
def whole(part: int) -> int:
    """Fails for one part of many."""
    if part == PARTS:
        raise StorageError("the disk is full", "here", "Free some space.")
    return part


def test_one_failed_part_of_a_mapped_stage_fails_the_flow(folder: Path) -> None:
    reached: list[object] = []

    @flow(persist_result=False)
    def stages() -> None:
        reached.append(each(whole, [1]))
        reached.append(each(whole, [1, PARTS, 3]))

    state = stages(return_state=True)
    assert state.is_failed()
    assert isinstance(state.result(raise_on_failure=False), StorageError)
    assert reached == [[1]]


AT_WORK: list[int] = []
MOST: list[int] = []


@uncached_task
def busy(part: int) -> int:
    """Notes how many parts are at work while it is."""
    AT_WORK.append(part)
    MOST.append(len(AT_WORK))
    time.sleep(0.05)
    AT_WORK.remove(part)
    return part


def test_no_more_parts_are_at_work_than_are_asked_for(folder: Path) -> None:
    for workers in (2, 3):
        MOST.clear()

        @flow(result_storage=store.root() / "results", task_runner=runners.at_once(workers))
        def stages() -> None:
            each(busy, list(range(8)))

        stages()
        assert max(MOST) == workers
    assert study_module.study.task_runner._max_workers == (os.cpu_count() or 1)


@uncached_task
def anonymise(part: tuple[store.Receipt, object, store.Receipt], **_: object) -> store.Receipt:
    """Fails for the second part of the study."""
    if store.read(part[0], "tweets")["text"].str.contains("nurse").any():
        raise StorageError("the disk is full", "here", "Free some space.")
    return part[0]


def test_a_study_whose_second_part_fails_publishes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    monkeypatch.setattr(progress, "listeners", [begun.append])
    monkeypatch.setattr(order, "ROWS_A_PART", PARTS)
    monkeypatch.setattr(study_module, "anonymise", anonymise)
    state = study_module.study(str(small_study(folder, "halved")), return_state=True)
    assert state.is_failed()
    assert "disk is full" in (state.message or "")
    assert "anonymise" in begun
    assert not {"deduplicate", "publish"} & {each for each in begun if isinstance(each, str)}
    assert not list((store.root() / "released").glob("halved/*"))
    assert fingerprint.remembered("halved") is None
    kept = [pl.read_parquet(path).height for path in (store.root() / "ingested").glob("*/tweets.parquet")]
    assert kept.count(PARTS) == PARTS
