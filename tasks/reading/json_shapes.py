"""Records of one JSON value, in whatever shape a tool wrote them: under a key, under their numbers, or column by column."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# What a tweet itself holds: it may hold lists of objects too.
OF_TWEETS = {"id", "id_str", "rest_id", "text", "full_text", "tweet", "content", "rawContent", "created_at", "date", "legacy"}
# What stands beside the tweets of a page of v2, which are joined with it, and in files of what such pages include.
OF_PAGES = {"statuses", "includes", "meta", "errors", "users", "media", "places", "polls", "__twarc"}
# Where answers of the web page's own service keep each tweet.
OF_SERVICE, DEEPEST = "tweet_results", 30
OF_V2 = {"author_id", "edit_history_tweet_ids"}


def elements_of(value: Any) -> list[Any]:
    """The records of a value: the items of a list, what an object wraps, the rows of a table; else the value itself.

    Rows: in the order in which they are written.
    """
    if isinstance(value, list):
        return value
    found = _within(value) if isinstance(value, dict) and not OF_PAGES & value.keys() else None
    return [value] if found is None else found


def is_shaped(value: Any) -> bool:
    """Whether a value is not a record, but an object around some."""
    return isinstance(value, dict) and elements_of(value) != [value]


def _within(value: Mapping[str, Any]) -> list[Any] | None:
    columns, rows = value.get("columns"), value.get("data")
    if isinstance(columns, list) and isinstance(rows, list):
        return [dict(zip(map(str, columns), row, strict=False)) for row in rows if isinstance(row, list)]
    if isinstance(value.get("hits"), dict):
        return _within(value["hits"])
    if OF_TWEETS & value.keys() or "item_id" in value:
        return _numbered(value)
    lists: list[list[Any]] = [held for held in value.values() if _are_objects(held)]
    if lists:
        longest = max(lists, key=len)
        return None if longest is rows and _are_of_v2(longest) else longest
    return [*_served(value, DEEPEST)] or _numbered(value)


def _served(value: Mapping[str, Any], left: int) -> Iterator[Mapping[str, Any]]:
    """The tweets of an answer of the web page's service, which lie deep."""
    held = value.get(OF_SERVICE)
    if isinstance(held, dict) and isinstance(held.get("result"), dict):
        yield held["result"]
        return
    for inner in value.values():
        for each in inner if isinstance(inner, list) else [inner]:
            if isinstance(each, dict) and "legacy" not in each and left:
                yield from _served(each, left - 1)


def _numbered(value: Mapping[str, Any]) -> list[Any] | None:
    """Records under their numbers, or columns of which each has its cells under the numbers of their rows."""
    inner = [*value.values()]
    if not _are_objects(inner):
        return None
    if all(key.isdigit() for key in value):
        return inner
    numbers = inner[0].keys()
    if len(inner) < 2 or not all(key.isdigit() for key in numbers) or any(each.keys() != numbers for each in inner):
        return None
    return [{name: cells[number] for name, cells in value.items()} for number in numbers]


def _are_objects(held: Any) -> bool:
    return isinstance(held, list) and bool(held) and all(isinstance(each, dict) for each in held)


def _are_of_v2(tweets: Sequence[Mapping[str, Any]]) -> bool:
    return any(OF_V2 & tweet.keys() or tweet.keys() <= {"id", "text"} for tweet in tweets)
