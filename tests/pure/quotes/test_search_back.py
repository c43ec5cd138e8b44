"""The motivated intruder: who searches for what is left of a text finds its author, or does not."""

import tempfile
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.copies.ledger import MARKS
from tasks.schema import SEARCH_BACK
from tasks.search_back import SEARCH
from tasks.storage import store

Scores = list[tuple[int, bool, float]]


def searched(originals: list[str], kept: dict[int, str]) -> Scores:
    """Scores of the kept texts, by row, among all originals."""
    rows = pl.int_range(len(originals), eager=True)
    tables = {
        "ingested": pl.DataFrame({"sequence": rows, "text": pl.Series(originals, dtype=pl.String)}),
        "anonymised": pl.DataFrame({"sequence": rows, "tweet_key": rows.cast(pl.String).str.zfill(4)}).with_columns(
            is_retweet=pl.lit(None, pl.Boolean), retweet_of_key=pl.lit(None, pl.String)
        ),
        "deduplicated": pl.DataFrame(
            {"tweet_key": [f"{row:04}" for row in kept], "text": list(kept.values())},
            schema={"tweet_key": pl.String, "text": pl.String},
        ),
    }
    with tempfile.TemporaryDirectory() as name:
        places = {table: Path(name) / f"{table}.parquet" for table in (*tables, "search_back")}
        for table, frame in tables.items():
            frame.write_parquet(places[table])
        inputs = {table: [str(places[table])] for table in tables}
        store.query(MARKS.read_text() + SEARCH.read_text(), inputs, {"search_back": places["search_back"]})
        found = pl.read_parquet(places["search_back"])
    assert found.schema == SEARCH_BACK.dtypes
    assert found["tweet_key"].to_list() == [f"{row:04}" for row in sorted(kept)]
    return found.select("longest_run", "is_singled_out", "score").rows()


LISTEN, OTHER = "please listen when I speak @quill_x", "please listen when I speak @tarnpost"
TANK = "the fish tank in Larkfield Clinic has more staff than the ward does"


def test_a_run_that_only_its_own_original_holds_singles_a_text_out() -> None:
    assert searched([LISTEN, TANK], {0: "please listen when I speak [USER]", 1: "the fish tank in [SERVICE]"}) == [
        (5, True, 1.0),
        (4, True, 1.0),
    ]


def test_words_that_two_people_said_lead_to_neither() -> None:
    left = "please listen when I speak [USER]"
    assert searched([LISTEN, OTHER, TANK], {0: left, 1: left, 2: TANK})[:2] == [(0, False, 0.5)] * 2


def test_copies_give_no_cover() -> None:
    originals = [TANK, f"RT @quill_x: {TANK}", f"so true RT @quill_x: {TANK}", f"{TANK}!"]
    assert searched(originals, {0: TANK, 2: "so true"})[0] == (13, True, 1.0)


def test_a_run_may_be_rarer_than_any_phrase_of_it() -> None:
    originals = ["one two three four five", "one two three four", "nine two three four five", "one two three and more"]
    kept = dict(enumerate(["one two three four five", "one two three four", "nine", "[USER] two three four"]))
    assert searched(originals, kept)[:3] == [(5, True, 1.0), (0, False, 0.5), (0, False, 0.0)]


def test_a_paraphrase_leads_nowhere_and_neither_do_words_of_another() -> None:
    assert (
        searched([TANK, LISTEN], {0: "somebody spoke of the aquarium", 1: "the fish tank in"}) == [(0, False, 0.0)] * 2
    )


def test_case_marks_and_what_nobody_sees_do_not_hide_a_text() -> None:
    assert searched(["The ca\u0301fe\u200b  \n IS, closed", TANK], {0: "the cáfe is closed"}) == [(4, True, 1.0)]


texts = st.lists(st.text("ab []@R TUSE", max_size=30), max_size=4)


@settings(max_examples=5, deadline=None)
@given(texts)
def test_scores_are_shares_and_a_whole_text_is_found(said: list[str]) -> None:
    scores = searched(said, dict(enumerate(said)))
    assert len(scores) == len(said)
    assert all(0 <= score <= 1 and alone == (score == 1) == (run > 0) for run, alone, score in scores)
