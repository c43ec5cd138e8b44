"""The shipped sample holds what its README promises; read here with the standard library alone."""

import csv
import json
import re
import tomllib
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
REFERENCE = SAMPLE.parent / "codebooks" / "dearmhp.reference.csv"
TAG = "#dearmentalhealthprofessionals"
LONDON = ZoneInfo("Europe/London")
KINDS = {
    "K2": r"(?:^|\W)(?:RT|♺)\W{1,3}@\w+",
    "K3": r"\w.*\bRT @\w+: ",
    "K4": r"^(?:MT|PRT) @\w+: ",
    "K5": r"(?:via|h/t) @\w+\)?$",
    "K6": r"^[“\"]@\w+: ",
    "K6 with comment": r"^[“\"]@\w+: .*[”\"] .*\w",
    "K7": r"…$",
}


@cache
def sheet() -> list[dict[str, str]]:
    with (SAMPLE / "dearmhp-tags.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def lines() -> list[Any]:
    def record(line: str) -> Any:
        try:
            return json.loads(line)
        except ValueError:
            return None

    return [record(line) for line in (SAMPLE / "dearmhp-twarc.jsonl").read_text(encoding="utf-8").split("\n")]


def rows() -> list[dict[str, str]]:
    return [row for row in sheet() if row["id_str"] != "id_str"]


def objects() -> list[Any]:
    return [record for record in lines() if record and "id_str" in record]


@cache
def texts() -> dict[str, str]:
    return {row["id_str"]: row["text"] for row in rows()} | {tweet["id_str"]: tweet["text"] for tweet in objects()}


@cache
def moments() -> dict[str, datetime]:
    stamps = {row["id_str"]: row["created_at"] for row in rows()}
    stamps |= {tweet["id_str"]: tweet["created_at"] for tweet in objects()}
    return {key: datetime.strptime(stamp, "%a %b %d %H:%M:%S %z %Y") for key, stamp in stamps.items()}


@cache
def intended() -> dict[str, Any]:
    return tomllib.loads((SAMPLE / "intended.toml").read_text(encoding="utf-8"))


def ids(headings: dict[str, dict[str, list[str]]]) -> list[str]:
    return [each for theme in headings.values() for tweets in theme.values() for each in tweets]


def test_there_are_more_than_six_hundred_tweets_and_four_hundred_originals() -> None:
    assert len(texts()) >= 750
    originals = ids(intended()["headings"])
    assert len({texts()[each].casefold() for each in originals}) == len(originals) >= 450


def test_every_heading_of_the_published_table_was_written_for_more_than_once() -> None:
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        published = [(row["theme"], row["heading"]) for row in csv.DictReader(file)]
    headings = intended()["headings"]
    assert {(theme, heading) for theme in headings for heading in headings[theme]} == {
        *published,
        ("Uncoded", "Uncoded"),
    }
    assert min(len(tweets) for theme in headings.values() for tweets in theme.values()) >= 3
    sizes = Counter({theme: len(ids({theme: headings[theme]})) for theme in headings})
    assert sizes.most_common(1)[0][0] == "Relationship"


@pytest.mark.parametrize(("kind", "pattern"), KINDS.items())
def test_every_kind_of_copy_in_the_text_looks_like_one(kind: str, pattern: str) -> None:
    copies = intended()["kinds"][kind]
    assert len(copies) >= 10
    unlike = [each for each in copies if not re.search(pattern, texts()[each], re.IGNORECASE | re.DOTALL)]
    assert unlike == []


def test_flagged_retweets_carry_their_original_even_where_the_text_is_cut_inside_the_hashtag() -> None:
    flagged = [tweet for tweet in objects() if "retweeted_status" in tweet]
    assert len(flagged) >= 80
    assert {tweet["id_str"] for tweet in flagged} <= set(intended()["kinds"]["K1"])
    saved = [tweet for tweet in flagged if TAG not in tweet["text"].casefold()]
    assert saved
    assert all(TAG in tweet["retweeted_status"]["text"].casefold() for tweet in saved)


def test_pasted_copies_equal_an_original_once_case_links_and_punctuation_are_gone() -> None:
    def plain(text: str) -> str:
        return " ".join(re.findall(r"\w+", re.sub(r"https?:\S+|#\w+|&\w+;", " ", text.casefold())))

    pasted = set(intended()["kinds"]["K8"])
    others = {plain(text) for key, text in texts().items() if key not in pasted}
    assert len(pasted) >= 20
    assert [key for key in pasted if plain(texts()[key]) not in others] == []


def test_no_tweet_is_longer_than_a_tweet_was() -> None:
    for text in texts().values():
        shown = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
        assert len(re.sub(r"https?://\S+", lambda link: link[0][:22], shown)) <= 140


def test_tweets_stand_on_both_sides_of_both_midnights() -> None:
    days = Counter(moment.astimezone(LONDON).day for moment in moments().values())
    assert days[10] > 100 < days[11]
    outside = set(intended()["set_aside"]["outside the window"])
    assert outside == {key for key, moment in moments().items() if moment.astimezone(LONDON).day not in (10, 11)}
    shifted = [key for key, moment in moments().items() if moment.astimezone(UTC).day != moment.astimezone(LONDON).day]
    # Read in UTC, the first would be lost and the others let in.
    assert [key for key in shifted if moments()[key].astimezone(UTC).day == 9 and key not in outside]
    assert [key for key in shifted if moments()[key].astimezone(UTC).day == 11 and key in outside]


def test_some_tweets_have_no_hashtag_or_one_that_only_begins_like_it() -> None:
    untagged = [texts()[each].casefold() for each in intended()["set_aside"]["without the hashtag"]]
    assert len(untagged) >= 10
    assert not [text for text in untagged if re.search(rf"{TAG}(?!\w)", text)]
    assert [text for text in untagged if TAG in text]


def test_the_two_files_share_tweets_and_each_has_its_own() -> None:
    in_sheet, in_lines = {row["id_str"] for row in rows()}, {tweet["id_str"] for tweet in objects()}
    assert len(in_sheet & in_lines) >= 40
    assert len(in_sheet - in_lines) >= 200
    assert len(in_lines - in_sheet) >= 200


def test_the_sheet_has_its_header_again_and_rows_that_overlap() -> None:
    assert len(sheet()) - len(rows()) == 1
    assert len(rows()) - len({row["id_str"] for row in rows()}) == 12


def test_the_lines_hold_broken_records_an_error_and_one_cut_at_the_end() -> None:
    assert sum(record is None for record in lines()) == 4
    assert sum(record is not None and "id_str" not in record for record in lines()) == 1
    assert lines()[-1] is None


def test_nothing_could_be_anybody() -> None:
    everything = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SAMPLE.glob("dearmhp-*")))
    hosts = {*re.findall(r"https?://([\w.-]++)(?!…)", everything), *re.findall(r"\w@([\w-]+\.[\w.-]*\w)", everything)}
    assert {host for host in hosts if host != "t.co" and not f".{host}".endswith(".example.org")} == set()
    phones = re.findall(r"\b0\d{4} ?\d{6}\b", everything)
    assert len(phones) >= 4
    assert [phone for phone in phones if not phone.startswith(("01632 960", "07700 900"))] == []
    postcodes = re.findall(r"\b[a-z]{1,2}\d{1,2} \d[a-z]{2}\b", everything, re.IGNORECASE)
    assert len(postcodes) >= 3
    assert [postcode for postcode in postcodes if not postcode.casefold().startswith("sw99")] == []
    assert all(int(key) & 4095 == 4095 for key in texts())
    assert all(int(tweet["user"]["id_str"]) > 9_000_000_000 for tweet in objects())
