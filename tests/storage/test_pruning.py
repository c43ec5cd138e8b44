"""Pruning removes what nothing refers to, and nothing else."""

import json
import os
import time
from pathlib import Path

import polars as pl
import pytest

from flows.cli import main
from tasks.storage import pruning, store
from tasks.storage.store import Receipt

LONG_AGO = time.time() - 3 * pruning.ONE_DAY


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUSHTAG_DATA", str(tmp_path))
    return tmp_path


def written(stage: str, number: int) -> Receipt:
    return store.write(stage, tweets=pl.DataFrame({"number": [number]}))


def stored(folder: Path, name: str, *receipts: Receipt) -> Path:
    """A result as Prefect stores it: JSON within JSON."""
    inner = json.dumps([{"__class__": "tasks.storage.store.Receipt", "data": receipt.model_dump()} for receipt in receipts])
    path = folder / "results" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"metadata": {"expiration": None}, "result": inner}), encoding="utf-8")
    return path


def age(folder: Path, at: float = LONG_AGO) -> None:
    for path in folder.rglob("*"):
        os.utime(path, (at, at), follow_symlinks=False)


def paths(older_than_days: float | None = None) -> list[str]:
    return [leftover.path for leftover in pruning.leftovers(older_than_days)]


def test_a_folder_stays_while_a_stored_result_refers_to_it(folder: Path) -> None:
    kept, loose = written("coded", 1), written("coded", 2)
    stored(folder, "a", kept)
    age(folder)
    assert paths() == [loose.path]
    pruning.remove(pruning.leftovers())
    store.verify(kept)
    assert not (folder / loose.path).exists()
    assert pruning.leftovers() == []


def test_every_receipt_of_a_list_counts(folder: Path) -> None:
    stored(folder, "parts", *[written("ingested", number) for number in range(3)])
    age(folder)
    assert paths() == []


def test_what_is_younger_than_a_day_stays(folder: Path) -> None:
    written("coded", 1)
    assert paths() == []


def test_a_folder_is_as_young_as_its_youngest_file(folder: Path) -> None:
    aside = folder / "ingested" / ".aside-abc"
    aside.mkdir(parents=True)
    (aside / "tweets.parquet").touch()
    os.utime(aside, (LONG_AGO, LONG_AGO))
    assert paths() == []


def test_what_an_interrupted_run_left_goes(folder: Path) -> None:
    for place in ("ingested/.aside-abc", "ingested/.order-abc", "ingested/.spill", "released/sample/.aside-xyz"):
        (folder / place).mkdir(parents=True)
        (folder / place / "part.parquet").write_bytes(b"0" * 1000)
    receipt = written("coded", 1)
    stored(folder, ".aside-result", receipt)
    age(folder)
    gone = ["ingested/.aside-abc", "ingested/.order-abc", "ingested/.spill", "released/sample/.aside-xyz"]
    assert [leftover.path for leftover in pruning.leftovers() if leftover.octets == 1000] == gone
    assert paths() == sorted([*gone, receipt.path, "results/.aside-result"])


def test_a_result_whose_folder_is_gone_goes_and_frees_its_other_folders(folder: Path) -> None:
    first, second = written("coded", 1), written("coded", 2)
    stored(folder, "parts", first, second)
    (folder / first.path / "tweets.parquet").unlink()
    (folder / first.path).rmdir()
    age(folder)
    assert paths() == [second.path, "results/parts"]


def test_results_older_than_asked_are_forgotten_with_what_only_they_need(folder: Path) -> None:
    old, new, both = (written("coded", number) for number in range(3))
    forgotten = stored(folder, "old", old, both)
    age(folder)
    stored(folder, "new", new, both)
    assert paths(2) == sorted([old.path, "results/old"])
    assert paths(4) == []
    pruning.remove(pruning.leftovers(2))
    assert not forgotten.exists()
    store.verify(new)
    store.verify(both)


def test_details_of_faults_may_quote_rows_and_go_once_they_are_old(folder: Path) -> None:
    details = store.keep_secret("words", ".errors")
    age(folder)
    assert paths() == []
    assert paths(2) == [str(details.relative_to(folder))]


def test_bundles_keys_and_everything_a_person_put_there_stay(folder: Path) -> None:
    places = ["released/sample/0123456789ab/table1.csv", "ingested/.keys/a.txt", "dumps/0123456789abcdef/a.parquet",
              "studies/sample.toml", "coded/notes/a.txt"]  # fmt: skip
    for place in places:
        (folder / place).parent.mkdir(parents=True)
        (folder / place).touch()
    (folder / "released" / "sample" / "latest").symlink_to("0123456789ab")
    stored(folder, "published")
    age(folder)
    assert paths(0) == []


def test_an_empty_or_missing_data_folder_has_nothing_to_prune(folder: Path) -> None:
    folder.rmdir()
    assert paths() == []


def test_removing_what_is_gone_already_is_no_error(folder: Path) -> None:
    written("coded", 1)
    age(folder)
    found = pruning.leftovers()
    pruning.remove(found)
    pruning.remove(found)


def test_the_command_lists_and_removes_and_rehearses(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loose = written("coded", 1)
    age(folder)
    assert main(["prune", "--dry-run"]) == 0
    assert loose.path in capsys.readouterr().out
    assert (folder / loose.path).exists()
    assert main(["prune"]) == 0
    assert "1 removed" in capsys.readouterr().out
    assert not (folder / loose.path).exists()


@pytest.mark.parametrize("days", ["-1", "nan", "soon"])
def test_an_age_that_is_none_is_refused(days: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["prune", "--older-than", days])


def test_a_folder_that_is_none_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prune", "--data", str(folder / "mistyped")]) == 2
    assert "mistyped: no such folder" in capsys.readouterr().err
