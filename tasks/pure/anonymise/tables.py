"""From ingested to anonymised: the whitelist of columns, the keys, and the ledger of what was replaced."""

import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from zoneinfo import ZoneInfo

import polars as pl

from tasks.pure.anonymise.agreement import agreed, undecided, written
from tasks.pure.anonymise.engine import Engine, Strictness, anonymised
from tasks.pure.anonymise.evidence import Lists, Term, terms
from tasks.pure.anonymise.word_index import TERMS, concerned, headed, said, vocabulary
from tasks.schema import ANONYMISED, INGESTED, REPLACEMENTS, Anonymised, Doubts, Ingested, Replacements

KEY_DIGITS = 16
VALUES_AT_ONCE = 100_000
FINDS = ("finds", "doubts", "traces")
# Of terms it makes an engine that knows them.
Maker = Callable[[Sequence[Term]], Engine]
# Which column of a dump says what kind of thing.
SAYS = {
    "handle": "handle", "other_handles": "handle",
    "display_name": "display_name", "other_names": "display_name",
    "profile_location": "profile_location", "other_locations": "profile_location",
}  # fmt: skip

def harvested(ingested: Ingested | pl.LazyFrame, lists: Lists, spoken: pl.Series | None = None) -> pl.DataFrame:
    """The dump's own dictionary: terms by which its handles, names and places would be known in a text.

    Rows: one a term, A-Z; a term that columns give as several kinds is there once, a handle before a place before a person.
    Of words whose digests are not among those `spoken`, where these are given, no term is made.
    """
    drawn = [
        _drawn(kind, values if spoken is None else said(values, spoken), lists)
        for column, kind in SAYS.items()
        for values in _values(ingested.lazy(), column)
    ]
    return one_each(pl.concat([pl.DataFrame(schema=TERMS), *drawn]))


def one_each(terms: pl.DataFrame) -> pl.DataFrame:
    """Each term once, A-Z, as a handle before a place before a person."""
    return terms.group_by("words", "as_written").agg(pl.col("kind").max()).select(*TERMS).sort("words", "kind", "as_written")


def _drawn(kind: str, values: pl.Series, lists: Lists) -> pl.DataFrame:
    rows = [(term.words, term.kind, term.as_written) for term in terms(kind, values.to_list(), lists)]
    return pl.DataFrame(rows, schema=TERMS, orient="row")


def terms_of(dictionary: pl.DataFrame) -> list[Term]:
    """The terms of a dictionary's rows."""
    return [Term(words, kind, as_written) for words, kind, as_written in dictionary.select(*TERMS).iter_rows()]


def texts_of(ingested: Ingested) -> pl.DataFrame:
    """The different texts of a part, of its tweets, of the originals that they repeat and of the questions that they answer, and
    how many times each is said.

    Rows: in the order in which they are said first.
    """
    said = pl.concat([ingested["text"], ingested["original_text"], ingested["question"]]).drop_nulls().alias("text").to_frame()
    return said.group_by("text", maintain_order=True).agg(pl.len().cast(pl.Int64).alias("times"))


def surveyed(ingested: Ingested, made: Maker, lists: Lists, strictness: Strictness) -> dict[str, pl.DataFrame]:
    """What each text of a part tells by itself and by the part's own people and places, told by an engine that is `made`.

    Tables: the texts with the words that are left of each, spans found, spans that fell just short, traces of words that may
    be names, the index of words, and the part's own terms.
    Rows: of texts as in `texts_of`; of spans and traces by text in that order.
    """
    texts = texts_of(ingested)
    terms = harvested(ingested, lists, vocabulary(texts["text"]))
    return {**_found(texts, made(terms_of(terms)), strictness), "terms": terms}


def looked_again(
    survey: Mapping[str, pl.DataFrame], more: pl.DataFrame, made: Maker, strictness: Strictness
) -> dict[str, pl.DataFrame]:
    """What those texts of a part tell in which more terms of the dump may stand than the part's own.

    Tables: as of a survey, without index and terms, and beside the texts their rows in the part.
    Rows: in the part's order.
    """
    rows = concerned(headed(more), survey["index"])
    spoken = survey["index"].join(rows.to_frame(), on="row", how="semi")
    own = headed(survey["terms"]).join(spoken, left_on="first", right_on="digest", how="semi").select(*TERMS)
    terms = pl.concat([more, own.join(more, on=["words", "as_written"], how="anti")])
    found = _found(survey["texts"][rows].select("text", "times"), made(terms_of(terms)), strictness)
    places = rows.cast(pl.Int64)
    moved = {name: found[name].with_columns(row=places.gather(found[name]["row"])) for name in FINDS}
    return {"texts": found["texts"].with_columns(row=places), **moved}


def revised(survey: Mapping[str, pl.DataFrame], again: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """A survey in which some texts were looked at again.

    Rows: as of the survey.
    """
    rows = again["texts"].select("row")
    texts = survey["texts"].with_columns(left=survey["texts"]["left"].scatter(rows["row"], again["texts"]["left"]))
    parts = {name: pl.concat([survey[name].join(rows, on="row", how="anti", maintain_order="left"), again[name]]) for name in FINDS}
    return {"texts": texts, **{name: part.sort("row", maintain_order=True) for name, part in parts.items()}}


def _found(texts: pl.DataFrame, engine: Engine, strictness: Strictness) -> dict[str, pl.DataFrame]:
    outcome = anonymised(texts["text"].to_list(), engine, strictness)
    times = texts["times"].gather(outcome.traces["row"].cast(pl.UInt32))
    left = texts.with_columns(left=pl.Series(outcome.texts, dtype=pl.String))
    traces = outcome.traces.with_columns(times)
    return {"texts": left, "finds": outcome.spans, "doubts": outcome.doubts, "traces": traces, "index": outcome.index}


def anonymised_tables(
    ingested: Ingested, survey: Mapping[str, pl.DataFrame], answers: pl.DataFrame, secret: bytes, timezone: str
) -> tuple[Anonymised, Replacements, Doubts]:
    """Tweets without their people and places, the ledger of what gave way, and spans that fell just short.

    `survey` is what was found in them, `answers` what the whole corpus tells of their words.
    Rows: one a tweet, in the order given; the ledger by tweet, then start.
    """
    texts, finds = survey["texts"], survey["finds"]
    spans = agreed(texts["text"], finds, survey["traces"], answers)
    left = written(texts, finds, spans)
    place, original, question = (_places(ingested[column], texts["text"]) for column in ("text", "original_text", "question"))
    keys = tweet_keys(ingested, secret)
    day = pl.col("posted_at").dt.convert_time_zone(ZoneInfo(timezone).key).dt.date()
    tweets = ingested.select(
        keys.alias("tweet_key"),
        pl.Series("author_key", _authors(ingested, secret), dtype=pl.String),
        "sequence",
        day.alias("posted_on"),
        day.dt.strftime("%Y-%m").alias("month"),
        "lang",
        left.gather(place).alias("text"),
        "is_retweet",
        pl.Series("retweet_of_key", _keyed(ingested["retweet_of_id"].to_list(), secret), dtype=pl.String),
        left.gather(original).alias("original_text"),
        left.gather(question).alias("question"),
    )
    doubts = undecided(survey["doubts"], spans)
    return ANONYMISED.conform(tweets), _ledger(spans, place, keys), _ledger(doubts, place, keys)


def _places(texts: pl.Series, said: pl.Series) -> pl.Series:
    """Where each text stands among the different ones; null for none."""
    places = pl.DataFrame({"text": said, "place": pl.int_range(said.len(), dtype=pl.UInt32, eager=True)})
    return texts.alias("text").to_frame().join(places, on="text", how="left", maintain_order="left")["place"]


def tweet_keys(ingested: Ingested, secret: bytes) -> pl.Series:
    """The key of each tweet: of its id, or of its dump, line and text where it has none."""
    provenance = ingested.select("tweet_id", "dump", "line", "text").iter_rows()
    names = [tweet_id or f"{dump}\0{line}\0{text}" for tweet_id, dump, line, text in provenance]
    return pl.Series("tweet_key", _keyed(names, secret), dtype=pl.String)


def _authors(ingested: Ingested, secret: bytes) -> list[str | None]:
    """Keys of authors: of the platform's id, or of the handle in lower case."""
    rows = ingested.select("author_id", "handle").iter_rows()
    return _keyed([number or (handle.lower().lstrip("@") if handle else None) for number, handle in rows], secret)


def _keyed(names: Sequence[str | None], secret: bytes) -> list[str | None]:
    begun = hmac.new(secret, digestmod=sha256)
    # Most authors, and most originals of retweets, are there many times.
    keys = {name: _digest(begun.copy(), name) for name in set(names) if name}
    return [name and keys[name] for name in names]


def _digest(begun: hmac.HMAC, name: str) -> str:
    begun.update(name.encode())
    return begun.hexdigest()[:KEY_DIGITS]


def _ledger(spans: pl.DataFrame, places: pl.Series, keys: pl.Series) -> pl.DataFrame:
    """The spans of every tweet, from those of the different texts."""
    tweets = pl.DataFrame({"tweet_key": keys, "row": places.cast(pl.Int64)})
    return REPLACEMENTS.conform(tweets.join(spans, on="row", maintain_order="left_right"))


def _values(ingested: pl.LazyFrame, column: str) -> Iterator[pl.Series]:
    """What a column says, each once, some at a time."""
    values = ingested.select(pl.col(column).explode() if isinstance(INGESTED.dtypes[column], pl.List) else column)
    different = values.drop_nulls().unique().collect(engine="streaming")[column]
    yield from (different.slice(first, VALUES_AT_ONCE) for first in range(0, different.len(), VALUES_AT_ONCE))
