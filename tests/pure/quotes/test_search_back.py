"""A motivated intruder: the words left of a text lead to its own tweet, more or less surely."""

import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tasks.attack.search as stage
from tasks.schema import SEARCH_BACK

Found = dict[int, tuple[int, float, bool]]


def searched(originals: list[str], kept: dict[int, str]) -> Found:
    """Rank, score and mark of kept texts, by row, among all originals."""
    rows = pl.int_range(len(originals), eager=True)
    keys = rows.cast(pl.String).str.zfill(4)
    known = {"sequence": rows, "tweet_key": keys}
    tables = {
        "ingested": pl.DataFrame({"sequence": rows, "text": pl.Series(originals, dtype=pl.String)}),
        "anonymised": pl.DataFrame(known).with_columns(
            is_retweet=pl.lit(None, pl.Boolean), retweet_of_key=pl.lit(None, pl.String)
        ),
        "deduplicated": keys.gather(list(kept)).alias("tweet_key").to_frame(),
        "sought": pl.DataFrame(
            {"tweet_key": keys.gather(list(kept)), "text": pl.Series(list(kept.values()), dtype=pl.String)}
        ),
    }
    with tempfile.TemporaryDirectory() as name:
        places = {table: Path(name) / f"{table}.parquet" for table in tables}
        for table, frame in tables.items():
            frame.write_parquet(places[table])
        found = stage.searched({table: [str(place)] for table, place in places.items()})
    assert found.schema == SEARCH_BACK.dtypes
    assert found["tweet_key"].is_sorted()
    return {int(key): row for key, *row in found.select("tweet_key", "rank", "score", "is_singled_out").iter_rows()}


LISTEN, OTHER = "please listen when I speak @quill_x", "please listen when I speak @tarnpost"
TANK = "the fish tank in Larkfield Clinic has more staff than the ward does"
BUS = "the bus to the ward was late and nobody waited"


def test_a_text_that_no_other_comes_near_to_is_singled_out() -> None:
    rank, score, is_singled_out = searched([LISTEN, TANK, BUS], {0: LISTEN, 1: "the fish tank in [SERVICE]", 2: BUS})[1]
    assert (rank, is_singled_out) == (1, True)
    assert 0.75 < score < 1


def test_words_that_two_people_said_hide_both() -> None:
    left = "please listen when I speak [USER]"
    found = searched([LISTEN, OTHER, TANK], {0: left, 1: left, 2: TANK})
    assert [found[row] for row in (0, 1)] == [[2, 0.0, False]] * 2


def test_a_text_of_which_another_holds_most_is_first_and_not_singled_out() -> None:
    said = [
        "my nurse sat with me all night long",
        "my nurse sat with me all day long",
        *[f"{BUS} {n}" for n in "abcdef"],
    ]
    rank, score, is_singled_out = searched(said, dict(enumerate(said)))[0]
    assert (rank, is_singled_out) == (1, False)
    assert 0 < score < 0.75


def test_the_rarer_the_words_left_the_more_surprising() -> None:
    said = [TANK, *[f"{BUS} {word}" for word in ("again", "today", "twice")]]
    assert searched(said, dict(enumerate(said)))[0][1] > searched(said, dict(enumerate(said)))[1][1]


def test_copies_give_no_cover() -> None:
    originals = [TANK, f"RT @quill_x: {TANK}", f"so true RT @quill_x: {TANK}", f"{TANK}!"]
    assert searched(originals, {0: TANK, 2: "so true"})[0] == [1, 1.0, True]


def test_a_paraphrase_leads_nowhere() -> None:
    assert searched([TANK, LISTEN], {0: "somebody spoke of an aquarium", 1: LISTEN})[0] == [2, 0.0, False]


def test_case_marks_and_what_nobody_sees_do_not_hide_a_text() -> None:
    said = ["The ca\u0301fe\u200b  \n IS, closed", TANK]
    assert searched(said, {0: "the cáfe is closed", 1: TANK})[0][0] == 1


def test_originals_may_be_looked_through_in_any_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [LISTEN, OTHER, TANK, BUS, f"{BUS} again", "staff", "the ward"]
    whole = searched(said, dict(enumerate(said)))
    monkeypatch.setattr(stage, "BLOCK", 2)
    assert searched(said, dict(enumerate(said))) == whole


texts = st.lists(st.text("ab []@R TUSE", max_size=30), max_size=4)


@settings(max_examples=5, deadline=None)
@given(texts)
def test_scores_are_shares_and_a_whole_text_is_among_the_first(said: list[str]) -> None:
    for rank, score, is_singled_out in searched(said, dict(enumerate(said))).values():
        assert 0 <= score <= 1
        assert is_singled_out == (score >= 0.75)
        assert 1 <= rank <= len(said)
