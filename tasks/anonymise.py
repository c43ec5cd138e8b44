"""Anonymise: people, places and what reaches them leave the texts; nothing of the author leaves but a keyed key."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Literal

from tasks.models import load
from tasks.pure.anonymise.engine import Engine
from tasks.pure.anonymise.tables import anonymised_tables, harvested, terms_of
from tasks.storage import store
from tasks.storage.caching import Source, stage_task
from tasks.storage.store import Receipt

MAKING = Lock()


@stage_task
def harvest(ingested: Sequence[Receipt]) -> Receipt:
    """Gathers the dump's own dictionary before its columns are dropped; as restricted as they are."""
    return store.write("ingested", terms=harvested(store.read(ingested, "tweets"), load.lists()))


@stage_task
def anonymise(
    part: Receipt,
    dictionary: Receipt,
    study_key: Source,
    timezone: str,
    strictness: Literal["light", "standard", "strict"],
) -> Receipt:
    """Anonymises one part of the ingested tweets; `study_key` is the file that holds the study's secret."""
    engine = engine_of(dictionary)
    secret = Path(study_key.path).read_bytes()
    tweets, ledger, doubts = anonymised_tables(store.read(part, "tweets"), engine, secret, timezone, strictness)
    return store.write("anonymised", tweets=tweets, replacements=ledger, doubts=doubts)


def engine_of(dictionary: Receipt) -> Engine:
    """The engine with a dump's own dictionary, made once for all parts of a run."""
    with MAKING:
        return _engine(dictionary.model_dump_json())


@lru_cache(maxsize=1)
def _engine(dictionary: str) -> Engine:
    return load.engine(terms_of(store.read(Receipt.model_validate_json(dictionary), "terms")))
