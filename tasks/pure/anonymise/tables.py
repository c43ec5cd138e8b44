"""From ingested to anonymised: the whitelist of columns, the keys, and the ledger of what was replaced."""

import hmac
from collections.abc import Iterable, Sequence
from hashlib import sha256
from zoneinfo import ZoneInfo

import polars as pl

from tasks.pure.anonymise.engine import Engine, Strictness, anonymised
from tasks.pure.anonymise.evidence import Lists, Term, terms
from tasks.schema import ANONYMISED, REPLACEMENTS, Anonymised, Doubts, Ingested, Replacements

KEY_DIGITS = 16
# Which column of a dump says what kind of thing.
SAYS = {
    "handle": "handle", "other_handles": "handle",
    "display_name": "display_name", "other_names": "display_name",
    "profile_location": "profile_location", "other_locations": "profile_location",
}  # fmt: skip
TERMS = {"words": pl.String, "kind": pl.String, "as_written": pl.Boolean}


def harvested(ingested: Ingested, lists: Lists) -> pl.DataFrame:
    """The dump's own dictionary: terms by which its handles, names and places would be known in a text.

    Rows: one a term, A-Z; a term that two columns give is there once, a person before a place.
    """
    drawn = {term for column, kind in SAYS.items() for term in terms(kind, _values(ingested, column), lists)}
    kinds = {(term.words, term.as_written): term.kind for term in sorted(drawn, key=lambda term: term.kind)}
    rows = sorted((words, kind, as_written) for (words, as_written), kind in kinds.items())
    return pl.DataFrame(rows, schema=TERMS, orient="row")


def terms_of(dictionary: pl.DataFrame) -> list[Term]:
    """The terms of a dictionary's rows."""
    return [Term(words, kind, as_written) for words, kind, as_written in dictionary.select(*TERMS).iter_rows()]


def texts_of(ingested: Ingested) -> pl.Series:
    """The different texts of a part, of its tweets and of the originals that they repeat: what is said twice is read once."""
    return pl.concat([ingested["text"], ingested["original_text"]]).drop_nulls().unique(maintain_order=True)


def anonymised_tables(
    ingested: Ingested, engine: Engine, secret: bytes, timezone: str, strictness: Strictness
) -> tuple[Anonymised, Replacements, Doubts]:
    """Tweets without their people and places, the ledger of what gave way, and spans that fell just short.

    Rows: one a tweet, in the order given; the ledger by tweet, then start.
    """
    said = texts_of(ingested)
    outcome = anonymised(said.to_list(), engine, strictness)
    texts, originals = (_places(ingested[column], said) for column in ("text", "original_text"))
    written = pl.Series(outcome.texts, dtype=pl.String)
    keys = tweet_keys(ingested, secret)
    day = pl.col("posted_at").dt.convert_time_zone(ZoneInfo(timezone).key).dt.date()
    tweets = ingested.select(
        keys.alias("tweet_key"),
        pl.Series("author_key", _authors(ingested, secret), dtype=pl.String),
        "sequence",
        day.alias("posted_on"),
        day.dt.strftime("%Y-%m").alias("month"),
        "lang",
        written.gather(texts).alias("text"),
        "is_retweet",
        pl.Series("retweet_of_key", _keyed(ingested["retweet_of_id"].to_list(), secret), dtype=pl.String),
        written.gather(originals).alias("original_text"),
    )
    return ANONYMISED.conform(tweets), _ledger(outcome.spans, texts, keys), _ledger(outcome.doubts, texts, keys)


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


def _ledger(spans: pl.DataFrame, texts: pl.Series, keys: pl.Series) -> pl.DataFrame:
    """The spans of every tweet, from those of the different texts."""
    tweets = pl.DataFrame({"tweet_key": keys, "row": texts.cast(pl.Int64)})
    return REPLACEMENTS.conform(tweets.join(spans, on="row", maintain_order="left_right"))


def _values(ingested: Ingested, column: str) -> Iterable[str]:
    values = ingested[column]
    flat = values.explode() if isinstance(values.dtype, pl.List) else values
    return sorted(value for value in flat.drop_nulls().unique().to_list() if value)
