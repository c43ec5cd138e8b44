"""Tabulate: from codes to the tables of the paper."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from tasks import codebook as frames
from tasks.pure.coding.decide import by_rules, counts, released
from tasks.pure.coding.times import hours, moments, theme_timeline
from tasks.pure.review.rules_measured import overall
from tasks.review.decisions import load
from tasks.storage import parquet_files, parquet_sql, store
from tasks.storage.caching import stage_task
from tasks.storage.source import Source
from tasks.storage.store import Receipt

SQL = Path(__file__).parent / "pure" / "coding" / "tabulate.sql"


@stage_task
def tabulate(
    ingested: Sequence[Receipt],
    anonymised: Sequence[Receipt],
    deduplicated: Receipt,
    withheld: Receipt,
    coded: Sequence[Receipt],
    codebook: Source,
    decisions: Source | None = None,
    timezone: str = "UTC",
) -> Receipt:
    """Counts every stage's rows into Table 1, overlap, timeline, flow and what was removed, and lays out the release.

    Where people decided codes, a table `decisions` of one row says how many decisions count, how many do not, and how far
    the rules had found the same headings; `released_decisions` says which decision is on which tweet. Where the frame has
    questions, `asked` says which of them each tweet answers.
    """
    inputs = {
        "ingested": store.files(ingested, "tweets"),
        "set_aside": store.files(ingested, "set_aside"),
        "anonymised": store.files(anonymised, "tweets"),
        "replacements": store.files(anonymised, "replacements"),
        "deduplicated": store.files(deduplicated, "tweets"),
        "copies": store.files(deduplicated, "copies"),
        "withheld": store.files(withheld, "withheld"),
        "codes": store.files(coded, "codes"),
    }
    with store.output("tabulated") as out:
        headings = out.path / "headings.parquet"
        frame = frames.load(Path(codebook.path))
        parquet_files.write(frame.frame(), headings)
        if decisions:
            known = load(Path(decisions.path), frame)
            for name, table in _decided(known, coded).items():
                parquet_files.write(table, out.path / f"{name}.parquet")
        if frame.questions:
            parquet_files.write(store.read(coded, "asked").sort("tweet_key", "question"), out.path / "asked.parquet")
        tables = ("table1", "overlap", "timeline", "authors", "flow", "removed", "tweets")
        outputs = {name: out.path / f"{name}.parquet" for name in tables}
        outputs["released_codes"] = out.path / "codes.parquet"
        parquet_sql.query(SQL.read_text(encoding="utf-8"), inputs | {"headings": [str(headings)]}, outputs)
        parquet_files.write(_strengths(inputs["codes"]), out.path / "strengths.parquet")
        for name, table in _over_time(inputs, frame, timezone).items():
            parquet_files.write(table, out.path / f"{name}.parquet")
    return out.receipt


def _strengths(codes: Sequence[str]) -> pl.DataFrame:
    """One row: coded (texts with a code by the rules) and weak_only (of these, texts whose primary code rests on weak phrases)."""
    by_rules = pl.scan_parquet(list(codes)).filter("is_primary", pl.col("rule").is_not_null())
    return by_rules.select(coded=pl.len(), weak_only=(pl.col("strength") == "weak").sum()).collect()


def _over_time(inputs: Mapping[str, Sequence[str]], frame: frames.Codebook, timezone: str) -> dict[str, pl.DataFrame]:
    ingested, anonymised, codes, kept = (
        pl.scan_parquet(list(inputs[name])) for name in ("ingested", "anonymised", "codes", "deduplicated")
    )
    found = moments(ingested, anonymised, timezone)
    themes = frame.frame().select("heading", place="theme_position", theme="theme_name").lazy()
    primaries = codes.filter("is_primary").select("tweet_key", "heading").join(themes, on="heading").collect()
    keys = kept.select("tweet_key").collect().to_series()
    return {"hours": hours(found, keys), "theme_timeline": theme_timeline(found, primaries)}


def _decided(decisions: pl.DataFrame, coded: Sequence[Receipt]) -> dict[str, pl.DataFrame]:
    met = store.read(coded, "decided")
    keys = met.get_column("tweet_key").implode()
    codes = pl.scan_parquet(store.files(coded, "codes")).filter(pl.col("tweet_key").is_in(keys)).collect()
    agreed = overall(decisions.join(met.select("tweet_key"), on="tweet_key", how="semi"), by_rules(codes))
    return {"decisions": counts(decisions, met).with_columns(**agreed), "released_decisions": released(decisions, met)}
