"""Text without columns: tweets alone are read, what says beside them who wrote them is read by its heads or refused."""

from pathlib import Path

import pytest

from tasks.errors import DumpUnreadable
from tasks.reading import dump

TWEETS = [
    "Tea first #Care\nand then a chair\n\nPlease listen #Care\n",
    "Waiting is long #Care\nMy nurse was kind\nRT @sock: listen\n@sock thanks\n2013 was bad\nFact: nurses rule\nSo tired\n",
    "My nurse, she listened\nMy doctor, he did not\n",
    "@sock_1 thank you\n@sock_2 so true\n@sock_1 I agree\n",
    "Listen to me #care\nI am a person, really #care\nThank you, nurses #care\nStop closing wards; open them #care\n",
    "My ward round was at 10:15 and nobody came\nSeen on 10 Aug, heard never\nAt 3:30 I woke: alone\nThank you all\nKind words\n",
    "Dear nurses\nthank you all for that night\n\nDear doctors\nplease do listen to us at last\n",
]
LISTINGS = [
    "@sock_a\nTea first #Care\n\n@odd_4\nThen rest\n",
    "sock_a9: Tea first\nodd_b7: Then rest\nthird - and a chair\n",
    "Quiet Kettle: Tea first\nOdd Sock: Then rest\n",
    "Quiet Kettle (@sock_a9): Tea first\nOdd (@odd_b7): Then rest\n",
    "Quiet Kettle\n10 Aug 2013\nTea first\n\nOdd Sock\n10 Aug 2013\nThen rest\n",
    "Quiet Kettle\nTea comes first, always\n\nOdd Sock\nThen comes rest for all\n",
    "Tea first - Quiet Kettle (@sock_a9) August 10, 2013\nThen rest - Odd (@odd) August 11, 2013\n",
    "10/08/2013, 09:15 - Kettle: Tea first\n10/08/2013, 09:16 - Sock: Then rest\n",
    "sock::2013-08-10::Tea first\nodd::2013-08-10::Then rest\n",
    "sock    2013-08-10    Tea first\nodd     2013-08-10    Then rest\n",
    "1. sock_a9 Tea first\n2. odd_b7 Then rest\n",
    "Tea first (sock_a9)\nThen rest (odd_b7)\n",
    "kettle> Tea first\nsock> Then rest\n",
    "T 2009-06-07 02:07:41\nU http://example.org/sock\nW Tea\n\nT 2009-06-07 02:07:42\nU http://x.org/o\nW Then\n",
    "<tweet user='sock'>Tea first</tweet>\n<tweet user='odd'>Then rest</tweet>\n",
    "user: sock\ntext: tea first\n\nuser: odd\ntext: then rest\n",
    "@sock_a wrote on 10 Aug: Tea first\n@odd_b wrote on 11 Aug: Then rest\n",
    "Kettle, 10 August 2013 at 09:15: Tea first\nSock, 10 August 2013 at 9:16 pm: Then rest\n",
    "Posted by kettle at 09:15 > Tea first\nPosted by sock at 09:16 > Then rest\n",
    "Sat Aug 10 09:01:00 +0000 2013 sock Tea first\nSat Aug 10 09:02:00 +0000 2013 odd Then rest\n",
]
TABLES = [
    "who^when^words\nsock_a9^2013-08-10 09:01^Tea comes first and then rest\nodd_b7^2013-08-10 09:02^Then comes the rest\n",
    "who\twhen\twords\nsock_a9\t2013-08-10 09:01\tTea comes first and then rest\nodd_b7\t2013-08-10 09:02\tThen comes the rest\n",
]


def file(path: Path, words: str) -> dump.File:
    path.write_text(words, encoding="utf-8")
    return dump.File(path, path.name, None, "UTC", path.parent)


@pytest.mark.parametrize("words", TWEETS)
def test_tweets_alone_are_read(tmp_path: Path, words: str) -> None:
    (part,) = dump.read(file(tmp_path / "tweets.txt", words))
    assert part.tweets.height == (words.count("\n\n") + 1 if "\n\n" in words else words.count("\n"))


@pytest.mark.parametrize("words", LISTINGS)
def test_lines_that_say_who_wrote_them_are_never_taken_for_words(tmp_path: Path, words: str) -> None:
    with pytest.raises(DumpUnreadable, match=r"looks like a listing|has no header"):
        list(dump.read(file(tmp_path / "listing.txt", words)))


@pytest.mark.parametrize("words", TABLES)
def test_a_table_in_a_text_file_is_refused_with_a_guess_at_its_columns(tmp_path: Path, words: str) -> None:
    with pytest.raises(DumpUnreadable, match='text = "words"'):
        list(dump.read(file(tmp_path / "table.txt", words)))


def test_lines_above_the_first_head_are_set_aside_and_those_below_belong_to_its_tweet(tmp_path: Path) -> None:
    head = "13660000000000000{:02} 2013-08-10 10:15:00 +0100 <sock_{}> Tea {}\n"
    words = "tea.log\n" + head.format(1, 1, 1) + "with milk\n" + head.format(2, 2, 2)
    (part,) = dump.read(file(tmp_path / "lines.csv", words))
    assert part.tweets.select("line", "handle", "text").rows() == [(2, "sock_1", "Tea 1\nwith milk"), (4, "sock_2", "Tea 2")]
    assert part.set_aside.select("line", "reason").rows() == [(1, "not a tweet")]
