"""The doctor finds what is not well, says what to do, and tells nobody a password."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from flows.doctor import data_folder, findings, machine, service
from flows.server import addresses, database, holds, new_database
from tasks.errors import HushtagError, StorageError, Unsigned
from tasks.storage import store
from tasks.studies import holds as kept
from tasks.studies import study_file
from tests.conftest import ended


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (database.WHOLE, "PREFECT_API_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    return tmp_path


def test_all_is_well_here(tmp_path: Path) -> None:
    found = list(findings.findings(tmp_path))
    assert [each.check for each in found] == [check.__name__ for check in findings.CHECKS]
    assert not [each for each in found if each.exit_code]
    assert all(each.found for each in found)


def test_a_remote_that_is_named_is_written_and_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no remote is named" in data_folder.shared(tmp_path)
    monkeypatch.setenv("HUSHTAG_REMOTE", str(tmp_path))
    assert "can be written and read" in data_folder.shared(tmp_path)
    monkeypatch.setenv("HUSHTAG_REMOTE", str(tmp_path / "unmounted"))
    with pytest.raises(StorageError, match="there is no such folder"):
        data_folder.shared(tmp_path)


def test_what_others_may_read_of_the_restricted_zone_is_found_and_mended_as_told(tmp_path: Path) -> None:
    folder = tmp_path / "ingested"
    folder.mkdir(mode=0o700)
    (folder / "tweets.parquet").touch(mode=0o644)
    (folder / "tweets.parquet").chmod(0o644)
    with pytest.raises(StorageError, match="1 files") as told:
        data_folder.storage(tmp_path)
    subprocess.run(told.value.advice.split(), check=True, timeout=60)
    assert "2 files" in data_folder.storage(tmp_path)


def test_a_data_folder_that_everybody_may_change_is_found_and_mended_as_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with pytest.raises(StorageError, match="by every account") as told:
        data_folder.storage(tmp_path)
    subprocess.run(told.value.advice.split(), check=True, timeout=60)
    data_folder.storage(tmp_path)


@pytest.mark.parametrize("place", ["dumps/owls/march.csv", "paraphrases/owls.toml", "withheld/abc/tweets.parquet"])
def test_dumps_and_sheets_that_everybody_may_read_are_found(tmp_path: Path, place: str) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    for folder in (path.parent, path.parent.parent):
        folder.chmod(0o700)
    path.touch()
    path.chmod(0o644)
    with pytest.raises(StorageError, match="1 files") as told:
        data_folder.storage(tmp_path)
    subprocess.run(told.value.advice.split(), check=True, timeout=60)
    data_folder.storage(tmp_path)


@pytest.mark.parametrize(("words", "mode", "told"), [("abcde", 0o600, "5 characters"), ("a" * 64, 0o644, "by others")])
def test_a_key_that_is_no_secret_is_found(tmp_path: Path, words: str, mode: int, told: str) -> None:
    (tmp_path / "keys").mkdir()
    path = tmp_path / "keys" / "owls.key"
    path.write_text(words)
    path.chmod(mode)
    with pytest.raises(StorageError, match=told):
        data_folder.keys(tmp_path)
    path.write_text("a" * 64)
    path.chmod(0o600)
    assert data_folder.keys(tmp_path) == "1 as secret as they must be"


def test_a_data_folder_that_is_a_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(StorageError, match="is not a folder"):
        data_folder.storage(tmp_path / "data")


def test_a_database_on_a_server_is_asked_itself(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{database.PART}HOST", "127.0.0.1")
    monkeypatch.setenv(f"{database.PART}DRIVER", "postgresql+asyncpg")
    monkeypatch.setenv(f"{database.PART}PORT", str(addresses.free_port()))
    with pytest.raises(StorageError, match="does not answer"):
        service.database(home)


def test_a_damaged_database_and_one_of_another_version_are_found(home: Path) -> None:
    (home / new_database.name()).write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    with pytest.raises(StorageError, match="damaged"):
        service.database(home)
    (home / new_database.name()).unlink()
    (home / new_database.name()).mkdir()
    with pytest.raises(StorageError, match="damaged"):
        service.database(home)
    (home / new_database.name()).rmdir()
    with sqlite3.connect(home / new_database.name()) as made:
        made.execute("CREATE TABLE alembic_version (version_num TEXT)")
        made.execute("INSERT INTO alembic_version VALUES ('000000000000')")
    made.close()
    with pytest.raises(StorageError, match="version"):
        service.database(home)
    with sqlite3.connect(home / new_database.name()) as made:
        made.execute("UPDATE alembic_version SET version_num = ?", [new_database.newest_migration()])
    made.close()
    assert "migrated" in service.database(home)


def test_a_study_that_is_held_is_told_without_a_server_too(home: Path) -> None:
    new_database.lay_out(home)
    with sqlite3.connect(home / new_database.name()) as made:
        made.execute("PRAGMA foreign_keys = off")
        for name, tags, paused in (("owls", '["hushtag-study"]', 1), ("larks", '["hushtag-study"]', 0), ("theirs", "[]", 1)):
            row = {"id": name, "name": name, "tags": tags, "paused": paused, "flow_id": "1"}
            made.execute(f"INSERT INTO deployment ({', '.join(row)}) VALUES (?, ?, ?, ?, ?)", [*row.values()])
    made.close()
    with pytest.raises(Unsigned, match="owls is held") as told:
        service.people(home)
    assert "larks" not in told.value.line()
    assert "theirs" not in told.value.line()


def test_a_hold_is_remembered_from_the_older_database_and_from_the_data_folder(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUSHTAG_DATA", str(home / "data"))
    new_database.lay_out(home)
    (home / new_database.name()).rename(home / holds.BEFORE)
    here, there = (f'[{{"directory": "{place}"}}]' for place in (store.PROJECT, "/elsewhere"))
    deploy(home / holds.BEFORE, ("owls", 1, here), ("larks", 0, here), ("theirs", 1, there))
    kept.keep("wrens")
    assert holds.without_server() == ["owls"]
    (home / "data" / "ingested").mkdir(parents=True, mode=0o700)
    kept.keep("wrens")
    assert holds.without_server() == ["owls", "wrens"]
    new_database.lay_out(home)
    deploy(home / new_database.name(), ("owls", 0, here), ("wrens", 0, here), ("terns", 1, here))
    assert holds.without_server() == ["terns"]


def deploy(path: Path, *studies: tuple[str, int, str]) -> None:
    """Studies in a database of runs: name, whether it is paused, and from where it is run."""
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("PRAGMA foreign_keys = off")
        for name, paused, place in studies:
            row = {"id": name, "name": name, "flow_id": "1", "tags": '["hushtag-study"]', "paused": paused, "pull_steps": place}
            made.execute(f"INSERT INTO deployment ({', '.join(row)}) VALUES (?, ?, ?, ?, ?, ?)", [*row.values()])


def test_a_dump_that_others_may_read_is_found_wherever_its_study_says_that_it_lies(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "elsewhere").mkdir()
    dump = home / "elsewhere" / "dump.csv"
    dump.write_text("text\n")
    (home / "studies").mkdir()
    (home / "studies" / "owls.toml").write_text('[study]\nid = "owls"\ndumps = ["../elsewhere/*.csv"]\n')
    monkeypatch.setattr(study_file, "FOLDER", str(home / "studies"))
    monkeypatch.setattr(study_file, "placed", lambda *_: home / "studies")
    dump.chmod(0o644)
    with pytest.raises(StorageError, match="can be read by others"):
        data_folder.dumps(home)
    dump.chmod(0o640)
    assert data_folder.dumps(home) == "1 files, closed to others"


def test_a_model_that_was_altered_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in machine.load.MODELS.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes() + (b"more" if path.name == "places.txt" else b""))
    monkeypatch.setattr(machine.load, "MODELS", tmp_path)
    with pytest.raises(StorageError):
        machine.models(tmp_path)


def test_a_clock_behind_its_files_and_a_full_disk_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "later").touch()
    os.utime(tmp_path / "later", (4e9, 4e9))
    with pytest.raises(StorageError, match="behind"):
        machine.clock(tmp_path)
    for least, place in (("LEAST_FREE_FOR_RUNS", tmp_path), ("LEAST_FREE_BYTES", tmp_path / "not" / "yet")):
        monkeypatch.setattr(machine, least, 10**18)
        with pytest.raises(StorageError, match=f"{place}: .* free"):
            machine.disk(tmp_path / "not" / "yet")


def test_a_folder_for_runs_that_cannot_be_written_is_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service.os, "access", lambda *_: False)
    with pytest.raises(StorageError, match=r"hushtag-\w+\.db: cannot be written"):
        service.database(home)


def test_a_library_of_another_version_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "version", lambda name: "1.0" if name == "sqlalchemy" else "2.9")
    monkeypatch.setattr(machine, "requires", lambda _: ["sqlalchemy<2.1,>=2.0", "duckdb<3,>=2.0"])
    with pytest.raises(StorageError, match="sqlalchemy") as told:
        machine.versions(tmp_path)
    assert "duckdb" not in told.value.line()


def test_nobody_is_told_a_password(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word = "hunter2quill"
    monkeypatch.setenv(database.WHOLE, f"postgresql+asyncpg://runs:{word}@db.example.org/runs")
    monkeypatch.setenv("PREFECT_API_URL", f"http://team:{word}@127.0.0.1:{addresses.free_port()}/api")
    told = json.dumps([vars(each) for each in findings.findings(home)])
    assert "does not answer" in told
    assert word not in told
    with pytest.raises(HushtagError) as raised:
        service.server(home)
    assert word not in raised.value.line()


def test_the_exit_code_is_that_of_the_worst(home: Path) -> None:
    environment = {**os.environ, "PREFECT_API_URL": f"http://127.0.0.1:{addresses.free_port()}/api"}
    command = [sys.executable, "-m", "flows.cli", "doctor", "--json", "--data", str(home)]
    done = ended(command, environment)
    assert done.returncode == 6, done.stderr
    assert {each["check"]: each["exit_code"] for each in json.loads(done.stdout)}["server"] == 6
    assert done.stderr == ""
