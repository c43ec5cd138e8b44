"""Anonymise: people, places and what reaches them leave the texts; nothing of the author leaves but a keyed key."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Literal

import polars as pl

from tasks.models import load
from tasks.pure.anonymise.corpus import recorded, together, told
from tasks.pure.anonymise.engine import Engine
from tasks.pure.anonymise.evidence import Term
from tasks.pure.anonymise.tables import anonymised_tables, harvested, surveyed, terms_of
from tasks.storage import store
from tasks.storage.caching import stage_task
from tasks.storage.source import Source
from tasks.storage.store import Receipt

MAKING = Lock()


@stage_task
def harvest(ingested: Sequence[Receipt]) -> Receipt:
    """Gathers the dump's own dictionary before its columns are dropped; as restricted as they are."""
    return store.write("ingested", terms=harvested(store.scan(ingested, "tweets"), load.lists()))


@stage_task
def survey(part: Receipt, dictionary: Receipt, strictness: Literal["light", "standard", "strict"]) -> Receipt:
    """Finds what each text of one part tells by itself, and keeps a trace of each word that may be a name."""
    return store.write("ingested", **surveyed(store.read(part, "tweets"), engine_of(dictionary), strictness))


@stage_task
def corroborate(surveyed: Sequence[Receipt]) -> Receipt:
    """Gathers what the whole dump tells of each word, one part after the other."""
    records = together([recorded(store.read(part, "traces")) for part in surveyed])
    return store.write("ingested", told=told(records, load.lists()))


@stage_task
def anonymise(part: tuple[Receipt, Receipt], corpus: Receipt, study_key: Source, timezone: str) -> Receipt:
    """Anonymises one part of the ingested tweets with its survey; `study_key` is the file that holds the study's secret."""
    ingested, surveyed = part
    found = {table: store.read(surveyed, table) for table in ("texts", "finds", "doubts", "traces")}
    secret = Path(study_key.path).read_bytes()
    tweets, ledger, doubts = anonymised_tables(
        store.read(ingested, "tweets"), found, store.read(corpus, "told"), load.lists(), secret, timezone
    )
    return store.write("anonymised", tweets=tweets, replacements=ledger, doubts=doubts)


def engine_of(dictionary: Receipt) -> Engine:
    """The engine with a dump's own dictionary, made once for all parts of a run."""
    with MAKING:
        return _engine(dictionary.model_dump_json(), terms_of, load.engine)


@lru_cache(maxsize=1)
def _engine(dictionary: str, drawn: Callable[[pl.DataFrame], list[Term]], made: Callable[[list[Term]], Engine]) -> Engine:
    return made(drawn(store.read(Receipt.model_validate_json(dictionary), "terms")))
