"""Records of a dump in JSON: each with the line it begins on, or a reason why there is none."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any

import orjson

from tasks.errors import DumpUnreadable
from tasks.reading.encodings import blocks, lines
from tasks.reading.json_shapes import elements_of, is_shaped
from tasks.reading.paths import literal

BROKEN = "broken record"
LARGEST_VALUE = 512 << 20
# Lines of an array that is written an element a line.
BRACKETS = {b"[", b"]", b","}
NOT_A_TWEET = "not a tweet"
# What the platform's own archives write before the JSON.
ASSIGNMENT = re.compile(rb"\A\s*(?:window\.|var\s+)?[A-Za-z_][\w.]*\s*=\s*(?=[\[{]|$)")

Record = tuple[int, Mapping[str, Any] | str]
"""A line and its record, or a line and the reason why there is none."""


def is_lines(path: Path, name: str) -> bool:
    """Whether a file holds a record a line, and not one JSON value."""
    first, second = next(lines(path, name))[1], next(islice(lines(path, name), 1, None), None)
    if ASSIGNMENT.match(first):
        return False
    value = parsed(first)
    if second is None:
        return isinstance(value, dict) and not is_shaped(value)
    return value is not None or not _is_spread(path, name)


def of_lines(numbered: Iterable[tuple[int, bytes]]) -> Iterator[Record]:
    """The records of lines.

    Rows: one a line, but for a line that holds a list, a page of search results, or a bracket alone; in order.
    """
    return chain.from_iterable(_of_line(number, line) for number, line in numbered)


def elements(path: Path, name: str) -> Iterator[Record]:
    """The elements of a file that is one JSON value, each with its place for a line.

    Rows: one an element, in order; from the first that is cut or broken, one for the rest.
    Raises: DumpUnreadable when the value is larger than 512 MiB, for it is read as a whole.
    """
    if path.stat().st_size > LARGEST_VALUE:
        raise DumpUnreadable("one JSON value of more than 512 MiB", name, "Turn it into a record a line: jq -c '.[]'.")
    words = ASSIGNMENT.sub(b"", b"".join(blocks(path, name)), count=1)
    value = parsed(words)
    found = _tweets(elements_of(value)) if value is not None else _salvaged(words.decode())
    return ((place, item) for place, item in enumerate(found, 1))


def pages(records: Iterator[Record]) -> Iterator[Record]:
    """The tweets of each page with their authors and referenced tweets inlined; all bear the page's line.

    Rows: one a tweet of a page, in order; one a page without tweets.
    """
    for line, page in records:
        if isinstance(page, str):
            yield line, page
            continue
        found = page.get("data")
        tweets = [found] if isinstance(found, dict) else found if isinstance(found, list) else []
        beside = _beside(page)
        for tweet in tweets:
            yield line, _inlined(tweet, *beside)
        if not tweets:
            yield line, NOT_A_TWEET


def within(records: Iterator[Record], key: str) -> Iterator[Record]:
    """What lies under a key of each record."""
    for line, record in records:
        inner = record if isinstance(record, str) else record.get(key)
        yield line, inner if isinstance(inner, dict | str) else NOT_A_TWEET


def unwrapped(records: Iterator[Record], key: str) -> Iterator[Record]:
    """Records; one that holds its own under a key is what lies there."""
    for line, record in records:
        inner = None if isinstance(record, str) else record.get(key)
        yield line, inner if isinstance(inner, dict) and inner else record


def _is_spread(path: Path, name: str) -> bool:
    """Whether a value goes on over lines: the second line, alone, is not a record either."""
    second = [line for _, line in islice(lines(path, name), 1, 3)]
    return all(not isinstance(parsed(line), dict) for line in second)


def _of_line(number: int, line: bytes) -> Iterator[Record]:
    if line.strip() in BRACKETS:
        return
    value = parsed(line)
    if value is None:
        yield number, BROKEN
    else:
        yield from ((number, item) for item in _tweets(elements_of(value)))


def _tweets(values: list[Any]) -> Iterator[Mapping[str, Any] | str]:
    for value in values:
        statuses = value.get("statuses") if isinstance(value, dict) else None
        if isinstance(statuses, list):
            yield from _tweets(statuses)
        else:
            yield value if isinstance(value, dict) else NOT_A_TWEET


def _salvaged(words: str) -> Iterator[Mapping[str, Any] | str]:
    """The whole elements of an array that is cut or broken; from the first that is not, one record is set aside."""
    decoder, at = json.JSONDecoder(strict=False), 0
    start = re.compile(r"[\s\[,]*")
    while found := start.match(words, at):
        if found.end() >= len(words) or words[found.end()] == "]":
            return
        try:
            value, at = decoder.raw_decode(words, found.end())
        except ValueError:
            yield BROKEN
            return
        yield value if isinstance(value, dict) else NOT_A_TWEET


def parsed(line: bytes) -> Any:
    """The value that a line is in JSON, or in what tools write for it; null where it is in neither."""
    try:
        value = orjson.loads(line)
        # Who writes words that are JSON as JSON once more has objects in quotes.
        return value if not isinstance(value, str) else parsed(value.encode()) if value[:1] == "{" else None
    except orjson.JSONDecodeError:
        pass
    if line.lstrip()[:2] == b"{'":
        return literal(line.decode(errors="replace").strip().rstrip(","))
    try:
        # Half an emoji, a control character and NaN are not JSON, but the tweet around them is whole.
        value = json.loads(line.strip().rstrip(b","), parse_constant=lambda _: None, strict=False)
        words = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return orjson.loads(words)
    except (ValueError, RecursionError):
        return None


def _beside(page: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    includes = _object(page.get("includes"))
    users, places = _by_id(includes.get("users")), _by_id(includes.get("places"))
    others = {key: _with_author(tweet, users) for key, tweet in _by_id(includes.get("tweets")).items()}
    return users, others, places


def _by_id(items: Any) -> dict[str, Any]:
    return {item["id"]: item for item in _objects(items) if "id" in item}


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _with_author(tweet: Mapping[str, Any], users: Mapping[str, Any]) -> dict[str, Any]:
    return {**tweet, "author": tweet.get("author") or users.get(tweet.get("author_id", ""), {})}


def _inlined(tweet: Any, users: Mapping[str, Any], others: Mapping[str, Any], places: Mapping[str, Any]) -> Any:
    if not isinstance(tweet, dict) or "text" not in tweet:
        return NOT_A_TWEET
    references, geo = tweet.get("referenced_tweets"), _object(tweet.get("geo"))
    return {
        **_with_author(tweet, users),
        "referenced_tweets": [{**each, **others.get(each.get("id", ""), {})} for each in _objects(references)],
        "geo": {**geo, **places.get(geo.get("place_id", ""), {})},
    }
