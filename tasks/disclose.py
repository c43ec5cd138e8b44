"""Disclose: what a public release may tell, decided by people who are counted here and nowhere else."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from tasks import codebook as frames
from tasks.pure.disclosure.cell_key import Noise, record_keys
from tasks.pure.disclosure.noised import noised_tables
from tasks.pure.disclosure.tables import TOLD, disclosed_tables
from tasks.storage import parquet_sql, store
from tasks.storage.caching import stage_task
from tasks.storage.source import Source
from tasks.storage.store import Receipt
from tasks.studies.profiles import PublicProfile, policies
from tasks.studies.settings import Waiver

HERE = Path(__file__).parent / "pure" / "disclosure"
SQL, KEYS_SQL = HERE / "disclose.sql", HERE / "cell_keys.sql"
KEYED = ("table1", "overlap", "timeline", "copies", "reasons", "removed")


@stage_task
def disclose(
    tabulated: Receipt,
    anonymised: Sequence[Receipt],
    deduplicated: Receipt,
    coded: Sequence[Receipt],
    codebook: Source,
    profile: PublicProfile,
    exceptions: Sequence[Waiver] = (),
    ingested: Sequence[Receipt] = (),
    study_key: Source | None = None,
) -> Receipt:
    """Withholds and rounds the tables of the paper; no row a tweet, no text and no number of people is handed on.

    Where the profile asks for noise, counts get it by the study's key, and those of the flow by what `ingested` set aside.
    """
    inputs = {
        "anonymised": store.files(anonymised, "tweets"),
        "replacements": store.files(anonymised, "replacements"),
        "deduplicated": store.files(deduplicated, "tweets"),
        "copies": store.files(deduplicated, "copies"),
        "codes": store.files(coded, "codes"),
    }
    exact = {name: store.read(tabulated, name) for name in TOLD}
    people, rules = _people(inputs, codebook), policies(profile, exceptions)
    if not (profile.noise and study_key):
        return store.write("disclosed", **disclosed_tables(exact, people, rules))
    secret = Path(study_key.path).read_bytes()
    keys, of_themes = _keys(inputs | {"set_aside": store.files(ingested, "set_aside")}, codebook, secret)
    noise = Noise(profile.noise.maximum, profile.noise.variance)
    return store.write("disclosed", **noised_tables(exact, {**people, "themes": of_themes}, keys, rules, noise, secret))


def _people(inputs: dict[str, list[str]], codebook: Source) -> dict[str, pl.DataFrame]:
    with store.scratch() as folder:
        headings = folder / "headings.parquet"
        frames.load(Path(codebook.path)).frame().write_parquet(headings)
        counted = {f"{name}_authors": folder / f"{name}.parquet" for name in TOLD}
        parquet_sql.query(SQL.read_text(encoding="utf-8"), inputs | {"headings": [str(headings)]}, counted)
        return {name: pl.read_parquet(folder / f"{name}.parquet") for name in TOLD}


def _keys(inputs: dict[str, list[str]], codebook: Source, secret: bytes) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The keys of all counts, by the keys of records that are drawn here and kept nowhere; and the people of each theme."""
    tweets = pl.read_parquet(inputs["anonymised"], columns=["tweet_key"])
    aside = pl.read_parquet(inputs["set_aside"], columns=["dump", "line", "reason"])
    drawn = record_keys((f"{dump}\0{line}" for dump, line, _ in aside.iter_rows()), secret)
    with store.scratch() as folder:
        made = {
            "headings": frames.load(Path(codebook.path)).frame(),
            "tweet_keys": tweets.with_columns(pl.Series("record_key", record_keys(tweets["tweet_key"], secret), dtype=pl.Int64)),
            "aside_keys": aside.select("reason", pl.Series("record_key", drawn, dtype=pl.Int64)),
        }
        for name, table in made.items():
            table.write_parquet(folder / f"{name}.parquet")
        outputs = {name: folder / f"{name}.parquet" for name in (*(f"{each}_keys" for each in KEYED), "themes_authors")}
        given = inputs | {name: [str(folder / f"{name}.parquet")] for name in made}
        parquet_sql.query(KEYS_SQL.read_text(encoding="utf-8"), given, outputs)
        found = {name: pl.read_parquet(path) for name, path in outputs.items()}
    return {name: found[f"{name}_keys"] for name in KEYED}, found["themes_authors"]
