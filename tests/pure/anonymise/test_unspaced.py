"""Names of the dump's own columns inside runs of letters without spaces."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.models import load
from tasks.pure.anonymise.engine import anonymised
from tasks.pure.anonymise.evidence import terms
from tasks.pure.anonymise.tables import TERMS
from tasks.pure.anonymise.word_index import concerned, headed, said, vocabulary
from tests.expectations.test_evidence import found

WORD = st.text("王小明田中花子สมชาี김박", min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("text", "left"),
    [("昨日佐々木花と会った", "昨日[PERSON]と会った"), ("谢谢王晓明了", "谢谢[PERSON]了"), ("今日は晴れ", "今日は晴れ"), ("", "")],
)
def test_a_name_of_the_dump_is_found_inside_a_run_of_letters(text: str, left: str) -> None:
    own = terms("display_name", ["佐々木花", "王晓明"], load.lists())
    assert anonymised([text], load.engine(own)).texts == [left]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("昨日田中花子さんに会った", "昨日[PERSON]さんに会った"),
        ("昨日、田中 花子さんと", "昨日、[PERSON]さんと"),
        ("田中\u3000花子さん", "[PERSON]さん"),
        ("谢谢王小明了", "谢谢[PERSON]了"),
        ("คุยกับสมชายใจดีแล้ว", "คุยกับ[PERSON]แล้ว"),
        ("マイケルジョーダンスミスさん", "[PERSON]さん"),
        ("昨日花子と話した", "昨日花子と話した"),
    ],
)
def test_a_name_of_several_words_is_found_with_and_without_its_spaces(text: str, left: str) -> None:
    own = terms("display_name", ["田中 花子", "王 小明", "สมชาย ใจดี", "マイケル ジョーダン スミス"], load.lists())
    assert anonymised([text], load.engine(own)).texts == [left]


@pytest.mark.parametrize(("name", "text"), [("王 小明", "谢谢王小明了"), ("田中 花子", "昨日田中花子さん"), ("王 小明", "王 小明")])
def test_such_a_name_is_looked_for_in_the_texts_that_hold_it_and_in_no_others(name: str, text: str) -> None:
    texts = pl.Series([text, "今日は晴れ", "tea"])
    assert said(pl.Series([name, "山田 太郎"]), vocabulary(texts)).to_list() == [name]
    index = anonymised(texts.to_list(), load.engine()).index
    every = pl.DataFrame([(name, "PERSON", False)], schema=TERMS, orient="row")
    assert concerned(headed(every), index).to_list() == [0]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(WORD, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3), st.data())
def test_the_gate_finds_none_of_them_in_what_is_left(tmp_path: Path, names: list[str], chance: st.DataObject) -> None:
    around = st.sampled_from(["", "昨日", " ", "さん", "、", "tea ", "มา"])
    shown = st.sampled_from(names) | st.sampled_from(names).map(lambda name: name.replace(" ", "")) | WORD
    texts = chance.draw(st.lists(st.tuples(around, shown, around, shown, around).map("".join), min_size=1, max_size=8))
    own = terms("display_name", names, load.lists())
    left = anonymised(texts, load.engine(own)).texts
    assert found(tmp_path, [{"display_name": name} for name in names], [text or "" for text in left]) == set()
