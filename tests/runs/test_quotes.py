"""The stage of quotes: what it picks goes out with how far it leads back, and its tables are there when nothing is coded."""

from pathlib import Path

import polars as pl
import pytest

from tasks.quotes import AGAINST_A_HEADING, quotes
from tasks.schema import ANONYMISED, CODED, CONTRASTS, DEDUPLICATED, INGESTED, LET_OUT, QUOTES, WITHHELD
from tasks.search_back import search_back
from tasks.storage import store
from tasks.storage.store import DATA_VARIABLE, Receipt


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))


def written(stage: str, table: str, frame: pl.DataFrame) -> Receipt:
    return store.write(stage, **{table: frame})


def tweets(count: int) -> pl.DataFrame:
    keys = [f"{place:016x}" for place in range(count)]
    rows = pl.DataFrame({"tweet_key": keys, "text": [f"lamp {place} hums" for place in range(count)], "copies": 1})
    return pl.concat([DEDUPLICATED.empty(), rows], how="diagonal_relaxed")


def codes(keys: pl.Series) -> pl.DataFrame:
    rows = keys.to_frame().with_columns(
        heading=pl.lit("a.b"),
        theme=pl.lit("a"),
        status=pl.lit("live"),
        strength=pl.lit("weak"),
        is_primary=True,
        hits=2,
    )
    return pl.concat([CODED.empty(), rows], how="diagonal_relaxed")


def held(withheld: tuple[str, ...] = (), let_out: tuple[str, ...] = ()) -> Receipt:
    frames = [
        pl.concat([table.empty(), pl.DataFrame({"tweet_key": keys}, schema={"tweet_key": pl.String})], how="diagonal")
        for table, keys in ((WITHHELD, withheld), (LET_OUT, let_out))
    ]
    return store.write("withheld", withheld=frames[0], let_out=frames[1])


def test_no_quote_and_no_contrast_is_of_a_text_that_is_held_back_or_was_let_out() -> None:
    frame = tweets(8)
    keys = frame["tweet_key"].to_list()
    coded = [written("coded", "codes", codes(frame["tweet_key"]))]
    made = quotes.fn(written("deduplicated", "tweets", frame), held(tuple(keys[:2]), tuple(keys[2:3])), coded)
    quoted, against = (set(store.read(made, name)["tweet_key"]) for name in ("quotes", "contrasts"))
    # All rest on weak cues: what is quoted for its heading does not speak against it too.
    assert (len(quoted), len(against)) == (3, 2)
    assert quoted | against == set(keys[3:])


def test_a_quote_goes_out_with_how_far_it_leads_back() -> None:
    frame = tweets(6)
    deduplicated = written("deduplicated", "tweets", frame)
    rows = pl.int_range(frame.height, eager=True)
    said = pl.DataFrame({"sequence": rows, "text": frame["text"]})
    chosen = quotes.fn(deduplicated, held(), [written("coded", "codes", codes(frame["tweet_key"]))])
    keyed = ANONYMISED.empty().clear(frame.height).with_columns(sequence=rows, tweet_key=frame["tweet_key"])
    made = search_back.fn(
        [written("ingested", "tweets", said)], [written("anonymised", "tweets", keyed)], deduplicated, chosen
    )
    found = store.read(made, "quotes")
    assert found.schema == QUOTES.dtypes
    assert found.select("position", "is_singled_out").rows() == [(1, True), (2, True), (3, True)]
    against = store.read(made, "contrasts")
    assert set(store.read(made, "search_back")["tweet_key"]) == {*found["tweet_key"], *against["tweet_key"]}
    assert against.schema == CONTRASTS.dtypes
    assert against["is_singled_out"].null_count() == 0
    assert against["reason"].to_list() == ["low margin"] * AGAINST_A_HEADING


def test_of_a_large_heading_the_first_tweets_by_key_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.quotes.MOST", 4)
    frame = tweets(9)
    made = quotes.fn(
        written("deduplicated", "tweets", frame),
        held(),
        [written("coded", "codes", codes(frame["tweet_key"].reverse()))],
    )
    assert set(store.read(made, "quotes")["tweet_key"]) < set(frame["tweet_key"][:4])


def test_nothing_coded_is_two_empty_tables() -> None:
    made = quotes.fn(written("deduplicated", "tweets", tweets(0)), held(), [written("coded", "codes", CODED.empty())])
    assert made.rows == {"contrasts": 0, "quotes": 0}
    assert store.read(made, "contrasts").schema == CONTRASTS.dtypes
    none = [written("ingested", "tweets", INGESTED.empty())], [written("anonymised", "tweets", ANONYMISED.empty())]
    found = search_back.fn(*none, written("deduplicated", "tweets", tweets(0)), made)
    assert found.rows == {"contrasts": 0, "quotes": 0, "search_back": 0}


def test_what_nobody_searched_for_is_not_said_to_be_safe() -> None:
    frame = tweets(2)
    coded = [written("coded", "codes", codes(frame["tweet_key"]))]
    made = quotes.fn(written("deduplicated", "tweets", frame), held(), coded)
    assert store.read(made, "quotes")["is_singled_out"].to_list() == [None, None]
