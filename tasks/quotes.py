"""Quotes: what stands for each heading, and what was found when looking for what speaks against it."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from tasks.pure.quotes.deviant_cases import contrasts, unquoted
from tasks.pure.quotes.representative import representative
from tasks.storage import parquet_sql, store
from tasks.storage.caching import stage_task
from tasks.storage.store import Receipt

LOOKED_AT = Path(__file__).parent / "pure" / "quotes" / "looked_at.sql"
AGAINST_A_HEADING = 3
# Of a larger heading, so many tweets are looked at, which bounds time and memory.
MOST = 5_000


@stage_task
def quotes(deduplicated: Receipt, withheld: Receipt, coded: Sequence[Receipt]) -> Receipt:
    """Picks the quotes of each heading and the plainest deviant cases, of the first tweets of each heading by key.

    None is of a text that breaks a rule of the gate, whether it is held back or a person let it out.
    """
    inputs = {
        "deduplicated": store.files(deduplicated, "tweets"),
        "codes": store.files(coded, "codes"),
        "withheld": store.files(withheld, "withheld"),
        "let_out": store.files(withheld, "let_out"),
    }
    with store.scratch() as folder:
        tables = {name: folder / f"{name}.parquet" for name in ("tweets_looked_at", "codes_looked_at")}
        parquet_sql.query(LOOKED_AT.read_text(encoding="utf-8"), inputs, tables, {"most": MOST})
        tweets, codes = (pl.read_parquet(path) for path in tables.values())
    against = contrasts(tweets, codes)
    quoted = representative(tweets, codes, against)
    return store.write("quotes", quotes=quoted, contrasts=unquoted(against, quoted, AGAINST_A_HEADING))
