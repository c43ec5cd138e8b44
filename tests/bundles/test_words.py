"""The cells of a table that are looked at one by one: all that may hold a trace, in whatever letters."""

from pathlib import Path

import polars as pl
import pytest

from tasks.bundles.checks.words import MAY_HOLD, texts

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
