"""From ingested to anonymised: the whitelist of columns, the keys, and the ledger of what was replaced."""

import hmac
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from zoneinfo import ZoneInfo

import polars as pl

from tasks.pure.anonymise.agreement import agreed, undecided, written
from tasks.pure.anonymise.engine import Engine, Strictness, anonymised
from tasks.pure.anonymise.evidence import Lists, Term, terms
from tasks.schema import ANONYMISED, INGESTED, REPLACEMENTS, Anonymised, Doubts, Ingested, Replacements

KEY_DIGITS = 16
VALUES_AT_ONCE = 100_000
# Which column of a dump says what kind of thing.
SAYS = {
    "handle": "handle", "other_handles": "handle",
    "display_name": "display_name", "other_names": "display_name",
    "profile_location": "profile_location", "other_locations": "profile_location",
}  # fmt: skip
TERMS = {"words": pl.String, "kind": pl.String, "as_written": pl.Boolean}


def harvested(ingested: Ingested | pl.LazyFrame, lists: Lists) -> pl.DataFrame:
    """The dump's own dictionary: terms by which its handles, names and places would be known in a text.

    Rows: one a term, A-Z; a term that columns give as several kinds is there once, a handle before a place before a person.
    """
    drawn = [_drawn(kind, values, lists) for column, kind in SAYS.items() for values in _values(ingested.lazy(), column)]
    every = pl.concat([pl.DataFrame(schema=TERMS), *drawn])
    return every.group_by("words", "as_written").agg(pl.col("kind").max()).select(*TERMS).sort("words", "kind", "as_written")


def _drawn(kind: str, values: Sequence[str], lists: Lists) -> pl.DataFrame:
    rows = [(term.words, term.kind, term.as_written) for term in terms(kind, values, lists)]
    return pl.DataFrame(rows, schema=TERMS, orient="row")


def terms_of(dictionary: pl.DataFrame) -> list[Term]:
    """The terms of a dictionary's rows."""
    return [Term(words, kind, as_written) for words, kind, as_written in dictionary.select(*TERMS).iter_rows()]


def texts_of(ingested: Ingested) -> pl.DataFrame:
    """The different texts of a part, of its tweets and of the originals that they repeat, and how many times each is said.

    Rows: in the order in which they are said first.
    """
    said = pl.concat([ingested["text"], ingested["original_text"]]).drop_nulls().alias("text").to_frame()
    return said.group_by("text", maintain_order=True).agg(pl.len().cast(pl.Int64).alias("times"))


def surveyed(ingested: Ingested, engine: Engine, strictness: Strictness) -> dict[str, pl.DataFrame]:
    """What each text of a part tells by itself: spans found, spans that fell just short, traces of words that may be names.

    Rows: of texts as in `texts_of`, with the words that are left of each; of all else by text in that order.
    """
    said = texts_of(ingested)
    outcome = anonymised(said["text"].to_list(), engine, strictness)
    times = said["times"].gather(outcome.traces["row"].cast(pl.UInt32))
    texts = said.with_columns(left=pl.Series(outcome.texts, dtype=pl.String))
    return {"texts": texts, "finds": outcome.spans, "doubts": outcome.doubts, "traces": outcome.traces.with_columns(times)}


def anonymised_tables(
    ingested: Ingested, survey: Mapping[str, pl.DataFrame], told: pl.DataFrame, lists: Lists, secret: bytes, timezone: str
) -> tuple[Anonymised, Replacements, Doubts]:
    """Tweets without their people and places, the ledger of what gave way, and spans that fell just short.

    `survey` is what `surveyed` found in them, `told` what the whole corpus tells of each word.
    Rows: one a tweet, in the order given; the ledger by tweet, then start.
    """
    texts, finds = survey["texts"], survey["finds"]
    spans = agreed(texts["text"], finds, survey["traces"], told, lists.common)
    left = written(texts, finds, spans)
    place, original = (_places(ingested[column], texts["text"]) for column in ("text", "original_text"))
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
    return [name and _digest(begun.copy(), name) for name in names]


def _digest(begun: hmac.HMAC, name: str) -> str:
    begun.update(name.encode())
    return begun.hexdigest()[:KEY_DIGITS]


def _ledger(spans: pl.DataFrame, places: pl.Series, keys: pl.Series) -> pl.DataFrame:
    """The spans of every tweet, from those of the different texts."""
    tweets = pl.DataFrame({"tweet_key": keys, "row": places.cast(pl.Int64)})
    return REPLACEMENTS.conform(tweets.join(spans, on="row", maintain_order="left_right"))


def _values(ingested: pl.LazyFrame, column: str) -> Iterator[list[str]]:
    """What a column says, each once, some at a time."""
    values = ingested.select(pl.col(column).explode() if isinstance(INGESTED.dtypes[column], pl.List) else column)
    different = values.drop_nulls().unique().collect(engine="streaming")[column]
    yield from (different.slice(first, VALUES_AT_ONCE).to_list() for first in range(0, different.len(), VALUES_AT_ONCE))
