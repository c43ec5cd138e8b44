"""What holds words is for its owner, or for the group that a study names, whatever the umask."""

import ast
import grp
import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from tasks.copies.ledger import copies_of
from tasks.errors import StudyInvalid
from tasks.storage import store
from tasks.storage.table_files import write_table
from tests.test_house import SOURCES, room

TEMPORARY = {"TemporaryDirectory", "mkdtemp", "mkstemp"}
FRAME = pl.DataFrame({"number": [2, 1]})
OURS = grp.getgrgid(os.getgid())


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "data"))
    before = os.umask(0)
    yield tmp_path / "data"
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())}


@pytest.mark.parametrize("stage", ["ingested", "anonymised", "coded", "gated"])
def test_every_stage_is_for_its_owner_only(root: Path, stage: str) -> None:
    receipt = store.write(stage, tweets=FRAME)
    assert set(modes(root / receipt.path).values()) == {0o700, 0o600}
    assert (root / stage).stat().st_mode & 0o777 == 0o700


def test_a_stage_that_others_could_read_is_closed_by_the_next_run(root: Path) -> None:
    receipt = store.write("coded", codes=FRAME)
    for path in (root / "coded", root / receipt.path, root / receipt.path / "codes.parquet"):
        path.chmod(0o777)
    store.share(store.write("coded", codes=FRAME), None)
    assert set(modes(root / receipt.path).values()) == {0o700, 0o600}
    assert (root / "coded").stat().st_mode & 0o066 == 0


def test_a_group_reads_what_the_team_may_see_and_nothing_that_is_restricted(root: Path) -> None:
    anonymised = store.write("anonymised", tweets=FRAME, replacements=FRAME, doubts=FRAME)
    ingested = store.write("ingested", tweets=FRAME)
    store.share([ingested, anonymised], OURS.gr_name)
    folder = root / anonymised.path
    assert modes(folder) == {
        folder.name: 0o750, "tweets.parquet": 0o640, "replacements.parquet": 0o600, "doubts.parquet": 0o600,
    }  # fmt: skip
    assert (folder / "tweets.parquet").stat().st_gid == OURS.gr_gid
    assert (root / "anonymised").stat().st_mode & 0o777 == 0o711
    assert set(modes(root / ingested.path).values()) == {0o700, 0o600}
    store.share(anonymised, None)
    assert set(modes(folder).values()) == {0o700, 0o600}


def test_a_group_that_is_not_there_is_told_by_its_name() -> None:
    with pytest.raises(StudyInvalid, match="no group 'zorblax'"):
        store.share(store.write("coded", codes=FRAME), "zorblax")


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_what_a_command_writes_is_its_owners_and_what_is_there_keeps_its_mode(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out{ending}"
    write_table(FRAME, path)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    write_table(FRAME, path)
    assert path.stat().st_mode & 0o777 == 0o640


def test_copies_are_told_without_a_word_in_the_systems_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    texts = pl.Series("text", ["We can host a bed tonight", "We can host a bed tonight"])
    ledger, _ = copies_of(texts.to_frame(), texts)
    assert ledger["is_copy"].to_list() == [False, True]


@pytest.mark.parametrize("path", SOURCES, ids=room)
def test_every_temporary_file_says_where_it_lies(path: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    made = [call for call in calls if ast.unparse(call.func).split(".")[-1] in TEMPORARY]
    assert not [ast.unparse(call) for call in made if "dir" not in {each.arg for each in call.keywords}]
    assert "NamedTemporaryFile" not in path.read_text(encoding="utf-8")
