import polars as pl
import pytest

from tasks.models import load
from tasks.pure.anonymise import corpus
from tasks.pure.anonymise.engine import Engine
from tasks.pure.anonymise.evidence import Term
from tasks.pure.anonymise.tables import anonymised_tables, harvested, surveyed, terms_of
from tasks.schema import ANONYMISED, INGESTED, REPLACEMENTS

SECRET = b"a secret of the tests"


def both_passes(ingested: pl.DataFrame, engine: Engine, secret: bytes = SECRET, zone: str = "UTC") -> tuple[pl.DataFrame, ...]:
    survey = surveyed(ingested, engine, "standard")
    told = corpus.told(corpus.recorded(survey["traces"]), load.lists())
    return anonymised_tables(ingested, survey, told, load.lists(), secret, zone)


@pytest.fixture(scope="module")
def ingested() -> pl.DataFrame:
    rows = [
        {"sequence": 0, "dump": "a.csv", "line": 2, "tweet_id": "100", "author_id": "7", "handle": "quillfen_x",
         "display_name": "Orla Tressick 🌻", "profile_location": "Tarnwick, UK", "text": "Ask orla tressick in Tarnwick!",
         "posted_at": "2013-08-10T23:30:00Z", "other_handles": ["wendlefen82"]},
        {"sequence": 1, "dump": "a.csv", "line": 3, "handle": "Wendlefen82", "retweet_of_id": "100", "is_retweet": True,
         "text": "RT @quillfen_x: quillfen_x says…", "original_text": "quillfen_x says mail me: o.t@tarn.example.org"},
        {"sequence": 2, "dump": "a.csv", "line": 4, "text": None},
    ]  # fmt: skip
    frame = pl.DataFrame(rows, infer_schema_length=None)
    frame = frame.with_columns(pl.col("posted_at").str.to_datetime(time_zone="UTC"))
    missing = [pl.lit(None, dtype=c.dtype).alias(c.name) for c in INGESTED.columns if c.name not in frame.columns]
    return INGESTED.conform(frame.with_columns(missing))


def test_a_dump_gives_its_own_dictionary(ingested: pl.DataFrame) -> None:
    dictionary = harvested(ingested, load.lists())
    assert set(terms_of(dictionary)) == {
        Term("orla tressick", "PERSON"), Term("quillfen_x", "USER"), Term("wendlefen82", "USER"), Term("tarnwick", "PLACE"),
    }  # fmt: skip


def test_tweets_keep_the_white_list_only_and_retweets_join_their_originals(ingested: pl.DataFrame) -> None:
    engine = load.engine(terms_of(harvested(ingested, load.lists())))
    tweets, ledger, doubts = both_passes(ingested, engine, zone="Europe/London")
    assert tweets.schema == ANONYMISED.dtypes
    assert ledger.schema == doubts.schema == REPLACEMENTS.dtypes
    assert tweets["text"].to_list() == ["Ask [PERSON] in [PLACE]!", "RT [USER]: [USER] says…", None]
    assert tweets["original_text"].to_list() == [None, "[USER] says mail me: [CONTACT]", None]
    assert tweets["retweet_of_key"][1] == tweets["tweet_key"][0]
    assert tweets["month"].to_list() == ["2013-08", None, None]
    assert str(tweets["posted_on"][0]) == "2013-08-11"


def test_keys_depend_on_the_secret_and_on_nothing_else(ingested: pl.DataFrame) -> None:
    keys = [
        both_passes(ingested, load.engine(), secret)[0]["tweet_key"].to_list()
        for secret in (SECRET, SECRET, b"another")
    ]
    assert keys[0] == keys[1]
    assert not set(keys[0]) & set(keys[2])
    assert len(set(keys[0])) == 3


def test_an_empty_part_gives_empty_tables() -> None:
    tweets, ledger, doubts = both_passes(INGESTED.empty(), load.engine())
    assert tweets.is_empty()
    assert ledger.is_empty()
    assert doubts.is_empty()
    assert tweets.schema == ANONYMISED.dtypes


def test_a_text_said_by_many_is_read_once_and_counts_as_often_as_it_is_said(ingested: pl.DataFrame) -> None:
    many = pl.concat([ingested] * 3).with_columns(tweet_id=pl.int_range(100, 109).cast(pl.String), sequence=pl.int_range(9))
    survey, whole = surveyed(many, load.engine(), "standard"), surveyed(ingested, load.engine(), "standard")
    assert survey["texts"]["times"].to_list() == [3, 3, 3]
    assert survey["finds"].equals(whole["finds"])
    assert corpus.recorded(survey["traces"])["seen"].to_list() == [3 * seen for seen in corpus.recorded(whole["traces"])["seen"]]
    tweets, ledger, _ = both_passes(many, load.engine())
    assert tweets["text"].to_list() == 3 * both_passes(ingested, load.engine())[0]["text"].to_list()
    assert ledger["tweet_key"].n_unique() == 6
