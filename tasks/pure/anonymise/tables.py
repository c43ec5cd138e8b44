"""From ingested to anonymised: the whitelist of columns, the keys, and the ledger of what was replaced."""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from zoneinfo import ZoneInfo

import polars as pl

from tasks.pure.anonymise.agreement import agreed, undecided, written
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


def texts_of(ingested: Ingested) -> list[str | None]:
    """All texts of a part: those of the tweets, then those of the originals that they repeat."""
    return [*ingested["text"].to_list(), *ingested["original_text"].to_list()]


def surveyed(ingested: Ingested, engine: Engine, strictness: Strictness) -> dict[str, pl.DataFrame]:
    """What each text of a part tells by itself: spans found, spans that fell just short, traces of words that may be names.

    Rows: by text in the order of `texts_of`.
    """
    outcome = anonymised(texts_of(ingested), engine, strictness)
    return {"finds": outcome.spans, "doubts": outcome.doubts, "traces": outcome.traces}


def anonymised_tables(
    ingested: Ingested, survey: Mapping[str, pl.DataFrame], told: pl.DataFrame, lists: Lists, secret: bytes, timezone: str
) -> tuple[Anonymised, Replacements, Doubts]:
    """Tweets without their people and places, the ledger of what gave way, and spans that fell just short.

    `survey` is what `surveyed` found in them, `told` what the whole corpus tells of each word.
    Rows: one a tweet, in the order given; the ledger by tweet, then start.
    """
    texts = texts_of(ingested)
    spans = agreed(texts, survey["finds"], survey["traces"], told, lists.common)
    left = written(texts, spans)
    own = pl.col("row") < ingested.height
    keys = tweet_keys(ingested, secret)
    day = pl.col("posted_at").dt.convert_time_zone(ZoneInfo(timezone).key).dt.date()
    tweets = ingested.select(
        keys.alias("tweet_key"),
        pl.Series("author_key", _authors(ingested, secret), dtype=pl.String),
        "sequence",
        day.alias("posted_on"),
        day.dt.strftime("%Y-%m").alias("month"),
        "lang",
        pl.Series("text", left[: ingested.height], dtype=pl.String),
        "is_retweet",
        pl.Series("retweet_of_key", _keyed(ingested["retweet_of_id"].to_list(), secret), dtype=pl.String),
        pl.Series("original_text", left[ingested.height :], dtype=pl.String),
    )
    doubts = undecided(survey["doubts"], spans)
    return ANONYMISED.conform(tweets), _ledger(spans.filter(own), keys), _ledger(doubts.filter(own), keys)


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
    return [name and hmac.new(secret, name.encode(), sha256).hexdigest()[:KEY_DIGITS] for name in names]


def _ledger(spans: pl.DataFrame, keys: pl.Series) -> pl.DataFrame:
    return REPLACEMENTS.conform(spans.with_columns(keys.gather(spans["row"].cast(pl.UInt32)).alias("tweet_key")))


def _values(ingested: Ingested, column: str) -> Iterable[str]:
    values = ingested[column]
    flat = values.explode() if isinstance(values.dtype, pl.List) else values
    return sorted(value for value in flat.drop_nulls().unique().to_list() if value)
