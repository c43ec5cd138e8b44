"""Anonymise: people, places and what reaches them leave the texts; nothing of the author leaves but a keyed key.

A part is surveyed by itself. What the rest of the dump adds to it, terms first and then names, is handed to it by itself, so
that a part to which a new file adds nothing is taken from an earlier run.
"""

from collections.abc import Sequence
from typing import Literal

import polars as pl

from tasks.models import load
from tasks.pure.anonymise.agreement import heard, open_words
from tasks.pure.anonymise.corpus import recorded, together, told
from tasks.pure.anonymise.tables import FINDS, anonymised_tables, harvested, looked_again, revised, surveyed
from tasks.pure.anonymise.word_index import headed, lacking
from tasks.storage import store
from tasks.storage.caching import stage_task
from tasks.storage.source import Source
from tasks.storage.store import Receipt

Strictness = Literal["light", "standard", "strict"]
# What was found in a part: its survey, and the second look at some of its texts.
Looks = tuple[Receipt, Receipt]

# Parts whose words are held apart until they are summed.
AT_ONCE = 16


@stage_task
def survey(part: Receipt, strictness: Strictness) -> Receipt:
    """Finds what each text of one part tells by itself, and keeps a trace of each word that may be a name."""
    return store.write("ingested", **surveyed(store.read(part, "tweets"), load.engine, load.lists(), strictness))


@stage_task
def harvest(ingested: Sequence[Receipt], surveyed: Sequence[Receipt]) -> list[Receipt]:
    """The dump's own dictionary: for each part the terms that may stand in it and that the part does not know of itself."""
    every = headed(harvested(store.scan(ingested, "tweets"), load.lists()))
    return [
        store.write("ingested", terms=lacking(every, store.read(part, "terms"), store.read(part, "index"))) for part in surveyed
    ]


@stage_task
def look_again(part: tuple[Receipt, Receipt], strictness: Strictness) -> Receipt:
    """Surveys those texts of one part again in which terms of the rest of the dump may stand."""
    surveyed, more = part
    known = {table: store.read(surveyed, table) for table in ("texts", "index", "terms")}
    return store.write("ingested", **looked_again(known, store.read(more, "terms"), load.engine, strictness))


@stage_task
def corroborate(looks: Sequence[Looks]) -> list[Receipt]:
    """What the whole dump tells of the words of each part, gathered from one part after the other."""
    records, asked = list[pl.DataFrame](), []
    for part in looks:
        traces = _revised(part)["traces"]
        # Most words are those of other parts: summed now and then, they are held once.
        records = [*records, recorded(traces)] if len(records) < AT_ONCE else [together([*records, recorded(traces)])]
        asked.append(open_words(traces))
    known, common = told(together(records), load.lists()), load.lists().common
    return [store.write("ingested", heard=answers) for answers in heard(asked, known, common)]


@stage_task
def anonymise(part: tuple[Receipt, Looks, Receipt], study_key: Source, timezone: str) -> Receipt:
    """Anonymises one part of the ingested tweets by all that was found; `study_key` is the file of the study's secret."""
    ingested, looks, answers = part
    tweets, ledger, doubts = anonymised_tables(
        store.read(ingested, "tweets"), _revised(looks), store.read(answers, "heard"), study_key.here().read_bytes(), timezone
    )
    return store.write("anonymised", tweets=tweets, replacements=ledger, doubts=doubts)


def _revised(looks: Looks) -> dict[str, pl.DataFrame]:
    first, second = ({table: store.read(look, table) for table in ("texts", *FINDS)} for look in looks)
    return revised(first, second)
