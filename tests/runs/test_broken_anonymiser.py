"""The stages from the anonymiser to the gate on a dump that names people: with each of its layers broken, the gate is closed."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from expectations.verdict import Verdict
from tasks.anonymise import anonymise, corroborate, harvest, look_again, survey
from tasks.assign_themes import assign_themes
from tasks.deduplicate import deduplicate
from tasks.errors import GateClosed
from tasks.gate import gate, verdict_of
from tasks.models import load
from tasks.pure.anonymise import engine
from tasks.pure.anonymise.spans import PATTERN, of
from tasks.schema import INGESTED, SET_ASIDE
from tasks.storage import store
from tasks.storage.source import Source
from tasks.studies import allowances
from tasks.studies.study import Study
from tasks.tabulate import tabulate
from tasks.withhold import withhold
from tests.small_studies import CODEBOOK

NAMES = ("Laura Bennett", "James Whitfield", "Sarah Connolly", "Peter Hargreaves", "Emma Lockwood", "Daniel Foster")
THINGS = ("tea", "lamp", "map", "song", "blanket", "letter", "chair", "window", "garden", "story")
ROWS = [
    {
        "handle": f"wendlefen{place}x",
        "display_name": f"Quillfeather{place} Tressick",
        "text": f"Thanks for the {thing}, {NAMES[place % 6]} and I sat with wendlefen{place}x at www.quietowl{place}.com all day",
    }
    for place, thing in enumerate(THINGS)
]


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "data"))


def gated(folder: Path, rows: list[dict[str, str]] = ROWS) -> Verdict:
    """The stages one after the other, without Prefect."""
    (folder / "small.toml").write_text(CODEBOOK)
    (folder / "secret").write_text("secret")
    codebook, secret = Source.of(folder / "small.toml"), Source.of(folder / "secret")
    numbered = pl.DataFrame(rows).with_row_index("sequence").with_columns(dump=pl.lit("a.csv"), line=pl.lit(2))
    tweets = INGESTED.conform(pl.concat([INGESTED.empty(), numbered], how="diagonal_relaxed"))
    ingested = [store.write("ingested", tweets=tweets, set_aside=SET_ASIDE.empty())]
    surveyed = survey.fn(ingested[0], "standard")
    looks = surveyed, look_again.fn((surveyed, harvest.fn(ingested, [surveyed])[0]), "standard")
    anonymised = [anonymise.fn((ingested[0], looks, corroborate.fn([looks])[0]), secret, "UTC")]
    deduplicated = deduplicate.fn(anonymised, None, "merge")
    withheld = withhold.fn(ingested, anonymised, deduplicated, allowances.source("owls"))
    coded = [assign_themes.fn(deduplicated, codebook)]
    tabulated = tabulate.fn(ingested, anonymised, deduplicated, withheld, coded, codebook)
    study = Study.model_validate({"id": "owls", "dumps": ("a.csv",)})
    return verdict_of(gate.fn(ingested, anonymised, deduplicated, withheld, coded, tabulated, codebook, study))


def test_an_anonymiser_that_works_holds_nothing_back(tmp_path: Path) -> None:
    assert gated(tmp_path).held_back == {}


def test_an_empty_dictionary_closes_the_gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.pure.anonymise.tables.terms_of", lambda _: [])
    with pytest.raises(GateClosed, match=r"few texts are held back \(10 rows\); held back: no handle of the dump 10"):
        gated(tmp_path)


def test_patterns_that_are_passed_by_close_the_gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "patterned", lambda *_: of(PATTERN, ()))
    with pytest.raises(GateClosed, match=r"few texts are held back \(10 rows\); held back: no links 10"):
        gated(tmp_path)


def test_a_tagger_that_finds_nothing_closes_the_gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = load.engine
    monkeypatch.setattr(load, "engine", lambda terms: replace(whole(terms), thresholds={"standard": (np.inf, np.inf)}))
    with pytest.raises(GateClosed, match=r"most names are gone \(\d+ rows\)"):
        gated(tmp_path)


def test_a_tagger_without_weights_takes_everything_and_closes_the_gate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = load.engine

    def weightless(terms: list[object]) -> engine.Engine:
        made = whole(terms)  # type: ignore[arg-type]
        nothing = {
            name: tuple(np.zeros_like(each) for each in getattr(made.model, name)) for name in ("hidden", "output")
        }
        return replace(made, model=replace(made.model, linear=np.zeros_like(made.model.linear), **nothing))  # type: ignore[arg-type]

    monkeypatch.setattr(load, "engine", weightless)
    with pytest.raises(GateClosed, match="most words are left"):
        gated(tmp_path)


def test_one_odd_row_is_held_back_and_closes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.pure.anonymise.tables.terms_of", lambda _: [])
    odd = [
        {"handle": "wendlefen82", "text": "It was wendlefen82 who rang back"},
        {"handle": "quill_x", "text": "Good morning"},
    ]
    verdict = gated(tmp_path, odd)
    assert verdict.is_open
    assert verdict.held_back == {"no handle of the dump": 1}


def test_a_false_alarm_that_a_person_let_out_stays_out_of_the_ledger_and_the_gate_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.pure.anonymise.tables.terms_of", lambda _: [])
    text = "It was wendlefen82 who rang back"
    rules, digest = ("no handle of the dump",), hashlib.sha256(text.encode()).hexdigest()
    given = {"tweet_key": "0" * 16, "text_sha256": digest, "rules": rules, "by": "A. Reader", "reason": "a lamp"}
    allowances.add("owls", [allowances.Allowance.model_validate({**given, "on": date(2026, 1, 31)})])
    verdict = gated(tmp_path, [{"handle": "wendlefen82", "text": text}, {"handle": "quill_x", "text": "Good morning"}])
    assert verdict.is_open
    assert verdict.held_back == {}
