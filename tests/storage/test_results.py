"""A stored result is read as receipts under its own name, or is a cache miss: whatever else somebody has put there."""

import base64
import json
import pickle
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from prefect.results import ResultStore

from tasks.errors import StorageError
from tasks.storage import store
from tasks.storage.results import ReceiptSerializer, ResultFolder
from tasks.storage.store import Receipt

KEY, OTHER = "a" * 64, "b" * 64


class Trap:
    """What runs a command when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.mark,)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    return tmp_path / "results"


@pytest.fixture
def receipts() -> list[Receipt]:
    return [store.write("coded", codes=pl.DataFrame({"a": [number]})) for number in (1, 2)]


@pytest.fixture
def results(receipts: list[Receipt]) -> ResultStore:
    """Results of two tasks, stored as Prefect does it."""
    made = ResultStore(result_storage=ResultFolder(), serializer=ReceiptSerializer(), cache_result_in_memory=False)
    made.write(receipts[0], key=KEY)
    made.write(receipts, key=OTHER)
    return made


def test_a_receipt_and_a_list_of_them_come_back_as_they_were(results: ResultStore, receipts: list[Receipt]) -> None:
    assert results.exists(KEY)
    assert results.read(KEY).result == receipts[0]
    assert results.read(OTHER).result == receipts


@pytest.mark.usefixtures("results")
def test_the_folder_is_for_its_owner_alone_whatever_it_was(folder: Path, receipts: list[Receipt]) -> None:
    folder.chmod(0o755)
    ResultStore(result_storage=ResultFolder(), serializer=ReceiptSerializer()).write(receipts, key="c" * 64)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert len(list(folder.iterdir())) == 3


def test_receipts_whose_files_were_altered_or_are_gone_are_a_miss(
    results: ResultStore, receipts: list[Receipt]
) -> None:
    (store.root() / receipts[1].path / "codes.parquet").write_bytes(b"nonsense")
    assert results.exists(KEY)
    assert not results.exists(OTHER)
    with pytest.raises(StorageError):
        results.read(OTHER)


def test_results_swapped_among_themselves_are_misses(results: ResultStore, folder: Path) -> None:
    one, other = ((folder / name).read_bytes() for name in (KEY, OTHER))
    (folder / KEY).write_bytes(other)
    (folder / OTHER).write_bytes(one)
    assert not results.exists(KEY)
    assert not results.exists(OTHER)


def test_nothing_but_receipts_is_stored() -> None:
    for wrong in ({"a": 1}, "words", None, [1]):
        with pytest.raises(ValueError, match="Receipt"):
            ReceiptSerializer().dumps(wrong)


@pytest.mark.parametrize("place", ["metadata", "top", "instead"])
def test_a_pickle_is_never_opened(results: ResultStore, folder: Path, tmp_path: Path, place: str) -> None:
    mark = tmp_path / "mark"
    record = json.loads((folder / KEY).read_text())
    record["result"] = base64.encodebytes(pickle.dumps(Trap(mark))).decode()
    if place == "metadata":
        record["metadata"]["serializer"] = {"type": "pickle", "picklelib": "pickle"}
    elif place == "top":
        record["serializer"] = {"type": "pickle", "picklelib": "pickle"}
    else:
        record = {"data": record["result"], "serializer": {"type": "pickle", "picklelib": "pickle"}}
    (folder / KEY).write_text(json.dumps(record))
    assert not results.exists(KEY)
    with pytest.raises(ValueError, match=r"stored result|_Record"):
        results.read(KEY)
    assert not mark.exists()


@pytest.mark.parametrize(
    "written",
    [
        {"__class__": "subprocess.Popen", "data": ["touch", "mark"]},
        {"__exc_type__": "SystemExit", "message": "0"},
        {"stage": "coded", "path": "../../elsewhere/coded", "sha256": "0" * 64, "rows": {}},
        {"stage": "/coded", "path": f"/coded/{'0' * 16}", "sha256": "0" * 64, "rows": {}},
        {"stage": "coded", "path": "coded/../../elsewhere1", "sha256": "../../elsewhere1", "rows": {}},
        {"stage": "coded", "path": f"coded/{'0' * 16}", "sha256": "0" * 64, "rows": {"../../codes": 1}},
    ],
)
def test_a_class_that_a_result_names_is_not_built(results: ResultStore, folder: Path, written: dict[str, Any]) -> None:
    record = json.loads((folder / KEY).read_text())
    (folder / KEY).write_text(json.dumps(record | {"result": json.dumps(written)}))
    assert not results.exists(KEY)
    with pytest.raises(ValueError, match=r"Receipt|folder"):
        results.read(KEY)
