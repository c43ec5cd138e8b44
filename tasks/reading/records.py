"""Records of a dump: each with the line it begins on, or set aside with a reason. Every line is one or the other."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

BROKEN = "broken record"
SURPLUS = "more or fewer fields than the header"
REPEATED_HEADER = "repeated header"
NOT_A_TWEET = "not a tweet"

Record = tuple[int, Mapping[str, Any] | str]
"""A line and its record, or a line and the reason why there is none."""


def json_records(text: str) -> Iterator[Record]:
    """A record a line; where the file is one JSON value over several lines, a record an element.

    Rows: one a line that is not blank, in order.
    """
    whole = _whole(text)
    if whole is not None:
        yield from ((place, item if isinstance(item, dict) else NOT_A_TWEET) for place, item in enumerate(whole, 1))
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, _parsed(line)


def pages(records: Iterator[Record]) -> Iterator[Record]:
    """The tweets of each page with their authors and referenced tweets inlined; all bear the page's line."""
    for line, page in records:
        if isinstance(page, str):
            yield line, page
            continue
        tweets = page.get("data")
        includes = page.get("includes") or {}
        users = {user.get("id"): user for user in includes.get("users") or []}
        others = {tweet.get("id"): _with_author(tweet, users) for tweet in includes.get("tweets") or []}
        places = {place.get("id"): place for place in includes.get("places") or []}
        for tweet in [tweets] if isinstance(tweets, dict) else tweets or []:
            yield line, _inlined(tweet, users, others, places)
        if not tweets:
            yield line, NOT_A_TWEET


def csv_records(text: str, delimiter: str = ",") -> Iterator[Record]:
    """A record a row under the header; rows of another length and headers that return are set aside.

    Rows: one a row under the header that is not blank, in order.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header: list[str] = next(reader, [])
    line = reader.line_num + 1
    for row in _tolerant(reader):
        if row == header:
            yield line, REPEATED_HEADER
        elif len(row) != len(header):
            if row:
                yield line, SURPLUS
        else:
            yield line, dict(zip(header, row, strict=True))
        line = reader.line_num + 1


def _tolerant(reader: Any) -> Iterator[list[str]]:
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            # One field over the limit, or a NUL: a row, but none that can be read.
            yield ["\0"]


def _whole(text: str) -> list[Any] | None:
    if not text.lstrip().startswith(("[", "{")):
        return None
    first = text.lstrip().partition("\n")[0]
    try:
        orjson.loads(first)
        return None if not first.startswith("[") else orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, list) else [value]


def _parsed(line: str) -> dict[str, Any] | str:
    try:
        value = orjson.loads(line)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return BROKEN
    return value if isinstance(value, dict) else NOT_A_TWEET


def _with_author(tweet: dict[str, Any], users: Mapping[str, Any]) -> dict[str, Any]:
    return {**tweet, "author": users.get(tweet.get("author_id", ""), {})}


def _inlined(tweet: dict[str, Any], users: Any, others: Any, places: Any) -> dict[str, Any] | str:
    if "text" not in tweet:
        return NOT_A_TWEET
    references = tweet.get("referenced_tweets") or []
    referenced = [{**reference, **others.get(reference["id"], {})} for reference in references]
    geo = tweet.get("geo") or {}
    return {
        **_with_author(tweet, users),
        "referenced_tweets": referenced,
        "geo": {**geo, **places.get(geo.get("place_id", ""), {})},
    }
