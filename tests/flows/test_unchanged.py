"""A release that a run would only make again stands, as long as it and all that it came from is as it was."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from flows import study as flow
from flows import unchanged
from flows.prepared import declared, prepared
from flows.study import study as study_flow
from tasks.errors import GateClosed
from tasks.storage import store
from tasks.studies.fingerprint import Inputs
from tasks.studies.published import Published
from tests.conftest import clean_environment, ended
from tests.flows.conftest import small_study


@pytest.fixture(scope="module")
def released(folder: Path) -> tuple[Path, Published]:
    file = small_study(folder, "still")
    return file, study_flow(str(file))


@pytest.fixture
def file(released: tuple[Path, Published], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the study and of its data folder, to be changed."""
    shutil.copytree(released[0].parent, tmp_path / "all", symlinks=True)
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "all" / "data"))
    return tmp_path / "all" / released[0].name


def standing(file: Path, **changes: object) -> Published | None:
    if not unchanged.is_remembered(declared(str(file), changes)):
        return None
    return unchanged.release_of(*prepared(str(file), changes))


def test_a_release_stands_where_nothing_changed(released: tuple[Path, Published], file: Path) -> None:
    assert standing(file) == released[1]


def test_nothing_stands_before_the_first_run(file: Path) -> None:
    shutil.rmtree(store.root() / "runs")
    assert standing(file) is None


@pytest.mark.parametrize("changes", [{"profile": "public"}, {"near_duplicates": 0.75}, {"timezone": "Asia/Tokyo"}])
def test_another_setting_is_a_run(file: Path, changes: dict[str, object]) -> None:
    assert standing(file, **changes) is None


def test_a_study_that_asks_somebody_is_always_run(file: Path) -> None:
    with file.open("a", encoding="utf-8") as more:
        more.write("sign_off = true\n")
    assert standing(file) is None


def test_a_run_that_was_killed_since_is_told_by_a_run(file: Path) -> None:
    (store.root() / "runs" / "still.lock").write_text("tabulate", encoding="utf-8")
    assert standing(file) is None


def bundle() -> Path:
    return (store.root() / "released" / "still" / "latest").resolve()


def one(pattern: str) -> Path:
    return next(iter(sorted(store.root().glob(pattern))))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def turned(path: Path) -> None:
    """The last byte but one is another; size and time are as before."""
    whole, state = bytearray(path.read_bytes()), path.stat()
    whole[-2] ^= 1
    path.write_bytes(whole)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def astray() -> None:
    link = store.root() / "released" / "still" / "latest"
    link.unlink()
    link.symlink_to("elsewhere")


def resealed_by_nobody() -> None:
    manifest = json.loads((bundle() / "manifest.json").read_text(encoding="utf-8"))
    (bundle() / "manifest.json").write_text(json.dumps(manifest | {"sealed_by": None}), encoding="utf-8")
    (bundle() / "seal.json").unlink()


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a table of the release is cut": lambda _: cut(bundle() / "tweets.parquet"),
    "a bit of the release is turned, at the same time and size": lambda _: turned(bundle() / "table1.csv"),
    "a file of the release is gone": lambda _: (bundle() / "report.html").unlink(),
    "a file more is in the release": lambda _: (bundle() / "more.csv").write_text("a\n"),
    "the seal is gone": lambda _: (bundle() / "seal.json").unlink(),
    "the release says that it was never sealed": lambda _: resealed_by_nobody(),
    "the release is gone": lambda _: shutil.rmtree(bundle()),
    "latest leads elsewhere": lambda _: astray(),
    "the log of releases is gone": lambda _: (bundle().parent / "releases.jsonl").unlink(),
    "a stage's table is gone": lambda _: one("tabulated/*/flow.parquet").unlink(),
    "a stage's table is cut": lambda _: cut(one("deduplicated/*/*.parquet")),
    "a stage's folder is gone": lambda _: shutil.rmtree(one("anonymised/*")),
    "a dump changed, at the same time and size": lambda file: turned(file.parent / "still" / "first.csv"),
    "a dump has another name": lambda file: (file.parent / "still" / "first.csv").rename(file.parent / "still" / "other.csv"),
    "a dump more": lambda file: shutil.copy(file.parent / "still" / "first.csv", file.parent / "still" / "more.csv"),
    "the codebook changed": lambda file: (file.parent / "still" / "small.toml").open("a").write("# more\n"),
    "the key is another": lambda _: (store.root() / "keys" / "still.key").write_text("0123456789abcdef" * 4),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_whatever_changed_is_a_run(file: Path, what: str) -> None:
    DAMAGE[what](file)
    assert standing(file) is None


def test_a_log_that_was_altered_is_told(file: Path) -> None:
    cut(path := bundle().parent / "releases.jsonl")
    cut(path)
    with pytest.raises(GateClosed, match=r"releases\.jsonl"):
        standing(file)


def edited_gate(known: Callable[..., Inputs], *given: object) -> Inputs:
    inputs = known(*given)
    return inputs.model_copy(update={"code": {**inputs.code, "gate": "edited"}})


@pytest.mark.parametrize("name", ["flow", "gate"])
def test_code_that_changed_is_a_run(file: Path, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if name == "flow":
        (tmp_path / "study.py").write_text("# another order of the stages\n")
        monkeypatch.setattr(unchanged, "FLOW", tmp_path / "study.py")
    else:
        edited = partial(edited_gate, unchanged.inputs_of)
        monkeypatch.setattr(unchanged, "inputs_of", edited)
    assert standing(file) is None


def test_the_flow_whose_digest_is_kept_is_the_one_that_runs() -> None:
    assert Path(flow.__file__) == unchanged.FLOW


def test_the_command_starts_no_server_where_a_release_stands(
    released: tuple[Path, Published], file: Path, tmp_path: Path
) -> None:
    command = ["-m", "flows.cli", "run", str(file), "--data", str(store.root()), "--json"]
    loaded = "import sys, runpy; sys.argv = sys.argv[1:]; import flows.cli; code = flows.cli.main(sys.argv[1:])"
    shown = f"{loaded}; print(sorted({{'prefect', 'great_expectations'}} & {{*sys.modules}}), file=sys.stderr)"
    # With a setting of its own the interpreter is a new one, which has imported nothing.
    run = ended([sys.executable, "-c", shown, *command[1:]], clean_environment(tmp_path / "prefect") | {"PYTHONSAFEPATH": ""})
    told = json.loads(run.stdout)
    assert (told["state"], told["counts"]) == ("released", released[1].counts)
    assert told["bundle"] == str(store.root() / released[1].path)
    assert "no stage was done again" not in run.stdout
    assert run.stderr.splitlines()[-1] == "[]"
    assert not (tmp_path / "prefect").exists()
