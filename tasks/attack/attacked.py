"""An attack on the last run of a study: searched back, linked by style, looked through for lives."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from tasks.attack.search import by_runs, searched
from tasks.pure.attack.figures import for_public, identifier_figures, people_figures, search_figures, style_figures
from tasks.pure.attack.identifiers import crowds, identifiers
from tasks.pure.attack.style import ranks_by_style
from tasks.storage import store
from tasks.storage.store import rows_of
from tasks.studies import attacks
from tasks.studies.last_run import LastRun
from tasks.studies.profiles import PublicProfile

# So many texts are searched for, and so many authors linked; beyond, they are drawn by their keys, which is by lot.
TEXTS, AUTHORS = 1_000, 500
LEAST_TWEETS, MOST_TWEETS = 4, 200
SOUGHT = {"tweet_key": pl.String, "text": pl.String}
BATCH = 100_000


def attack(study: str, last: LastRun, profile: PublicProfile, today: date) -> dict[str, Any]:
    """The figures of an attack on a study, as its profile tells counts; no words, keys or handles.

    Raises: StorageError when the rows of the run are gone.
    """
    inputs = _inputs(last)
    released, quotes = _released(last), quoted(last)
    figures = {
        "study": study,
        "profile": last.profile,
        "on": today.isoformat(),
        "texts": rows_of(inputs["deduplicated"]),
        "released_texts": _searched(released, inputs) if released is not None else None,
        "quotes": _searched(quotes, inputs) if quotes.height else None,
        "style": style_figures(_linked(last)),
        "identifiers": _identifiers(last, quotes),
        "people": people_figures(attacks.sheets(study)),
    }
    return told(figures, profile)


def told(figures: dict[str, Any], profile: PublicProfile) -> dict[str, Any]:
    """The figures as the study's profile tells counts."""
    if figures["profile"] != "public":
        return figures
    rounded: dict[str, Any] = for_public(figures, profile.smallest_count, profile.round_to)
    return rounded


def people(study: str, profile: str) -> dict[str, Any]:
    """What people found so far, for a study that was attacked before."""
    return {"profile": profile, "people": people_figures(attacks.sheets(study))}


def quoted(last: LastRun) -> pl.DataFrame:
    """Every tweet that is quoted or paraphrased (tweet_key, text), by key."""
    if last.quoted is None:
        return pl.DataFrame(schema=SOUGHT)
    tables = [name for name in ("quotes", "contrasts", "paraphrases") if name in last.quoted.rows]
    every = pl.concat([pl.DataFrame(schema=SOUGHT), *(store.read(last.quoted, name).select(*SOUGHT) for name in tables)])
    return every.unique("tweet_key", keep="first", maintain_order=True).sort("tweet_key")


def _released(last: LastRun) -> pl.DataFrame | None:
    """The texts that a team's release holds, as many as are searched for; a public one holds none."""
    if last.profile == "public":
        return None
    held = store.scan(last.withheld, "withheld").select("tweet_key")
    texts = store.scan(last.deduplicated, "tweets").select(*SOUGHT).join(held, on="tweet_key", how="anti")
    return texts.sort("tweet_key").head(TEXTS).collect()


def _inputs(last: LastRun) -> dict[str, list[str]]:
    return {name: store.files(getattr(last, name), "tweets") for name in ("ingested", "anonymised", "deduplicated")}


def _searched(texts: pl.DataFrame, inputs: Mapping[str, list[str]]) -> dict[str, Any]:
    with store.scratch() as folder:
        sought = folder / "sought.parquet"
        texts.write_parquet(sought)
        given = {**inputs, "sought": [str(sought)]}
        return {"searched": texts.height, **search_figures(searched(given), by_runs(given))}


def _linked(last: LastRun) -> list[int]:
    """At which place each author comes who tweeted often enough; every other tweet of theirs is background, as it was written."""
    said = (
        store.scan(last.deduplicated, "tweets")
        .select("tweet_key", left="text")
        .join(store.scan(last.anonymised, "tweets").select("tweet_key", "sequence", author="author_key"), on="tweet_key")
        .drop_nulls()
    )
    often = said.group_by("author").len().filter(pl.col("len") >= LEAST_TWEETS).sort("author").head(AUTHORS)
    theirs = said.join(often.select("author"), on="author", how="semi").join(
        store.scan(last.ingested, "tweets").select("sequence", written="text"), on="sequence"
    )
    turn = pl.int_range(pl.len()).over("author")
    tweets = theirs.sort("author", "tweet_key").with_columns(turn=turn).filter(pl.col("turn") < MOST_TWEETS).collect()
    is_background = pl.col("turn") % 2 == 0
    return ranks_by_style(
        tweets.filter(is_background).select("author", text="written"), tweets.filter(~is_background).select("author", text="left")
    )


def _identifiers(last: LastRun, quotes: pl.DataFrame) -> dict[str, Any]:
    details = identifiers(quotes)
    wanted = details.select("kind", "term").unique()
    said = [pl.DataFrame(schema={"author": pl.String, "kind": pl.String, "term": pl.String})]
    for path in map(Path, store.files(list(last.anonymised), "tweets")):
        tweets = pl.scan_parquet(path).select("tweet_key", "text", author=pl.coalesce("author_key", "tweet_key")).drop_nulls("text")
        for start in range(0, store.rows(path), BATCH):
            batch = tweets.slice(start, BATCH).collect()
            found = identifiers(batch).join(wanted, on=["kind", "term"], how="semi").join(batch, on="tweet_key")
            said.append(found.select("author", "kind", "term").unique())
    return identifier_figures(quotes.height, details, crowds(details, pl.concat(said).unique()))
