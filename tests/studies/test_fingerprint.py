"""What changed since the last run is told in words, and nothing is told when nothing did."""

import ast
import importlib
from pathlib import Path

import pytest
from prefect import Task

from flows import study as flow
from tasks.reading.dump_files import Dump, File
from tasks.storage import store
from tasks.storage.run_lock import is_taken, turn
from tasks.storage.source import Source
from tasks.studies import fingerprint
from tasks.studies.fingerprint import Inputs, Outcome, changes, inputs_of, remember, remembered
from tasks.studies.stages import STAGES
from tasks.studies.study import Study, of_dumps
from tests.conftest import PROJECT

BEFORE = Inputs(dumps=("a", "b"), codebook="c", settings="{}", code={"gate": "g"}, libraries={"polars": "2.1"})


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({}, []),
        ({"dumps": ("a", "b", "c")}, ["1 file new or changed"]),
        ({"dumps": ("a", "a", "b")}, ["1 file new or changed"]),
        ({"dumps": ("x",)}, ["1 file new or changed", "2 files gone or changed"]),
        ({"codebook": "d", "settings": "{1}"}, ["codebook", "settings"]),
        ({"code": {"gate": "h", "quotes": "q"}}, ["code of gate, quotes"]),
        ({"libraries": {"polars": "2.2"}}, ["polars 2.1 to 2.2"]),
    ],
)
def test_each_change_is_told(now: dict[str, object], told: list[str]) -> None:
    assert changes(BEFORE, BEFORE.model_copy(update=now)) == told


def study(**settings: object) -> Study:
    return of_dumps({"dumps": ["a.csv"], **settings})


def given(spec: Study, root: Path) -> Inputs:
    (root / "a.csv").write_text("text\nhello\n")
    source = Source.of(root / "a.csv")
    dump = Dump(files=(File(name="a.csv", source=source, member=None, size=11, is_named=True),))
    return inputs_of(spec, source, [dump])


def test_when_a_study_runs_by_itself_is_no_input_and_how_it_is_released_is(root: Path) -> None:
    plain = given(study(), root)
    assert changes(plain, given(study(schedule={"cron": "0 4 * * *"}), root)) == []
    assert changes(plain, given(study(dumps=["elsewhere.csv"], id="a"), root)) == []
    assert changes(plain, given(study(sign_off=True), root)) == ["settings"]
    assert changes(plain, given(study(thresholds={"least_tweets": 3}), root)) == ["settings"]


def test_code_of_any_stage_is_an_input(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = given(study(), root)
    real = fingerprint.code_digest
    monkeypatch.setattr(fingerprint, "code_digest", lambda module: "edited" if module == "tasks.gate" else real(module))
    assert changes(before, given(study(), root)) == ["code of gate"]


def test_no_stage_of_the_flow_is_forgotten() -> None:
    called = {
        node.args[0].id
        for node in ast.walk(ast.parse((PROJECT / "flows" / "study.py").read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"one", "each"}
        if isinstance(node.args[0], ast.Name)
    }
    stages = [getattr(flow, name) for name in called]
    assert stages
    assert all(isinstance(stage, Task) for stage in stages)
    assert {stage.fn.__module__.removeprefix("tasks.") for stage in stages} == set(STAGES)
    assert all(importlib.import_module(f"tasks.{stage}") for stage in STAGES)


def test_an_end_is_remembered_as_long_as_its_bundle_is_there(root: Path) -> None:
    remember("owls", Outcome(inputs=BEFORE, end="released", version="v1"))
    assert remembered("owls") is None
    bundle = root / "released" / "owls" / "v1"
    bundle.mkdir(parents=True)
    (bundle / "manifest.json").touch()
    assert remembered("owls") == Outcome(inputs=BEFORE, end="released", version="v1")
    remember("owls", Outcome(inputs=BEFORE, end="refused"))
    assert remembered("owls") == Outcome(inputs=BEFORE, end="refused")
    (root / "runs" / "owls.json").write_text("nonsense")
    assert remembered("owls") is None


def test_one_run_of_a_study_at_a_time() -> None:
    waited: list[str] = []
    assert not is_taken("owls")
    with turn("owls", lambda: waited.append("owls")):
        assert is_taken("owls")
        assert not is_taken("herons")
    assert not is_taken("owls")
    assert not waited
