"""A column of texts by itself, anonymised as a dump's are: in two passes, of which the second knows what the first found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from tasks.models import load
from tasks.pure.anonymise import agreement, corpus
from tasks.pure.anonymise.engine import Strictness, anonymised
from tasks.pure.anonymise.evidence import terms

People = Mapping[str, Mapping[str, Iterable[str]]]


@dataclass(frozen=True)
class Left:
    """What is left of some texts, what was replaced in them, and what fell just short of it."""

    texts: pl.Series
    spans: pl.DataFrame
    doubts: pl.DataFrame


def left_of(texts: pl.Series, strictness: Strictness = "standard", people: People | None = None) -> Left:
    """The texts with placeholders; `people` are handles, names and places to look for, by kind and column.

    Rows: of `texts` as given; of spans and doubts one a place, by row (from 0), start and end in code points.
    Raises: StorageError as `load.engine` does.
    """
    lists = load.lists()
    known = {term for kind, columns in (people or {}).items() for values in columns.values() for term in terms(kind, values, lists)}
    outcome = anonymised(texts.to_list(), load.engine(known), strictness)
    told = corpus.told(corpus.recorded(outcome.traces), lists)
    (answers,) = agreement.heard([agreement.open_words(outcome.traces)], told, lists.common)
    spans = agreement.agreed(texts, outcome.spans, outcome.traces, answers)
    both = pl.DataFrame({"text": texts, "left": pl.Series(outcome.texts, dtype=pl.String)})
    queue = agreement.undecided(outcome.doubts, spans).sort("score", "row", "start", descending=[True, False, False])
    return Left(agreement.written(both, outcome.spans, spans), spans, queue)
