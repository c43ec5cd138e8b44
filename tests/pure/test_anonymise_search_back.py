from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.models import load
from tasks.pure.anonymise.engine import anonymised
from tasks.pure.anonymise.search_back import search_back

ORIGINALS = [
    "please listen when I speak @quill_x",
    "please listen when I speak @tarnpost",
    "the fish tank in Larkfield Clinic has more staff than the ward does",
    "thanks @quill_x",
    None,
]


def test_a_phrase_that_only_one_original_holds_singles_it_out() -> None:
    left = anonymised(ORIGINALS, load.engine()).texts
    scores = search_back(ORIGINALS, left)
    assert scores["search_back"].to_list() == [0.5, 0.5, 1, 0, 0]
    assert scores["is_singled_out"].to_list() == [False, False, True, False, False]
    assert scores["longest_run"].to_list()[0] == 5


def test_a_paraphrase_leads_nowhere() -> None:
    assert search_back(ORIGINALS, ["somebody asked to be heard"] * 5)["search_back"].sum() == 0


def test_taking_more_never_makes_a_text_easier_to_find() -> None:
    whole, less = "we sat on the cold stairs all night", "we sat on the [PLACE] all night"
    scores = search_back([whole], [whole, less, "[PERSON]"])["longest_run"].to_list()
    assert scores == sorted(scores, reverse=True)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text("ab c[]@", max_size=30), max_size=4))
def test_scores_are_shares_one_a_text(texts: list[str]) -> None:
    scores = search_back(texts, texts)
    assert len(scores) == len(texts)
    assert scores["search_back"].is_between(0, 1).all()
