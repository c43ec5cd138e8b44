"""The stage that holds texts back: by the gate's own rules, on the distinct texts, each with the place where it breaks one."""

import hashlib
from pathlib import Path

import polars as pl
import pytest

from expectations import verdict
from expectations.passing_release import frames
from expectations.traces import TRACES
from expectations.verdict import LISTS
from expectations.withhold import script
from tasks.schema import ANONYMISED, DEDUPLICATED, INGESTED, LET_OUT, REPLACEMENTS, WITHHELD
from tasks.storage import parquet_sql, store
from tasks.studies import allowances
from tasks.withhold import judged, withhold

NOBODY = {"handle": "quillfeather_z"}
# A tweet in whose text two gave way.
TOLD_KEY, TOLD = "ffffffffffffffff", {"sequence": 0, "text": "we can host Quarnby 佐藤花子"}
GIVEN_WAY = {"tweet_key": TOLD_KEY, "start": 12, "end": 19, "kind": "PERSON", "score": 0.9}
ANOTHER = {**GIVEN_WAY, "start": 20, "end": 24, "rule": "context", "score": 1.0}


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "data"))


def withheld(
    folder: Path, texts: list[str], dump: list[dict[str, str]] | None = None, allowed: pl.DataFrame | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    keys = [f"{place:016x}" for place in range(len(texts))]
    rows = {"tweet_key": keys, "text": texts}
    tables = {
        "deduplicated": pl.concat([DEDUPLICATED.empty(), pl.DataFrame(rows)], how="diagonal"),
        "ingested": pl.concat([INGESTED.empty(), pl.DataFrame(dump or [NOBODY]), pl.DataFrame([TOLD])], how="diagonal"),
        "anonymised": pl.concat([ANONYMISED.empty(), pl.DataFrame([{"tweet_key": TOLD_KEY, "sequence": 0}])], how="diagonal"),
        "replacements": pl.concat([REPLACEMENTS.empty(), pl.DataFrame([GIVEN_WAY, ANOTHER])], how="diagonal"),
        "allowed": allowances.table(None) if allowed is None else allowed,
    }
    for name, table in tables.items():
        table.write_parquet(folder / f"{name}.parquet")
    outputs = {name: folder / f"{name}.parquet" for name in ("withheld", "let_out")}
    parquet_sql.query(script(LISTS), {name: [str(folder / f"{name}.parquet")] for name in tables}, outputs)
    return pl.read_parquet(outputs["withheld"]), pl.read_parquet(outputs["let_out"])


def test_each_text_that_breaks_a_rule_of_the_gate_is_held_back_by_that_rule_and_no_honest_one_is(tmp_path: Path) -> None:
    broken = [(text, trace.name) for trace in TRACES for text in trace.breaking]
    dump = [trace.dump for trace in TRACES if trace.dump]
    found, _ = withheld(tmp_path, [text for text, _ in broken], dump)
    by_text = {(int(key, 16), rule) for key, rule in found.select("tweet_key", "rule").iter_rows()}
    assert by_text >= {(place, rule) for place, (_, rule) in enumerate(broken)}
    honest = [text for trace in TRACES for text in trace.honest]
    assert withheld(tmp_path, honest, [trace.honest_dump for trace in TRACES if trace.honest_dump])[0].height == 0


@pytest.mark.parametrize(("score", "held"), [(0.9, 1), (0.4, 0)])
def test_a_name_found_without_certainty_says_nothing_of_the_word_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, score: float, held: int
) -> None:
    monkeypatch.setitem(GIVEN_WAY, "score", score)
    assert withheld(tmp_path, ["thank you quarnby"])[0].height == held


def test_the_ledger_is_of_its_schema_with_or_without_rows(tmp_path: Path) -> None:
    for texts in (["nothing"], ["see http://t.co/abc"]):
        held, let_out = withheld(tmp_path, texts)
        assert held.schema == WITHHELD.dtypes
        assert let_out.schema == LET_OUT.dtypes


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("so read http://t.co/abc now", "http:/"),
        ("write to tarn.wick@owl.example, do", "tarn.wick@owl.e"),
        ("thank you O\u200bRLA – no, orla  tressick's friends", "orla  tressick"),
        ("in full ＠ｗｅｎ width", "＠ｗ"),
        ("\u200b\u200b𝐰𝐞𝐧𝐝𝐥𝐞𝐟𝐞𝐧𝟖𝟐 said", "𝐰𝐞𝐧𝐝𝐥𝐞𝐟𝐞𝐧𝟖𝟐"),
    ],
)
def test_the_place_is_where_a_reader_finds_it(tmp_path: Path, text: str, broken: str) -> None:
    dump = [{"handle": "wendlefen82", "display_name": "Orla Tressick"}]
    (held,) = withheld(tmp_path, ["nothing", text], dump)[0].iter_rows(named=True)
    assert (held["tweet_key"], text[held["start"] : held["end"]]) == (f"{1:016x}", broken)


def test_a_text_that_a_person_let_out_is_held_by_no_rule_but_others(tmp_path: Path) -> None:
    text = "ring 07700 900123 or see http://t.co/abc"
    allowed = pl.DataFrame(
        [(hashlib.sha256(text.encode()).hexdigest(), "no links", "A. Reader", "so")], allowances.COLUMNS, orient="row"
    )
    held, let_out = withheld(tmp_path, ["see http://t.co/abc", text], allowed=allowed)
    assert held.select("tweet_key", "rule").rows() == [("0" * 16, "no links"), (f"{1:016x}", "no contact details")]
    assert let_out.select("tweet_key", "rule", "by").rows() == [(f"{1:016x}", "no links", "A. Reader")]


def test_texts_count_as_judged_for_the_same_dump_and_by_the_same_rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = frames()
    dump = store.write("ingested", tweets=tables["ingested"])
    other_dump = store.write("ingested", tweets=pl.concat([tables["ingested"], pl.DataFrame([TOLD])], how="diagonal_relaxed"))
    anonymised = store.write("anonymised", tweets=tables["anonymised"], replacements=tables["replacements"])
    deduplicated = store.write("deduplicated", tweets=tables["deduplicated"], copies=tables["copies"])
    held = withhold.fn([dump], [anonymised], deduplicated)

    assert judged([dump], [anonymised], deduplicated, held) == {"judged": store.files(deduplicated, "tweets")}
    assert judged([other_dump], [anonymised], deduplicated, held) == {}
    assert judged([dump], [anonymised], deduplicated, store.write("withheld", withheld=WITHHELD.empty())) == {}
    monkeypatch.setattr(verdict, "_rules_sha256", lambda: "of other rules")
    assert judged([dump], [anonymised], deduplicated, held) == {}
