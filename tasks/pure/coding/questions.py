"""Which of a frame's questions a text answers, and the hits that count there."""

import polars as pl

from tasks.codebook.model import Codebook
from tasks.codebook.phrases import compiled
from tasks.pure.coding.compiled_frame import phrases_of
from tasks.schema import ASKED, Deduplicated

NAMES = pl.List(pl.String)


def names_of(questions: pl.Series, codebook: Codebook) -> pl.Series:
    """For each question, as it was put, the names of those of the frame that have a phrase in it; none for null."""
    matchers = {each.id: [compiled(phrase, codebook.sets) for phrase in each.phrases] for each in codebook.questions}
    known: dict[str | None, list[str]] = {None: []}
    for said in questions.drop_nulls().unique():
        known[said] = [
            name for name, phrases in matchers.items() if any(next(each.finditer(said), None) for each in phrases)
        ]
    places = {said: place for place, said in enumerate(known)}
    return pl.Series(list(known.values()), dtype=NAMES).gather([places[said] for said in questions])


def asked_of(tweets: Deduplicated, codebook: Codebook) -> pl.DataFrame:
    """Which questions of the frame each text answers.

    Rows: one a text and question, in the order of both; columns: those of ASKED.
    """
    names = names_of(tweets.get_column("question"), codebook)
    return ASKED.conform(tweets.select("tweet_key", question=names).explode("question").drop_nulls())


def where_asked(hits: pl.DataFrame, codebook: Codebook, asked: pl.Series | None) -> pl.DataFrame:
    """The hits but for those of a phrase about a question that is not among those of its text.

    Where `asked` is none, nobody knows what was asked.
    """
    wanted = pl.Series([rule.phrase.question for rule in phrases_of(codebook)], dtype=pl.String)
    if not (wanted != "").any():
        return hits
    question = wanted.gather(hits.get_column("phrase"))
    if asked is None:
        return hits.filter(question == "")
    told = pl.DataFrame({"question": question, "asked": asked.gather(hits.get_column("row"))})
    return hits.filter(
        told.select((pl.col("question") == "") | pl.col("asked").list.contains(pl.col("question"))).to_series()
    )
