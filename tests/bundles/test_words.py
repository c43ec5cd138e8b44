"""The cells of a table that are looked at one by one: all that may hold a trace, in whatever letters."""

from pathlib import Path

import polars as pl
import pytest

from tasks.bundles.checks.words import MAY_HOLD, TRACES, texts

HONEST = ["we are heard", "naïve café 😊 …", "一二三", "in 2013, 12 of 15"]


DISGUISED = ["＠owl", "ｈｔtp://owl", "ht\u200btp://owl", "\u00adt.co/a", "٣" * 15, "𝟛" * 15]


@pytest.mark.parametrize("trace", ["@owl", "Www.owl", "3" * 15, *DISGUISED])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_cell_that_may_hold_a_trace_is_looked_at_and_no_plain_one(trace: str, kind: str, tmp_path: Path) -> None:
    table = pl.DataFrame({"text": [*HONEST, None, f"é {trace} said"]})
    path = tmp_path / f"tweets.{kind}"
    table.write_csv(path) if kind == "csv" else table.write_parquet(path, statistics=False)

    read = [*texts(path, frozenset(), MAY_HOLD)]

    assert f"é {trace} said" in read
    assert not set(HONEST) & set(read)


@pytest.mark.parametrize("trace", ["so @owl said", "@__owl", "@ssociation", "@rsenal", "key 366123456789012345"])
def test_handles_and_ids_are_traces(trace: str) -> None:
    assert any(each.search(trace) for each in TRACES.values())


@pytest.mark.parametrize("near", ["so dizzy @__@ @_@ today", "you @rse, what an @ss, @rseholes", "a debt of $1000000000000000"])
def test_faces_curses_and_sums_that_the_gate_lets_through_close_no_release(near: str) -> None:
    assert not any(each.search(near) for each in TRACES.values())
