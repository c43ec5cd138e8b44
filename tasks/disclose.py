"""Disclose: what a public release may tell, decided by people who are counted here and nowhere else."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from tasks import codebook as frames
from tasks.pure.disclosure.tables import TOLD, disclosed_tables
from tasks.storage import parquet_sql, store
from tasks.storage.caching import stage_task
from tasks.storage.source import Source
from tasks.storage.store import Receipt
from tasks.studies.profiles import PublicProfile, policies
from tasks.studies.settings import Waiver

SQL = Path(__file__).parent / "pure" / "disclosure" / "disclose.sql"


@stage_task
def disclose(
    tabulated: Receipt,
    anonymised: Sequence[Receipt],
    deduplicated: Receipt,
    coded: Sequence[Receipt],
    codebook: Source,
    profile: PublicProfile,
    exceptions: Sequence[Waiver] = (),
) -> Receipt:
    """Withholds and rounds the tables of the paper; no row a tweet, no text and no number of people is handed on."""
    inputs = {
        "anonymised": store.files(anonymised, "tweets"),
        "replacements": store.files(anonymised, "replacements"),
        "deduplicated": store.files(deduplicated, "tweets"),
        "copies": store.files(deduplicated, "copies"),
        "codes": store.files(coded, "codes"),
    }
    exact = {name: store.read(tabulated, name) for name in TOLD}
    return store.write("disclosed", **disclosed_tables(exact, _people(inputs, codebook), policies(profile, exceptions)))


def _people(inputs: dict[str, list[str]], codebook: Source) -> dict[str, pl.DataFrame]:
    with store.scratch() as folder:
        headings = folder / "headings.parquet"
        frames.load(Path(codebook.path)).frame().write_parquet(headings)
        counted = {f"{name}_authors": folder / f"{name}.parquet" for name in TOLD}
        parquet_sql.query(SQL.read_text(encoding="utf-8"), inputs | {"headings": [str(headings)]}, counted)
        return {name: pl.read_parquet(folder / f"{name}.parquet") for name in TOLD}
