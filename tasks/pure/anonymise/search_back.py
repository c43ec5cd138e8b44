"""The motivated intruder: how well what is left of a text finds the text it came from.

An intruder searches the platform for the longest runs of words that survived. A run that only one original holds singles
that original out; the score of a text is how few originals its best run leaves.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import polars as pl

WORDS = re.compile(r"\[(?:USER|PERSON|PLACE|SERVICE|CONTACT|LINK)\]|\w+")
# Words in a phrase query: four suffice to single out nearly every tweet of eight words or more.
PHRASE = 4
SCORES = {"search_back": pl.Float64, "is_singled_out": pl.Boolean, "longest_run": pl.Int64}


def search_back(originals: Sequence[str | None], anonymised: Sequence[str | None], phrase: int = PHRASE) -> pl.DataFrame:
    """For each text: one over the number of distinct originals that hold its rarest surviving phrase.

    `search_back` is 1 where a phrase of what is left occurs in one original only, and 0 where nothing of `phrase` words
    is left; `longest_run` counts the words of the longest run between placeholders.

    Rows: one a text, in order.
    """
    distinct = sorted({text for text in originals if text})
    holders = Counter(gram for text in distinct for gram in set(_phrases(_runs(text), phrase)))
    return pl.DataFrame([_score(text, holders, phrase) for text in anonymised], schema=SCORES, orient="row")


def _score(text: str | None, holders: Counter[tuple[str, ...]], phrase: int) -> tuple[float, bool, int]:
    runs = list(_runs(text or ""))
    found = [holders[gram] for gram in _phrases(runs, phrase) if gram in holders]
    return (1 / min(found) if found else 0.0, 1 in found, max((len(run) for run in runs), default=0))


def _runs(text: str) -> Iterator[list[str]]:
    """The words between placeholders, in lower case."""
    run: list[str] = []
    for match in WORDS.finditer(text):
        if match.group().startswith("["):
            yield run
            run = []
        else:
            run.append(match.group().lower())
    yield run


def _phrases(runs: Iterator[list[str]] | list[list[str]], phrase: int) -> Iterator[tuple[str, ...]]:
    for run in runs:
        yield from (tuple(run[at : at + phrase]) for at in range(len(run) - phrase + 1))
