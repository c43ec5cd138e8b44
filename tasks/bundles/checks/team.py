"""The tables of profile team: their columns, their sums, and the same words in every file."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from expectations.verdict import Line, settings_of, verdict_on
from tasks.bundles.checks.bundle import Bundle, Promise
from tasks.pure.disclosure.spreadsheet_csv import harmless
from tasks.schema import (
    ANONYMISED,
    ASKED,
    AUTHORS,
    CODES,
    CONTRASTS,
    FLOW,
    HOURS,
    INGESTED,
    OVERLAP,
    QUOTES,
    RELEASED_DECISIONS,
    REPLACEMENTS,
    TABLE1,
    THEME_TIMELINE,
    TIMELINE,
    TWEETS,
    WITHHELD,
)
from tasks.storage import store

ROWS = 50_000
GATED = ("codes", "flow", "overlap", "table1", "tweets", "withheld")
TOLD = (TABLE1, OVERLAP, TIMELINE, FLOW, QUOTES, CONTRASTS, TWEETS, ASKED, AUTHORS, HOURS, THEME_TIMELINE)
CSV = {table.name: table.names for table in TOLD} | {"decisions": RELEASED_DECISIONS.names}
CSV["dictionary"] = ["table", "column", "type", "meaning", "audience"]
PARQUET = {table.name: table.dtypes for table in (TWEETS, CODES)}


def gate_again(bundle: Bundle) -> Iterator[Line]:
    """The gate's rules on a bundle's own files; what only the restricted zone knows is empty, gazetteer and forms are not."""
    with store.scratch() as aside:
        yield from verdict_on(f"check-{aside.name}", _views(bundle, aside), GATED, spill=aside).lines


def _views(bundle: Bundle, aside: Path) -> dict[str, list[str]]:
    tables = {name: bundle.csv(name) for name in ("table1", "overlap", "flow")}
    tables |= {"ingested": INGESTED.empty(), "anonymised": ANONYMISED.empty(), "replacements": REPLACEMENTS.empty()}
    tables["headings"] = bundle.headings
    most = bundle.manifest["study"].get("held_back_at_most")
    tables["settings"] = settings_of(bundle.keeps_short_texts, held_back_at_most=most, has_questions=bundle.has_questions)
    tables["withheld"] = WITHHELD.conform(_held(bundle).select(*_NULLS, "tweet_key"))
    tables["let_out"] = pl.DataFrame(bundle.held_back["let_out"], schema={"tweet_key": pl.String, "rule": pl.String})
    for name, frame in tables.items():
        frame.write_parquet(aside / f"{name}.parquet")
    written = {"tweets": "tweets", "deduplicated": "tweets", "codes": "codes", "coded": "codes"}
    here = {view: [str(bundle.folder / f"{name}.parquet")] for view, name in written.items()}
    return here | {name: [str(aside / f"{name}.parquet")] for name in tables}


_NULLS = (pl.lit("held back").alias("rule"), pl.lit(0).alias("start"), pl.lit(0).alias("end"))


def _held(bundle: Bundle) -> pl.DataFrame:
    """The tweets that are released without their words."""
    return pl.read_parquet(bundle.folder / "tweets.parquet").filter(pl.col("text").is_null())


def _untold(bundle: Bundle) -> int:
    told = bundle.held_back
    return int(_held(bundle).height != told["texts"]) + int(sum(told["by_rule"].values()) != told["texts"])


def _strange_columns(bundle: Bundle) -> int:
    told = {path.stem: pl.read_csv(path, n_rows=0, infer_schema=False).columns for path in bundle.folder.glob("*.csv")}
    rows = {path.stem: pl.read_parquet_schema(path) for path in sorted(bundle.folder.glob("*.parquet"))}
    return sum(CSV.get(name) != columns for name, columns in told.items()) + sum(
        pl.Schema(PARQUET.get(name, {})) != schema for name, schema in rows.items()
    )


def wrong_headings(bundle: Bundle) -> int:
    """Headings of Table 1 that the codebook does not have, and those that it lacks or has twice."""
    expected = bundle.headings.select(theme="theme_name", heading="heading_name")
    table = bundle.csv("table1")
    return table.join(expected, on=["theme", "heading"], how="anti").height + abs(table.height - expected.height)


def _wrong_sum(bundle: Bundle) -> int:
    return int(bundle.csv("table1").get_column("tweets").sum() != bundle.distinct)


def _wrong_days(bundle: Bundle) -> int:
    days = bundle.csv("timeline")
    sums = days.get_column("unique_tweets").sum(), days.get_column("tweets").sum()
    return int(sums != (bundle.distinct, bundle.manifest["counts"]["ingest.kept"]))


def _wrong_flow(bundle: Bundle) -> int:
    flow = bundle.csv("flow")
    signed = pl.when(pl.col("outcome") == "read").then(pl.col("tweets")).otherwise(-pl.col("tweets"))
    sums = flow.group_by("stage").agg(signed.sum().alias("rest"))
    told = {
        f"{stage}.{outcome}": tweets
        for stage, outcome, tweets in flow.group_by("stage", "outcome").agg(pl.sum("tweets")).iter_rows()
    }
    return sums.filter(pl.col("rest") != 0).height + int(told != bundle.manifest["counts"])


def _wrong_tweets(bundle: Bundle) -> int:
    tweets = pl.scan_parquet(bundle.folder / "tweets.parquet")
    said, rows = pl.col("text").drop_nulls(), tweets.select(pl.len()).collect().item()
    may_repeat = bundle.keeps_short_texts or bundle.has_questions
    twice = 0 if may_repeat else tweets.select(said.len() - said.n_unique()).collect().item()
    differ = not (_is_written(tweets, bundle.folder / "tweets.csv") or bundle.cells("tweets").equals(_cells(tweets)))
    quoted = [bundle.cells(name) for name in ("quotes", "contrasts") if f"{name}.csv" in bundle.files]
    keys = pl.concat([pl.Series("tweet_key", [], pl.String), *(each["tweet_key"] for each in quoted)]).implode()
    quotable = _cells(tweets.filter(pl.col("tweet_key").is_in(keys)))
    unsaid = sum(each.join(quotable, on=["tweet_key", "text"], how="anti").height for each in quoted)
    return int(twice + differ + unsaid + (rows != bundle.distinct))


def _cells(tweets: pl.LazyFrame) -> pl.DataFrame:
    """Tweets as the cells of their CSV have them."""
    return harmless(tweets.collect()).cast(pl.String)


def _is_written(tweets: pl.LazyFrame, path: Path) -> bool:
    """Whether a file is, byte by byte, what these rows are written as; they are read a part at a time."""
    with path.open("rb") as file:
        head = tweets.collect_schema().to_frame().write_csv().encode()
        if file.read(len(head)) != head:
            return False
        for part in tweets.collect_batches(chunk_size=ROWS):
            words = harmless(part).write_csv(include_header=False).encode()
            if file.read(len(words)) != words:
                return False
        return not file.read(1)


def _unapplied(bundle: Bundle) -> int:
    """Decisions whose tweet is released under another heading than the first that people gave, or not at all."""
    if "decisions.csv" not in bundle.files:
        return 0
    given = bundle.cells("decisions").select("tweet_key", heading=pl.col("headings").str.split("; ").list.first())
    tweets = pl.read_parquet(bundle.folder / "tweets.parquet").select("tweet_key", "heading")
    return given.join(tweets, on=["tweet_key", "heading"], how="anti").height


HEADINGS = Promise("Table 1 has every heading once", "A heading without tweets is a result too.", wrong_headings)
PROMISES = (
    Promise("every table has its own columns", "A column that nobody declared was never gated.", _strange_columns),
    Promise("texts held back are as many as is told", "What is kept back in silence is missing.", _untold),
    Promise("Table 1 sums to N", "A table that does not has lost or doubled tweets.", _wrong_sum),
    Promise("the timeline sums to N", "A day that is missing has taken its tweets along.", _wrong_days),
    Promise("the flow reconciles", "Nothing disappears.", _wrong_flow),
    Promise(
        "each text stands once, the same in every file", "A text that stands twice is counted twice.", _wrong_tweets
    ),
    Promise("decisions stand above the rules", "What people decided and no table says was in vain.", _unapplied),
)
