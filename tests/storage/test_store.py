"""The store writes whole folders or none, names them by content, and refuses what was altered."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tasks.errors import StorageError
from tasks.storage import parquet_sql, store
from tasks.storage.store import Receipt

FRAME = pl.DataFrame({"number": [2, 1]})


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    return tmp_path


def test_what_is_written_is_read_back_in_its_order() -> None:
    receipt = store.write("coded", codes=FRAME)
    assert receipt.rows == {"codes": 2}
    assert store.read(receipt, "codes").equals(FRAME)


def test_the_same_rows_have_the_same_place() -> None:
    assert store.write("coded", codes=FRAME) == store.write("coded", codes=FRAME)


def one_bit_turned(words: bytes) -> bytes:
    middle = len(words) // 2
    return words[:middle] + bytes([words[middle] ^ 1]) + words[middle + 1 :]


@pytest.mark.parametrize(
    "spoilt", [one_bit_turned, lambda words: words[:-7], lambda _: b""], ids=["one bit turned", "cut", "emptied"]
)
def test_an_altered_file_is_refused(root: Path, spoilt: Callable[[bytes], bytes]) -> None:
    receipt = store.write("coded", codes=FRAME)
    path = root / receipt.path / "codes.parquet"
    path.write_bytes(spoilt(path.read_bytes()))
    with pytest.raises(StorageError, match="altered"):
        store.read(receipt, "codes")


def test_a_deleted_file_is_refused(root: Path) -> None:
    receipt = store.write("coded", codes=FRAME, decided=FRAME)
    (root / receipt.path / "codes.parquet").unlink()
    with pytest.raises(StorageError, match="altered"):
        store.read(receipt, "decided")


def test_a_deleted_folder_is_refused() -> None:
    missing = Receipt(stage="coded", path="coded/0000", sha256="0", rows={})
    with pytest.raises(StorageError, match="missing"):
        store.files(missing, "codes")


def test_a_failure_leaves_nothing_behind(root: Path) -> None:
    def fail() -> None:
        with store.output("coded") as out:
            FRAME.write_parquet(out.path / "codes.parquet")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list((root / "coded").iterdir()) == []


def test_an_altered_folder_is_mended_by_writing_it_again(root: Path) -> None:
    receipt = store.write("coded", codes=FRAME)
    (root / receipt.path / "codes.parquet").write_bytes(b"nonsense")
    store.write("coded", codes=FRAME)
    assert store.read(receipt, "codes").equals(FRAME)


def test_what_is_restricted_is_for_its_owner_only(root: Path) -> None:
    receipt = store.write("ingested", tweets=FRAME)
    assert (root / "ingested").stat().st_mode & 0o777 == 0o700
    assert (root / receipt.path / "tweets.parquet").stat().st_mode & 0o777 == 0o600
    written = root / store.write("anonymised", tweets=FRAME, replacements=FRAME, doubts=FRAME).path
    assert {path.stat().st_mode & 0o777 for path in written.iterdir()} == {0o600}


def test_a_query_writes_its_tables_in_their_order(root: Path) -> None:
    source = store.write("coded", codes=FRAME)
    with store.output("tabulated") as out:
        script = "CREATE TABLE sorted AS SELECT number + getvariable('more') AS number FROM codes ORDER BY number"
        parquet_sql.query(
            script, {"codes": store.files(source, "codes")}, {"sorted": out.path / "table1.parquet"}, {"more": 1}
        )
    assert store.read(out.receipt, "table1")["number"].to_list() == [2, 3]


def test_an_error_of_the_database_quotes_no_row(root: Path) -> None:
    secret = store.write("coded", codes=pl.DataFrame({"words": ["zorblaxquin"]}))
    with pytest.raises(StorageError) as caught:
        parquet_sql.query("CREATE TABLE x AS SELECT words::INT FROM codes", {"codes": store.files(secret, "codes")}, {})
    assert "zorblaxquin" not in caught.value.line()


def test_a_folder_that_cannot_be_written_is_a_storage_error(ordinary_user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store.DATA_VARIABLE, str(ordinary_user))
    ordinary_user.chmod(0o500)
    with pytest.raises(StorageError, match=r"cannot write \(Permission denied\)"):
        store.write("coded", codes=FRAME)
    assert not list(ordinary_user.iterdir())


def test_a_file_in_place_of_the_folder_is_a_storage_error(root: Path) -> None:
    (root / "coded").touch()
    with pytest.raises(StorageError, match="cannot write"):
        store.write("coded", codes=FRAME)
