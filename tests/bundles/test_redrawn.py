"""A report is drawn again from the tables beside it; a sentence, a number or a figure that was changed by hand is named."""

import inspect
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import polars as pl
import pytest

from expectations.passing_release import frames
from tasks.bundles import redrawn
from tasks.bundles.checks.bundle import opened
from tasks.bundles.decided import decide
from tasks.bundles.files import disclosed_as, leak, write_bundle
from tasks.bundles.redrawn import differing, hold_report
from tasks.bundles.unsigned import DRAWN_BY
from tasks.errors import GateClosed
from tasks.pure.report.release import Release
from tasks.schema import CONTRASTS, HOURS, QUOTES, THEME_TIMELINE
from tasks.storage.code_digest import code_digest
from tasks.storage.source import Source
from tasks.storage.store import DATA_VARIABLE, write
from tasks.studies.profiles import public_profile
from tasks.studies.stages import LIBRARIES
from tasks.studies.study import Study
from tests.bundles.public_release import REMOVED, VERDICT, told
from tests.bundles.test_check import CODEBOOK

NOON = datetime(2013, 8, 10, 12)  # noqa: DTZ001  in the time zone of the study
OF_TEAM = {
    "hours": pl.DataFrame([(NOON, 2, 1)], schema=HOURS.dtypes, orient="row"),
    "theme_timeline": pl.DataFrame([(NOON, "Shelter", 1)], schema=THEME_TIMELINE.dtypes, orient="row"),
}
QUOTED = {
    "quotes": pl.DataFrame([("shelter", "shelter.offer", 1, "0" * 16, "=we can host", 1, 0.5, True)],
                           schema=QUOTES.dtypes, orient="row"),
    "contrasts": pl.DataFrame([("shelter", "shelter.offer", 1, "1" * 16, "can host nobody", "denied", None, None)],
                              schema=CONTRASTS.dtypes, orient="row"),
}  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of either profile, with all that a report can tell."""
    home = tmp_path_factory.mktemp("redrawn")
    (home / "codebook.toml").write_text(CODEBOOK)
    (home / "reference.csv").write_text("theme,heading,tweets\nShelter,Offers,3\nGone,Elsewhere,4\n")
    tables = {name: frames()[name] for name in ("table1", "overlap", "timeline", "flow", "tweets", "codes")}
    exception = {"output": "timeline", "rule": "round_to", "reason": "So.", "by": "A. Steward"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA_VARIABLE, str(home / "data"))
        for name, made in {"team": {"removed": REMOVED, **tables, **OF_TEAM}, "public": told()}.items():
            (home / name).mkdir()
            given = {"id": "small", "title": "Beds & thanks", "dumps": ("a.csv",), "profile": name}
            study = Study.model_validate(given | {"reference": str(home / "reference.csv"), "exceptions": [exception]})
            inputs = {
                "versions": {each: version(each) for each in LIBRARIES},
                "study": study.model_dump(mode="json"),
                "disclosure": public_profile().told if name == "public" else None,
                "inputs": {"code": "0", "report": code_digest(DRAWN_BY)},
                "leak": leak(),
                "held_back": {"texts": 3, "by_rule": {"no usernames": 2, "no links": 1}, "let_out": []} if name == "team" else None,
                "sign_off": None,
                "sealed_by": "0",
            }
            quoted = QUOTED if name == "team" else {"paraphrases": frames()["paraphrases"]}
            codebook = Source.of(home / "codebook.toml")
            write_bundle(home / name, study, write("tabulated", **made), VERDICT, codebook, inputs, write("quoted", **quoted))
    return home


@pytest.mark.parametrize("profile", ["team", "public"])
def test_every_file_of_a_report_is_drawn_again_to_the_same_bytes(written: Path, profile: str) -> None:
    assert list(differing(opened(written / profile))) == []
    assert hold_report(written / profile)


def test_a_decision_is_no_change_of_the_report(written: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(written / "team", tmp_path / "copy"))
    decide(copy, {"by": "A. Steward", "reason": "Looked at.", "is_signed": False, "given_through": "a terminal"})
    assert hold_report(copy)


def in_file(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        words = (folder / name).read_text(encoding="utf-8")
        assert old in words
        (folder / name).write_text(words.replace(old, new, 1), encoding="utf-8")

    return change


def in_manuscript(old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "report.docx"
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        assert old.encode() in parts["word/document.xml"]
        parts["word/document.xml"] = parts["word/document.xml"].replace(old.encode(), new.encode(), 1)
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)

    return change


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (in_file("report.html", "2 archived records", "9 archived records"), r"report\.html, section its head, line \d+"),
        (in_file("report.html", "3</b> counted, words", "7</b> counted, words"), r"section flow, line"),
        (in_file("report.html", "</ol>\n<p class=\"soft\">At", "</ol><p>More.</p>\n<p class=\"soft\">At"), "section flow"),
        (in_file("report.html", "1 distinct text", "5 distinct texts"), r"report\.html, section"),
        (in_file("figures/flow.svg", ">2<", ">3<"), r"figures/flow\.svg"),
        (in_file("table1.csv", "Shelter,Offers,1", "Shelter,Offers,2"), r"report\.html"),
        (in_manuscript("2 archived records", "9 archived records"), r"report\.docx, paragraph \d+"),
        (lambda folder: (folder / "figures" / "overlap.png").write_bytes(b"x"), r"figures/overlap\.png"),
        (lambda folder: (folder / "figures" / "overlap.svg").unlink(), r"figures/overlap\.svg: is missing"),
    ],
)  # fmt: skip
def test_what_was_changed_by_hand_is_named_by_file_and_place(
    written: Path, tmp_path: Path, change: Callable[[Path], None], place: str
) -> None:
    copy = Path(shutil.copytree(written / "team", tmp_path / "copy"))
    change(copy)
    with pytest.raises(GateClosed, match=place):
        hold_report(copy)


def test_a_report_of_other_code_or_another_library_is_not_judged(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copytree(written / "team", tmp_path / "copy"))
    manifest = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps(manifest | {"versions": manifest["versions"] | {"altair": "0"}}))
    assert not hold_report(copy)
    monkeypatch.setattr(redrawn, "code_digest", lambda _module: "another")
    assert not hold_report(written / "team")


def test_all_that_a_report_is_made_of_is_taken_from_the_bundle() -> None:
    """A field that is new would else be left at its default, and each report said to be changed by hand."""
    given = re.findall(r"^        (\w+)=", inspect.getsource(redrawn.release_of), re.MULTILINE)
    rules = public_profile().told | {"noise": {"maximum": 10}}
    told_as = disclosed_as(rules, {"themes": pl.DataFrame({"theme": ["A"], "tweets": [10]})})
    assert {*given, *told_as, "sign_off"} == {each.name for each in fields(Release)}
