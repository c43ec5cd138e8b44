"""What one machine puts into the remote comes out on another as it was, or not at all."""

import stat
from pathlib import Path

import polars as pl
import pytest
from prefect.results import ResultStore

from tasks.errors import StorageError, UsageError
from tasks.storage import remote, store
from tasks.storage.results import ReceiptSerializer, SharedResults
from tasks.storage.source import Source
from tasks.storage.store import Receipt

FRAME = pl.DataFrame({"words": ["one", "two"]})


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "here"))
    return tmp_path / "here"


def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """From now on this is another machine, with a data folder of its own."""
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "elsewhere"))
    return tmp_path / "elsewhere"


def written() -> Receipt:
    return store.write("anonymised", tweets=FRAME, replacements=FRAME.head(1))


@pytest.mark.usefixtures("shelf")
def test_a_folder_that_is_not_here_is_fetched_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = written()
    remote.push(receipt)
    other = elsewhere(monkeypatch, tmp_path)
    assert store.read(receipt, "tweets").equals(FRAME)
    folder = other / receipt.path
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert [path.read_bytes() for path in sorted(folder.iterdir())] == [
        path.read_bytes() for path in sorted((tmp_path / "here" / receipt.path).iterdir())
    ]


@pytest.mark.usefixtures("shelf")
def test_tables_for_the_owner_alone_lie_apart_from_those_of_a_team() -> None:
    receipt, restricted = written(), store.write("ingested", tweets=FRAME)
    remote.push(receipt)
    remote.push(restricted)
    assert remote.listed(f"internal/{receipt.path}").keys() == {"tweets.parquet"}
    assert remote.listed(f"restricted/{receipt.path}").keys() == {"replacements.parquet"}
    assert remote.listed(f"restricted/{restricted.path}").keys() == {"tweets.parquet"}


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("harm", ["absent", "other bytes"])
def test_a_folder_that_came_over_in_part_is_as_good_as_absent(
    harm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = written()
    remote.push(receipt)
    if harm == "absent":
        remote.remove(f"internal/{receipt.path}/tweets.parquet")
    else:
        remote.write(f"internal/{receipt.path}/tweets.parquet", b"PAR1")
    other = elsewhere(monkeypatch, tmp_path)
    with pytest.raises(StorageError, match=r"does not hold what was stored|holds other bytes") as refused:
        store.read(receipt, "replacements")
    assert refused.value.exit_code == 6
    assert not list((other / "anonymised").iterdir())


@pytest.mark.usefixtures("shelf")
def test_a_secret_comes_over_as_a_file_that_only_its_owner_can_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = tmp_path / "study.key"
    key.write_text("ab" * 32, encoding="utf-8")
    source = Source.of(key)
    source.push()
    assert remote.listed("restricted/sources").keys() == {source.sha256}
    # In a container another study's key may lie at the same place.
    key.write_text("cd" * 32, encoding="utf-8")
    elsewhere(monkeypatch, tmp_path)
    assert source.here().read_text(encoding="utf-8") == "ab" * 32
    assert stat.S_IMODE(source.here().stat().st_mode) == 0o600
    assert stat.S_IMODE(source.here().parent.stat().st_mode) == 0o700


def test_a_file_that_changes_while_a_study_runs_is_refused(tmp_path: Path) -> None:
    codebook = tmp_path / "codebook.toml"
    codebook.write_text("one", encoding="utf-8")
    source = Source.of(codebook)
    codebook.write_text("other", encoding="utf-8")
    with pytest.raises(StorageError, match="was changed or taken away while the study ran"):
        source.here()


@pytest.mark.usefixtures("shelf")
def test_a_result_is_there_once_all_that_it_names_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt, key = written(), "a" * 64
    made = ResultStore(result_storage=SharedResults(), serializer=ReceiptSerializer(), cache_result_in_memory=False)
    made.write(receipt, key=key)
    elsewhere(monkeypatch, tmp_path)
    assert made.exists(key)
    assert made.read(key).result == receipt
    assert store.read(receipt, "tweets").equals(FRAME)
    assert not made.exists("b" * 64)


@pytest.mark.usefixtures("shelf")
def test_a_result_whose_folder_cannot_be_put_there_is_not_told_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StorageError("the remote store does not answer")

    made = ResultStore(result_storage=SharedResults(), serializer=ReceiptSerializer(), cache_result_in_memory=False)
    monkeypatch.setattr(remote, "put", refuse)
    with pytest.raises(StorageError):
        made.write(written(), key="a" * 64)
    assert not remote.listed("internal/results")


def test_a_store_that_is_gone_is_told_in_a_line_without_its_login(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "s3://name:secret@shelf/studies?scheme=http&endpoint_override=127.0.0.1:9"
    monkeypatch.setenv(remote.VARIABLE, address)
    with pytest.raises(StorageError, match="does not answer \\(NETWORK_CONNECTION\\)") as refused:
        remote.read("internal/probe")
    assert "secret" not in refused.value.line()
    assert "HUSHTAG_REMOTE=s3://shelf/studies:" in refused.value.line()


def test_a_folder_that_is_no_longer_mounted_is_not_laid_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(remote.VARIABLE, str(tmp_path / "unmounted"))
    with pytest.raises(StorageError, match="there is no such folder"):
        remote.write("internal/probe", b"")
    assert not (tmp_path / "unmounted").exists()


def test_an_address_of_another_kind_is_a_wrong_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(remote.VARIABLE, "carrier://pigeon")
    with pytest.raises(UsageError, match="names no place of a kind that is known"):
        remote.read("internal/probe")


def test_files_in_a_shared_folder_are_for_their_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shelf").mkdir(mode=0o755)
    monkeypatch.setenv(remote.VARIABLE, str(tmp_path / "shelf"))
    remote.push(store.write("ingested", tweets=FRAME))
    found = list((tmp_path / "shelf").rglob("*"))
    assert {stat.S_IMODE(path.stat().st_mode) for path in found} == {0o700, 0o600}
