import polars as pl
import pytest

from tasks.models import load
from tasks.pure.anonymise import corpus
from tasks.pure.anonymise.agreement import heard, open_words
from tasks.pure.anonymise.evidence import Term
from tasks.pure.anonymise.tables import anonymised_tables, harvested, looked_again, revised, surveyed, terms_of
from tasks.pure.anonymise.word_index import headed, lacking
from tasks.schema import ANONYMISED, INGESTED, REPLACEMENTS

SECRET = b"a secret of the tests"


def both_passes(ingested: pl.DataFrame, secret: bytes = SECRET, zone: str = "UTC") -> tuple[pl.DataFrame, ...]:
    return in_parts([ingested], secret, zone)[0]


def in_parts(parts: list[pl.DataFrame], secret: bytes = SECRET, zone: str = "UTC") -> list[tuple[pl.DataFrame, ...]]:
    """As the stages go about it."""
    lists = load.lists()
    every = headed(harvested(pl.concat(parts), lists))
    found = []
    for part in parts:
        survey = surveyed(part, load.engine, lists, "standard")
        more = lacking(every, survey["terms"], survey["index"])
        found.append(revised(survey, looked_again(survey, more, load.engine, "standard")))
    told = corpus.told(corpus.together([corpus.recorded(each["traces"]) for each in found]), lists)
    answers = list(heard((open_words(each["traces"]) for each in found), told, lists.common))
    return [anonymised_tables(*each, secret, zone) for each in zip(parts, found, answers, strict=True)]


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
    tweets, ledger, doubts = both_passes(ingested, zone="Europe/London")
    assert tweets.schema == ANONYMISED.dtypes
    assert ledger.schema == doubts.schema == REPLACEMENTS.dtypes
    assert tweets["text"].to_list() == ["Ask [PERSON] in [PLACE]!", "RT [USER]: [USER] says…", None]
    assert tweets["original_text"].to_list() == [None, "[USER] says mail me: [CONTACT]", None]
    assert tweets["retweet_of_key"][1] == tweets["tweet_key"][0]
    assert tweets["month"].to_list() == ["2013-08", None, None]
    assert str(tweets["posted_on"][0]) == "2013-08-11"


def test_keys_depend_on_the_secret_and_on_nothing_else(ingested: pl.DataFrame) -> None:
    keys = [
        both_passes(ingested, secret)[0]["tweet_key"].to_list()
        for secret in (SECRET, SECRET, b"another")
    ]
    assert keys[0] == keys[1]
    assert not set(keys[0]) & set(keys[2])
    assert len(set(keys[0])) == 3


def test_an_empty_part_gives_empty_tables() -> None:
    tweets, ledger, doubts = both_passes(INGESTED.empty())
    assert tweets.is_empty()
    assert ledger.is_empty()
    assert doubts.is_empty()
    assert tweets.schema == ANONYMISED.dtypes


def test_a_text_said_by_many_is_read_once_and_counts_as_often_as_it_is_said(ingested: pl.DataFrame) -> None:
    many = pl.concat([ingested] * 3).with_columns(tweet_id=pl.int_range(100, 109).cast(pl.String), sequence=pl.int_range(9))
    survey, whole = (surveyed(each, load.engine, load.lists(), "standard") for each in (many, ingested))
    assert survey["texts"]["times"].to_list() == [3, 3, 3]
    assert survey["finds"].equals(whole["finds"])
    assert corpus.recorded(survey["traces"])["seen"].to_list() == [3 * seen for seen in corpus.recorded(whole["traces"])["seen"]]
    tweets, ledger, _ = both_passes(many)
    assert tweets["text"].to_list() == 3 * both_passes(ingested)[0]["text"].to_list()
    assert ledger["tweet_key"].n_unique() == 6


# Who is known from one part, and said in another: a handle, a name, one that is also a place, one of two plain words with
# capitals, one that a pattern holds in part, in a hashtag, in disguise, and as a handle where nothing more is to be found.
SAID = (
    ("quillfen_x", "Orla Tressick", "Tarnwick", "nothing of anybody"),
    ("marrowby7", "Tarnwick", "Quarnby / Tressick", "so wendlefen82 said, as @wendlefen82 does"),
    ("wendlefen82", "Will Young", "Pell Marlow", "Tarnwick again, and orla tressick"),
    ("pellmarl", "Sal Quarn", None, "I saw Will Young there, will young people go?"),
    ("dorrwick", "Wexley Orr", "Sal Quarn", "@pell marlow and #WexleyDay and #wexleyday"),
    ("tarnhest", "Wexley", "Leeds 9", "＃ＷｅｘｌｅｙＤａｙ, Ｔａｒｎｗｉｃｋ, sal quarn, quarnbys"),
    (None, None, None, "leeds 9 07700 900123 and Marrowby7, pell-marlow, sal. quarn"),
)


@pytest.fixture(scope="module")
def said() -> pl.DataFrame:
    names = ("handle", "display_name", "profile_location", "text")
    rows = pl.DataFrame([*SAID, *reversed(SAID)], schema=names, orient="row")
    told = rows.with_columns(sequence=pl.int_range(rows.height), dump=pl.lit("a.csv"), line=pl.int_range(rows.height))
    missing = [pl.lit(None, dtype=c.dtype).alias(c.name) for c in INGESTED.columns if c.name not in told.columns]
    return INGESTED.conform(told.with_columns(missing))


@pytest.mark.parametrize("size", [1, 3, 5])
def test_how_a_dump_is_cut_changes_nothing(said: pl.DataFrame, size: int) -> None:
    whole = both_passes(said)
    parts = in_parts([said[first : first + size] for first in range(0, said.height, size)])
    for table, together in zip(whole, zip(*parts, strict=True), strict=True):
        assert pl.concat(together).equals(table)
    every = load.engine(terms_of(harvested(said, load.lists())))
    by_every, by_own = (surveyed(said, made, load.lists(), "standard")["texts"] for made in (lambda _: every, load.engine))
    assert by_own.equals(by_every)


def test_a_part_is_handed_no_term_that_does_not_stand_in_it(said: pl.DataFrame) -> None:
    every = headed(harvested(said, load.lists()))
    alone = said[:1]
    survey = surveyed(alone, load.engine, load.lists(), "standard")
    assert lacking(every, survey["terms"], survey["index"]).is_empty()
    mentioned = surveyed(said[4:5].with_columns(text=pl.lit("thank you @wendlefen82")), load.engine, load.lists(), "standard")
    assert lacking(every, mentioned["terms"], mentioned["index"]).is_empty()


def test_a_name_of_another_part_is_found_inside_letters_without_spaces(ingested: pl.DataFrame) -> None:
    texts = ["昨日佐々木花と会った", "谢谢王晓明了", "วันนี้ธีรภัทรโทรมา", "今日は晴れ"]
    said = pl.concat([ingested[2:]] * 4).with_columns(pl.Series("text", texts), sequence=pl.int_range(4))
    names = said.with_columns(pl.Series("display_name", ["佐々木花", "王晓明", "ธีรภัทร", None]), text=pl.lit("nothing"))
    left = ["昨日[PERSON]と会った", "谢谢[PERSON]了", "วันนี้[PERSON]โทรมา", "今日は晴れ"]
    assert in_parts([said, names])[0][0]["text"].to_list() == left
    assert both_passes(said.with_columns(names["display_name"]))[0]["text"].to_list() == left
