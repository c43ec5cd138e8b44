"""A public bundle whose counts carry noise: what it says, what is checked of it, and what is left out."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from tasks.bundles import files
from tasks.bundles.check import check_bundle, unjudged
from tasks.bundles.checks.bundle import opened
from tasks.bundles.differencing import hold_apart
from tasks.bundles.files import write_bundle
from tasks.bundles.redrawn import differing
from tasks.bundles.unsigned import attacked
from tasks.errors import DeclarationError
from tasks.storage import store
from tasks.storage.source import Source
from tasks.studies import profiles
from tasks.studies.study import Study
from tests.bundles.public_release import VERDICT
from tests.bundles.test_check import resigned
from tests.pure.disclosure.test_noised import MANY, PROFILE, House, public

STUDY = Study.model_validate({"id": "small", "dumps": ["a.csv"], "profile": "public"})


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("noise")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(store.DATA_VARIABLE, str(folder / "data"))
        patch.setattr(files, "public_profile", lambda: PROFILE)
        told = {name: table for name, table in House(folder).told(range(MANY)).items() if not name.endswith("*")}
        inputs = {"versions": {"hushtag": "0"}, "study": STUDY.model_dump(mode="json"), "disclosure": PROFILE.told, "inputs": {}}
        inputs["leak"] = files.leak()
        (folder / "bundle").mkdir()
        made = store.write("tabulated", **told)
        write_bundle(folder / "bundle", STUDY, made, VERDICT, Source.of(folder / "small.toml"), inputs)
        yield folder / "bundle"


def failed(folder: Path) -> list[str]:
    return [line.rule for line in check_bundle(folder, is_draft=True) if line.outcome != "pass"]


def test_it_keeps_its_promises_and_says_which_cannot_be_held(bundle: Path) -> None:
    rules = [line.rule for line in check_bundle(bundle, is_draft=True)]
    assert failed(bundle) == []
    assert "sums differ from their parts by noise at most" in rules
    assert "Table 1 sums to N" not in rules
    assert any("noise that only the study's key can draw again" in words for words in unjudged(bundle))


def test_the_report_says_in_plain_words_how_much_noise_there_is(bundle: Path) -> None:
    page = (bundle / "report.html").read_text(encoding="utf-8")
    assert "Every count carries noise of at most 10, added or taken away by a secret key" in page
    assert "no count from 1 to 9 is told" in page
    assert "spans of text" not in page
    assert list(differing(opened(bundle))) == []


@pytest.mark.parametrize(
    ("file", "column", "more", "rule"),
    [
        ("themes.csv", "tweets", 100, "sums differ from their parts by noise at most"),
        ("themes.csv", "tweets", 5, "what counts the same tweets is the same"),
        ("overlap.csv", "tweets", 1, "no small count is told"),
    ],
)
def test_a_count_that_noise_cannot_have_made_is_named(
    bundle: Path, tmp_path: Path, file: str, column: str, more: int, rule: str
) -> None:
    copy = Path(shutil.copytree(bundle, tmp_path / "copy"))
    table = pl.read_csv(copy / file).with_columns(pl.col(column) + more)
    table.write_csv(copy / file)
    resigned(copy)
    assert rule in failed(copy)


def test_no_release_with_noise_is_subtracted_from_another(bundle: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copytree(bundle, tmp_path / "abc")
    tables = {name: pl.read_csv(bundle / f"{name}.csv", try_parse_dates=True) for name in public(dict.fromkeys(
        ("table1", "themes", "overlap", "timeline", "flow"), pl.DataFrame()))}  # fmt: skip
    shifted = tables | {"table1": tables["table1"].with_columns(pl.col("tweets") + 5)}
    hold_apart(STUDY, shifted, tmp_path)
    manifest = json.loads((tmp_path / "abc" / "manifest.json").read_text())
    del manifest["disclosure"]["noise"]
    (tmp_path / "abc" / "manifest.json").write_text(json.dumps(manifest))
    monkeypatch.setattr("tasks.bundles.differencing.public_profile", lambda: PROFILE)
    hold_apart(STUDY, shifted, tmp_path)


def test_figures_of_an_attack_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.studies.attacks.of", lambda _study: {"authors": 412})
    assert attacked(STUDY) == {"authors": 410, "profile": "public"}
    monkeypatch.setattr("tasks.bundles.unsigned.public_profile", lambda: PROFILE)
    assert attacked(STUDY) is None


@pytest.mark.parametrize(
    ("noise", "told"), [("", None), ("maximum = 8\nvariance = 20.0", "maximum"), ("maximum = 9", "not a profile")]
)
def test_the_profile_is_as_before_without_noise_and_refuses_noise_that_is_too_little(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noise: str, told: str | None
) -> None:
    path = tmp_path / "public.toml"
    path.write_text(profiles.PUBLIC.read_text() + (f"\n[noise]\n{noise}\n" if noise else ""))
    monkeypatch.setattr(profiles, "PUBLIC", path)
    if told is None:
        assert "noise" not in profiles.public_profile().told
        return
    with pytest.raises(DeclarationError, match=told):
        profiles.public_profile()
