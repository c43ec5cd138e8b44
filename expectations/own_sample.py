"""A few rows of a study's own tables, in which the gate is tested before it judges all of them."""

from collections.abc import Mapping, Sequence

import polars as pl

MOST = 200
"""Texts: so many cost the same in every study."""
WHOLE = ("table1", "overlap", "timeline", "flow", "typed_words")


def own_sample(views: Mapping[str, Sequence[str]]) -> dict[str, pl.DataFrame]:
    """Texts by the order of their keys, which is as good as chance, with all that the tables of the gate have of them.

    Rows: of tables with keys those of at most MOST texts; of the tables of the paper all; of others none.
    """
    keys = pl.scan_parquet([*views["deduplicated"]]).select("tweet_key").collect().to_series().bottom_k(MOST)
    known = {name: pl.scan_parquet([*files]) for name, files in views.items() if name not in {"headings", "settings"}}
    sample = {
        name: table.filter(pl.col("tweet_key").is_in(keys.implode())).collect()
        for name, table in known.items()
        if name not in WHOLE and "tweet_key" in table.collect_schema().names()
    }
    rows = sample["anonymised"].get_column("sequence").implode()
    sample["ingested"] = known["ingested"].filter(pl.col("sequence").is_in(rows)).collect()
    return sample | {name: known[name].collect() for name in WHOLE if name in known}
