"""A name told once with a cue goes everywhere in its corpus; how the corpus is cut changes no byte."""

import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.models import load
from tasks.pure.anonymise import corpus
from tasks.pure.anonymise.agreement import agreed, heard, inside, open_words, written
from tasks.pure.anonymise.engine import Outcome, anonymised
from tasks.pure.anonymise.joined_names import CRY

# Invented, by the shapes of many origins; no list knows most of them.
NAMES = str.split(
    "Tressock Quillane Oyelaran Adebowalu Nkemdiri Chidozien Wambugwe Kiprotech Mbekizwa Nomvulane Zhuangli Xiulanh Takahiroshi "
    "Minjuneo Nguyetha Phuongmi Siriwatana Raghunathi Priyankesh Kaurjeet Bhattachri Mahmoudzi Fatimahra Yusufkan Demirelci "
    "Aylinoza Kowalczuki Agnieszkow Dvorakova Szabolchi Ionescura Papadakou Llewelynna Gwenifera Siobhanna Niamhreen "
    "MacTavishen Eilidhra Bjornsenne Astridrun"
)
CUED = ("Dr {} listened to me at last", "my nurse {} was there all night", "Mrs {} from reception rang back")
UNCUED = ("{} again today", "{} saved me", "the {}s letter came", "still waiting for {} to ring", "#{}", "#thankyou{}",
          "what would {} say")  # fmt: skip


def second(texts: list[str]) -> list[str | None]:
    outcome = anonymised(texts, load.engine())
    told = corpus.told(corpus.recorded(outcome.traces), load.lists())
    return again(texts, outcome, told)


def again(texts: list[str], outcome: Outcome, told: pl.DataFrame) -> list[str | None]:
    both = pl.DataFrame({"text": texts, "left": outcome.texts})
    (answers,) = heard([open_words(outcome.traces)], told, load.lists().common)
    return written(both, outcome.spans, agreed(both["text"], outcome.spans, outcome.traces, answers)).to_list()


def corpus_of(names: list[str]) -> tuple[list[str], list[tuple[int, str]]]:
    cues = [CUED[n % len(CUED)].format(name) for n, name in enumerate(names)]
    uncued = [(text.format(manner(name)), name) for name in names for text in UNCUED for manner in (str.lower, str.upper, str)]
    return [*cues, *(text for text, _ in uncued)], [(len(cues) + n, name) for n, (_, name) in enumerate(uncued)]


def test_who_is_told_by_a_cue_once_hardly_ever_stays_elsewhere() -> None:
    texts, mentions = corpus_of(NAMES)
    left = second(texts)
    leaks = [name for at, name in mentions if name.lower() in (left[at] or "").lower()]
    assert len(mentions) == 840
    assert len(leaks) <= 0.05 * len(mentions), leaks


def test_the_words_around_a_name_stay() -> None:
    texts = ["Dr Tressock listened", "TRESSOCK SAVED ME", "tressocks letter", "#thankyoudrtressock", "my tressock_fan friend"]
    assert second(texts)[1:] == ["[PERSON] SAVED ME", "[PERSON] letter", "#thankyoudr[PERSON]", "my [USER] friend"]


def test_a_name_told_in_a_run_of_letters_goes_in_other_runs() -> None:
    told = {
        "昨日は佐藤花子先生が来た": "昨日は[PERSON]先生が来た", "また佐藤花子と話した": "また[PERSON]と話した",
        "花子と話した": "花子と話した",
        "我叫王小明。": "我叫[PERSON]。", "谢谢王小明了": "谢谢[PERSON]了", "ฉันชื่อสมชาย": "ฉันชื่อ[PERSON]",
        "คุยกับสมชายแล้ว": "คุยกับ[PERSON]แล้ว",
    }  # fmt: skip
    assert second([*told]) == [*told.values()]


PIECES = st.sampled_from(str.split(
    "abc DRB chat Kevin kevin Tressock tressock quillane Quillane Leeds leeds NHS care Care dr Dr save Team UK 2013 H1N1 _ é"
))  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(PIECES, min_size=1, max_size=5).map("".join), min_size=1, max_size=20))
def test_what_remains_of_a_hashtag_is_the_whole_of_it_or_nothing(tags: list[str]) -> None:
    told = ["Dr Tressock rang", "my nurse Quillane was kind"]
    for tag, left in zip(tags, second([*told, *(f"so #{tag} again" for tag in tags)])[len(told) :], strict=True):
        remains = (left or "").removeprefix("so #").removesuffix(" again")
        cried = re.fullmatch(rf"{CRY}\[PERSON\]", remains)
        assert remains == tag or cried or re.fullmatch(r"\[[A-Z]+\]", remains), (tag, left)


def test_a_hashtag_of_several_words_goes_whole_for_a_name_that_the_corpus_told() -> None:
    texts = ["Dr Tressock rang", "#abcTRESSOCKchat", "#NHS_tressock_day", "#tres\u200bsockDay #TeaDay"]
    assert second(texts)[1:] == ["#[PERSON]", "#[PERSON]", "#[PERSON] #TeaDay"]


def test_what_a_dump_is_about_is_no_name_for_a_find_in_hundreds() -> None:
    texts = [f"the quillitis drug number {n}" for n in range(150)]
    assert second([*texts, "Dr Quillitis rang"]) == [*texts, "Dr Quillitis rang"]
    fewer = second([*texts[:90], "Dr Quillitis rang"])
    assert fewer[0] == "the [PERSON] drug number 0"
    assert fewer[-1] == "Dr [PERSON] rang"


def test_a_plain_word_is_no_evidence_though_somebody_bears_it() -> None:
    texts = ["my nurse Hope rang", "I hope so", "no hope"]
    assert second(texts) == ["my nurse [PERSON] rang", "I hope so", "no hope"]


def test_a_handle_seen_with_its_sign_goes_without_it_too_but_a_topic_stays() -> None:
    texts = ["ask @wendlefenners82", "and wendlefenners82 said so", "a #wendlefenners82 day"]
    assert second(texts) == ["ask [USER]", "and [USER] said so", "a #wendlefenners82 day"]


def test_what_is_found_by_chance_now_and_then_stays_everywhere() -> None:
    records = pl.DataFrame(
        {"word": ["tarnish"], "seen": [10], "people": [2], "places": [0], "surely_person": [0], "surely_place": [0], "handles": [0]}
    )
    told = corpus.told(records, load.lists())
    assert told.rows() == [("tarnish", None)]
    spans = pl.DataFrame([(0, 0, 7, "PERSON", "tagger", 0.3)], schema=anonymised([], load.engine()).spans.schema, orient="row")
    traces = pl.DataFrame([(0, 0, 7, "tarnish", "PERSON", False, False, 1)], schema=corpus.TRACES, orient="row")
    (answers,) = heard([open_words(traces)], told, frozenset())
    assert agreed(pl.Series(["Tarnish it"]), spans, traces, answers).is_empty()


@pytest.mark.parametrize("size", [1, 7, 400])
def test_how_a_corpus_is_cut_changes_nothing(size: int) -> None:
    texts, _ = corpus_of(NAMES[:8])
    parts = [texts[n : n + size] for n in range(0, len(texts), size)]
    found = [anonymised(part, load.engine()) for part in parts]
    told = corpus.told(corpus.together([corpus.recorded(each.traces) for each in found]), load.lists())
    left = [
        text
        for part, each in zip(parts, found, strict=True)
        for text in again(part, each, told)
    ]
    assert left == second(texts)


@pytest.mark.parametrize(
    ("word", "tagged", "found"),
    [
        ("tressock", False, [(0, 8, "PERSON")]),
        ("tressocks", False, [(0, 9, "PERSON")]),
        ("tressock99", False, [(0, 10, "PERSON")]),
        ("savetressocknow", True, [(4, 12, "PERSON")]),
        ("savetressocknow", False, []),
        ("tressockery", True, []),
    ],
)
def test_a_name_is_found_inside_a_word(word: str, tagged: bool, found: list[tuple[int, int, str]]) -> None:
    assert inside(word, tagged, {"tressock": "PERSON"}, frozenset({"save", "now"})) == found


def test_odd_texts_lose_what_is_theirs_and_nothing_else() -> None:
    texts = ["Dr Tressock rang", "tres\u200bsock rang", "x" * 10_000, "", "ＴＲＥＳＳＯＣＫ rang"]
    left = second(texts)
    assert left[1] == "[PERSON] rang"
    assert left[2] == texts[2]
    assert left[4] == "[PERSON] rang"


def test_what_nobody_sees_leaves_a_text_without_names_too() -> None:
    assert second(["wa\u200bter rang"]) == ["water rang"]
