"""What a small public release is made of: counts that may be told, and a verdict."""

from collections.abc import Mapping

import polars as pl

from expectations.passing_release import frames
from expectations.verdict import Line, Verdict
from tasks.pure.disclosure.tables import disclosed_tables
from tasks.studies.profiles import policies, public_profile

REMOVED = pl.DataFrame({"kind": ["USER"], "spans": [1], "tweets": [1]})
LINE = Line(rule="unique text", table="tweets", why="So.", severity="critical", outcome="pass", rows=0)
VERDICT = Verdict(lines=(LINE,), expectations_sha256="0")


def told() -> Mapping[str, pl.DataFrame]:
    """The tables of a public release, of many tweets and as many people."""
    many = {
        name: frames()[name].with_columns(pl.col(pl.Int64) * 1237)
        for name in ("table1", "overlap", "timeline", "flow")
    }
    people = {
        "table1": many["table1"].rename({"tweets": "authors"}),
        "overlap": many["overlap"].rename({"tweets": "authors"}),
        "timeline": many["timeline"].select("posted_on", first_authors="tweets", copying_authors="tweets"),
        "flow": pl.DataFrame({"reason": ["K1"], "authors": [0]}),
        "removed": pl.DataFrame({"kind": ["USER"], "authors": [1]}),
    }
    return disclosed_tables(many | {"removed": REMOVED}, people, policies(public_profile(), ()))
