from pathlib import Path

import pytest
import yaml

from tasks.models import load
from tasks.pure.anonymise import characters
from tasks.pure.anonymise.engine import anonymised
from tasks.pure.anonymise.patterns import patterned
from tasks.pure.anonymise.spans import CONTACT, DATE, ID, LINK, PLACE, USER, settled
from tasks.pure.anonymise.words import words

CONFORMANCE = Path(__file__).parents[3] / "../shared/corpora/twitter_text/conformance/extract.yml"
needs_conformance = pytest.mark.skipif(not CONFORMANCE.exists(), reason="the platform's conformance cases are not here")
# Where more goes than the platform's rules would take, on purpose: a malformed or cut link still leads somewhere, and
# a handle that the platform would not link still names somebody.
MORE_HANDLES = ("aliceìnheiro", "@test", "@http", "@kn")


def taken(text: str, kind: int) -> list[str]:
    page = characters.page([text])
    found = settled(patterned(page, words(page), load.endings()), page)
    places = zip(found.starts, found.ends, found.kinds, strict=True)
    return [text[start:end] for start, end, what in places if what == kind]


def cases(*groups: str) -> list[dict]:  # type: ignore[type-arg]
    tests = yaml.safe_load(CONFORMANCE.read_text(encoding="utf-8"))["tests"]
    return [case for group in groups for case in tests[group]]


@needs_conformance
def test_every_link_of_the_platform_is_taken_whole_and_only_links_to_nowhere_besides() -> None:
    groups = ("urls", "tco_urls_with_params", "urls_with_indices", "urls_with_directional_markers")
    for case in cases(*groups):
        expected = [each["url"] if isinstance(each, dict) else each for each in case["expected"]]
        more = [link for link in taken(case["text"], LINK) if link not in expected]
        assert [link for link in expected if link not in taken(case["text"], LINK)] == [], case["description"]
        assert all(link.startswith(("http://", "t.co/", "www.", "#")) for link in more), case["description"]


@needs_conformance
def test_every_handle_and_list_of_the_platform_is_taken_whole() -> None:
    for case in cases("mentions", "mentions_with_indices", "mentions_or_lists_with_indices"):
        expected = [
            each["screen_name"] + each.get("list_slug", "") if isinstance(each, dict) else each
            for each in case["expected"]
        ]
        found = [handle.lstrip("@＠") for handle in taken(case["text"], USER)]
        assert [handle for handle in expected if handle not in found] == [], case["description"]
        if found != expected:
            assert any(odd in case["text"] for odd in MORE_HANDLES), case["description"]


@needs_conformance
def test_whom_a_reply_is_to_is_taken() -> None:
    for case in cases("replies"):
        assert not case["expected"] or f"@{case['expected']}" in taken(case["text"].replace("＠", "@"), USER), case["description"]


@needs_conformance
def test_hashtags_of_the_platform_stay_and_are_known_as_hashtags() -> None:
    for case in cases("hashtags", "hashtags_from_astral", "hashtags_with_indices"):
        page = characters.page([case["text"]])
        read = words(page)
        begins = {int(start) for start, tagged in zip(read.starts, read.in_hashtag, strict=True) if tagged}
        text = case["text"].replace("＃", "#")
        tags = [each["hashtag"] if isinstance(each, dict) else each for each in case["expected"]]
        places = [text.find(f"#{tag}") + 1 for tag in tags]
        assert all(place in begins for place in places), case["description"]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("RT @quill_x: said", USER, ["@quill_x"]),
        ("＠quill_x’s .@tarn", USER, ["＠quill_x", "@tarn"]),
        ("f@kn", USER, ["@kn"]),
        ("@名前 wrote", USER, ["@名前"]),
        ("at 5 @ home :@", USER, []),
        ("cut http://t.c… and https://…", LINK, ["http://t.c…", "https://…"]),
        ("“so http://t.co/AbCdEf12”Then “https://t.co/x” and http://t.co/y's", LINK,
         ["http://t.co/AbCdEf12”Then", "https://t.co/x", "http://t.co/y"]),
        ("see foo.co.uk/x, not tar.bz2 nor e.g. this", LINK, ["foo.co.uk/x"]),
        ("I was tired.So we left", LINK, []),
        ("write to o.tress+x@tarn.example.org.", CONTACT, ["o.tress+x@tarn.example.org"]),
        ("o'tress@tarn.org o&x＠tarn。org", CONTACT, ["o'tress@tarn.org", "o&x＠tarn。org"]),
        ("q9x@tarn.c… q9x@10.0.0.12 ш9@почта.рф", CONTACT, ["q9x@tarn.c…", "q9x@10.0.0.12", "ш9@почта.рф"]),
        ("q9x @ tarn.org, q9x@ tarn.org, thanks @tarn.org and see you @ home", CONTACT, ["q9x @ tarn.org", "q9x@ tarn.org"]),
        ("ring 07700 900123 or +44 (0)20 7946 0018", CONTACT, ["07700 900123", "+44 (0)20 7946 0018"]),
        ("at SW1A 1AA, ls1 4ap, not B12 vitamins", CONTACT, ["SW1A 1AA", "ls1 4ap"]),
        ("NHS 943 476 5919, NI QQ123456C", ID, ["943 476 5919", "QQ123456C"]),
        ("51.50344, -0.12770 is where", CONTACT, ["51.50344, -0.12770"]),
        ("status 123456789012345678", CONTACT, ["123456789012345678"]),
        ("in 2013, 50 mg, 1 in 4, 10/11/2013, 9 to 5", CONTACT, []),
        ("🇬🇧 or 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f 🏴", PLACE,
         ["🇬🇧", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"]),
    ],
)  # fmt: skip
def test_what_has_a_form_of_its_own_is_taken(text: str, kind: int, expected: list[str]) -> None:
    assert taken(text, kind) == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("fun...www.quietowl.com 30%.bit.ly/1abcdE", LINK, ["www.quietowl.com", "bit.ly/1abcdE"]),
        ("ttp://bit.ly/1abcdE and ://ow.ly/t5aHL", LINK, ["ttp://bit.ly/1abcdE", "://ow.ly/t5aHL"]),
        ("#www.quietowl.com #CareyQuietPledge.com", LINK, ["#www.quietowl.com", "#CareyQuietPledge.com"]),
        ("www.justgiving/quietkettle, www. quietowl. com", LINK, ["www.justgiving/quietkettle", "www. quietowl. com"]),
        ("#Leedshttp://t.co/abc sayhttp://t.co/abc", LINK, ["#Leedshttp://t.co/abc", "sayhttp://t.co/abc"]),
        ("before WWW. It was, so :// or a://b", LINK, []),
        ("#ring07700900123 07700900123x", CONTACT, ["07700900123", "07700900123"]),
        ("at+44-7700-900123 202-555-0123r", CONTACT, ["+44-7700-900123", "202-555-0123"]),
        ("020 7946 0018 ext 42 or (312) 555-0142 x23", CONTACT, ["020 7946 0018 ext 42", "(312) 555-0142 x23"]),
        ("O7700 9OO123, +49 36878 620-23924, 0049/5235/3-00", CONTACT,
         ["O7700 9OO123", "+49 36878 620-23924", "0049/5235/3-00"]),
        ("hosp no. RX1234567, acc 12345678, sort 20-00-00", ID, ["RX1234567", "12345678", "20-00-00"]),
        ("dob 3/4/1981, born 3rd April 1981, ip 192.0.2.44", DATE, ["3/4/1981", "3rd April 1981"]),
        ("reg LK06 XYZ", ID, ["LK06 XYZ"]),
        ("at ///tarn.kettle.sock, ip 192.0.2.44, postcode L S 1 4 A P", CONTACT,
         ["///tarn.kettle.sock", "192.0.2.44", "L S 1 4 A P"]),
        ("07700 nine hundred 123 or oh seven seven double oh nine one two", CONTACT,
         ["07700 nine hundred 123", "oh seven seven double oh nine one two"]),
        ("$5.000.000.000, U$D 4.000.000.000, 5.000.000.000 Euro, 5 000 000 000 of us", CONTACT, []),
        ("strain A01234567/2014, 123.090-123.175 MHz, p = 0.1234567890123456", CONTACT, []),
        ("10.1234/ABC.0000000000000123, version 2.10.3, one two three four, two accounts of 2013", CONTACT, []),
        ("so dizzy @_@ @__@ @.@", USER, []),
    ],
)  # fmt: skip
def test_what_is_stuck_cut_or_spelled_is_taken_and_what_only_looks_like_it_is_not(
    text: str, kind: int, expected: list[str]
) -> None:
    assert taken(text, kind) == expected


def test_a_hashtag_goes_whole_or_not_at_all() -> None:
    given = ["the #LeedsPublicHealth team", "cold in #Leeds", "#ring07700900123 #PublicHealth"]
    written = anonymised(given, load.engine()).texts
    assert written == ["the #[PLACE] team", "cold in #[PLACE]", "#[CONTACT] #PublicHealth"]
