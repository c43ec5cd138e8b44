"""Where the names of columns are looked for, and what they are taken to mean where no format claims them."""

from pathlib import Path

import polars as pl
import pytest

from tasks.errors import DumpUnreadable
from tasks.reading import dump, guess
from tests.reading.test_damage import workbook

TWEETS = (
    "ID,Posted at,Screen name,Text\n"
    "1,2014-04-03 20:49:29 +0000,sock_a,Tea first\n"
    "2,2014-04-03 20:49:30 +0000,sock_b,Then rest\n"
)
PEOPLE = [
    ("366123456789012345", "quietkettle_x", "Quiet Kettle", "Larkfield, UK", "Tea comes first and then rest", "10/08/2013 10:15"),
    ("366123456789012346", "oddsock_y", "Odd Sock", "Cove", "Please do listen to us", "11/08/2013 10:16"),
    ("366123456789012347", "thirdspoon", "Third Spoon", "Glen Hill", "There is always more to say here", "12/08/2013 10:17"),
]  # fmt: skip
MEANT = ["tweet_id", "handle", "display_name", "profile_location", "text", "posted_at"]


def file(path: Path) -> dump.File:
    return dump.File(path, path.name, None, "UTC", path.parent)


@pytest.mark.parametrize(
    "banner",
    ["", "sep=,\n", "\n\n", "Report:,Care\nFrom:,Sat Aug 10\n\n", "Monitor of tea\n", "Report;of;all\n", "a,b,c,d,e\n" * 5],
)
def test_a_header_is_found_below_what_a_tool_writes_above_it(tmp_path: Path, banner: str) -> None:
    path = tmp_path / "dump.csv"
    path.write_text(banner + TWEETS)
    (part,) = dump.read(file(path))
    first = 2 + banner.count("\n")
    found = part.tweets.select("line", "handle", "text").rows()
    assert found == [(first, "sock_a", "Tea first"), (first + 1, "sock_b", "Then rest")]
    assert part.set_aside.is_empty()


def test_a_sheet_s_header_is_found_below_its_groups(tmp_path: Path) -> None:
    edges: list[list[str | float]] = [
        ["", "", "Visual Properties", ""],
        ["Vertex 1", "Vertex 2", "Relationship", "Tweet"],
        ["sock_a", "sock_b", "Mentions", "Tea with @sock_b"],
    ]
    (part,) = dump.read(file(workbook(tmp_path / "edges.xlsx", edges)))
    assert part.tweets.select("line", "handle", "other_handles", "is_retweet").rows() == [(3, "sock_a", ["sock_b"], False)]


def test_a_sheet_s_empty_columns_are_no_cause_to_warn(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    tweet: list[str | float] = ["1", "2014-04-03 20:49:29", "", "sock_a", "Tea"]
    names: list[str | float] = ["ID", "Posted at", "", "Screen name", "Text"]
    (part,) = dump.read(file(workbook(tmp_path / "dump.xlsx", [names, tweet, tweet])))
    assert part.tweets["text"].to_list() == ["Tea", "Tea"]
    assert not caplog.records


def test_a_table_whose_rows_name_no_columns_keeps_its_first_row_as_header(tmp_path: Path) -> None:
    path = tmp_path / "dump.csv"
    path.write_text("who,what\nsock_a,Tea first and then rest\n")
    with pytest.raises(DumpUnreadable, match='text = "what"'):
        dump.source_batches(file(path))


@pytest.mark.parametrize(
    "names",
    [
        ["id", "usuario", "nombre", "ubicación", "texto", "fecha"],
        ["identifiant", "utilisateur", "nom", "lieu", "texte", "date"],
        ["Kennung", "Benutzername", "Anzeigename", "Standort", "Inhalt", "Datum"],
        ["id", "usuário", "nome", "localização", "conteúdo", "data"],
        ["id", "utente", "nome", "luogo", "testo", "data"],
        ["id", "gebruiker", "naam", "locatie", "bericht", "datum"],
        ["Post ID", "Username", "Name", "Location", "Post Content", "Date"],
        ["GUID", "Author", "Name", "City/Urban Area", "Contents", "Date (EST)"],
        ["URL", "Screen Name", "Name", "User Location", "Text", "Date (GMT)"],
        ["SourceId", "SenderScreenName", "SenderListedName", "SenderLocation", "Message", "CreatedTime"],
        ["tweetid", "user_screen_name", "user_display_name", "user_reported_location", "tweet_text", "tweet_time"],
    ],
    ids=" ".join,
)
def test_what_columns_mean_is_guessed_in_any_of_these_languages(tmp_path: Path, names: list[str]) -> None:
    path = tmp_path / "dump.csv"
    pl.DataFrame(PEOPLE, schema=names, orient="row").write_csv(path)
    assert dump.likely_columns(file(path)) == dict(zip(MEANT, names, strict=True))


def test_when_an_account_was_made_is_no_tweet_s_time(tmp_path: Path) -> None:
    path = tmp_path / "dump.csv"
    rows = [("2010-01-01", "en", f"2013-08-{n:02} 10:15", "de", f"Tea comes {n} times before rest") for n in range(1, 30)]
    names = ["account_creation_date", "account_language", "tweet_time", "tweet_language", "tweet_text"]
    pl.DataFrame(rows, schema=names, orient="row").write_csv(path)
    assert dump.likely_columns(file(path)) == {"text": "tweet_text", "posted_at": "tweet_time", "lang": "tweet_language"}


def test_numbers_are_no_times_and_moods_no_handles(tmp_path: Path) -> None:
    path = tmp_path / "dump.csv"
    rows = [(str(41000 + n), "London", f"{1 + n % 28}-03-2020", f"Tea comes {n} times before rest", "Neutral") for n in range(40)]
    pl.DataFrame(rows, schema=["ScreenName", "Location", "TweetAt", "OriginalTweet", "Sentiment"], orient="row").write_csv(path)
    assert dump.likely_columns(file(path)) == {"text": "OriginalTweet", "posted_at": "TweetAt", "profile_location": "Location"}


@pytest.mark.parametrize(
    ("names", "is_header"),
    [
        (["author", "tweet text", "In what year did you hear of it?"], True),
        (["author", "tweet text", "What do you think?"], True),
        (["oddsock_0", "please listen to me #care"], False),
        (["@oddsock_0", "thanks"], False),
        (["a", "nobody listens on the ward at night"], False),
        (["item #", "e-mail"], True),
    ],
)
def test_what_holds_a_handle_a_hashtag_or_a_sentence_names_no_columns(names: list[str], is_header: bool) -> None:
    """What is told of a file's columns must not be somebody's words."""
    assert guess.is_header(names) is is_header


PLAIN = ["my mum cried all night", "tea with no milk", "nobody came to see us", "please let me go home", "he shouted at me again"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "rows",
    [
        [[words] for words in PLAIN],
        [[words, "kind"] for words in PLAIN],
        [["kind", words, "tea"] for words in PLAIN],
        [["text", words] for words in PLAIN],
        [["", words] if n else ["NA", words] for n, words in enumerate(PLAIN)],
        [[f"2013-08-1{n}" if n else "NA", words] for n, words in enumerate(PLAIN)],
    ],
)
def test_no_refusal_shows_a_cell_of_a_file_that_may_have_no_header(tmp_path: Path, rows: list[list[str]], ending: str) -> None:
    path = tmp_path / f"dump.{ending}"
    if ending == "xlsx":
        workbook(path, [list(row) for row in rows])
    else:
        path.write_text("".join(",".join(row) + "\n" for row in rows))
    with pytest.raises(DumpUnreadable) as refused:
        list(dump.read(file(path)))
    assert not any(words in refused.value.line() for words in PLAIN)
    assert dump.likely_columns(file(path)) == {}


def test_columns_that_may_be_unnamed_are_told_by_their_places(tmp_path: Path) -> None:
    path = tmp_path / "dump.csv"
    path.write_text("".join(f"kind,{words}\n" for words in PLAIN))
    with pytest.raises(DumpUnreadable, match="text in column 2"):
        list(dump.read(file(path)))


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_file_of_accounts_is_named_as_one_without_tweets(tmp_path: Path, ending: str) -> None:
    path, profile = tmp_path / f"users.{ending}", "I drink tea and knit socks all day long"
    accounts = pl.DataFrame({
        "id": [str(10**17 + n) for n in range(9)], "name": "Odd Sock", "description": profile, "created_at": "2013-08-10",
        "followers_count": range(9), "friends_count": range(9),
    })  # fmt: skip
    tweets = accounts.with_columns(words=pl.lit("please listen to us when we say it hurts"))
    for frame, complaint in ((accounts, "lists accounts, without tweets"), (tweets, 'text = "words"')):
        frame.write_csv(path) if ending == "csv" else frame.write_ndjson(path)
        with pytest.raises(DumpUnreadable, match=complaint) as refused:
            list(dump.read(file(path)))
        assert profile not in refused.value.line()


@pytest.mark.parametrize(
    "table",
    [
        (
            '"ID" "Posted at" "Screen name" "Text"\n"1" "1" 2014-04-03 "sock_a" "Tea, \\"first\\" #Care"\n'
            '"2" "2" 2014-04-03 "sock_b" "Then rest"\n'
        ),
        """ID^Posted at^Screen name^Text
1^2014-04-03^sock_a^Tea, "first" #Care
2^2014-04-03^sock_b^Then rest
""".replace("^", "\x01"),
    ],
)
def test_tables_of_r_and_of_hive_are_read_by_their_own_dividers(tmp_path: Path, table: str) -> None:
    (tmp_path / "dump.txt").write_text(table, encoding="utf-8")
    (part,) = dump.read(file(tmp_path / "dump.txt"))
    assert part.tweets.select("tweet_id", "handle", "text").rows() == [
        ("1", "sock_a", 'Tea, "first" #Care'), ("2", "sock_b", "Then rest"),
    ]  # fmt: skip


def test_a_header_below_a_banner_is_found_by_the_column_that_the_study_names(tmp_path: Path) -> None:
    table = "Words of care\n\nwho;when;said\nsock_a;2014-04-03;Tea first\nsock_b;2014-04-03;Then rest\n"
    (tmp_path / "dump.csv").write_text(table, encoding="utf-8")
    named = {"text": "said", "handle": "who"}
    rows: list[list[str | float]] = [["Words of care", "", ""], ["who", "when", "said"], ["sock_a", "x", "Tea first"]]
    workbook(tmp_path / "dump.xlsx", rows)
    for name in ("dump.csv", "dump.xlsx"):
        (part,) = dump.read(dump.File(tmp_path / name, name, named, "UTC", tmp_path))
        assert part.tweets.select("handle", "text").row(0) == ("sock_a", "Tea first")


def test_strokes_before_quotes_make_no_row_names(tmp_path: Path) -> None:
    rows = '"ID","Posted at","Screen name","Text"\n"1","2014-04-03","sock_a","He said \\"no\\", and left"\n'
    (tmp_path / "dump.csv").write_text(rows, encoding="utf-8")
    (part,) = dump.read(file(tmp_path / "dump.csv"))
    assert part.tweets.select("tweet_id", "text").rows() == [("1", 'He said "no", and left')]


def test_a_space_after_each_comma_makes_no_quote_a_word(tmp_path: Path) -> None:
    rows = 'ID, Posted at, Screen name, Text\n1, 2014-04-03, sock_a, "Tea, ""first"", and rest"\n'
    (tmp_path / "dump.csv").write_text(rows, encoding="utf-8")
    (part,) = dump.read(file(tmp_path / "dump.csv"))
    assert part.tweets.select("tweet_id", "handle", "text").rows() == [("1", "sock_a", 'Tea, "first", and rest')]


def test_words_under_the_ending_of_a_workbook_are_read_and_a_page_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dump.xls").write_text(TWEETS.replace(",", "\t"), encoding="utf-8")
    (part,) = dump.read(file(tmp_path / "dump.xls"))
    assert part.tweets["text"].to_list() == ["Tea first", "Then rest"]
    (tmp_path / "dump.xls").write_text("<html>\n<table></table></html>", encoding="utf-8")
    with pytest.raises(DumpUnreadable, match="not a workbook"):
        list(dump.read(file(tmp_path / "dump.xls")))
