"""Columns of a plain table that hold people: handles, names and places, by the names that dumps give them."""

from collections import defaultdict
from functools import cache

import polars as pl

from tasks.formats import bases, formats

# What a table that no tool wrote calls them.
PLAIN = {
    "handle": str.split("handle username user_name screen_name from_user author user"),
    "display_name": str.split("name display_name displayname full_name fullname user_name author_name"),
    "profile_location": str.split("location place city town profile_location user_location"),
}
SAYS = {
    "handle": "handle", "other_handles": "handle", "display_name": "display_name", "other_names": "display_name",
    "profile_location": "profile_location", "other_locations": "profile_location",
}  # fmt: skip


@cache
def known() -> dict[str, frozenset[str]]:
    """Names of columns in small letters, with the kinds of what they hold: a name may stand where others keep a handle."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind, names in PLAIN.items():
        for name in names:
            found[name].add(kind)
    for each in formats():
        for column, kind in SAYS.items():
            for source in each.columns.get(column, ()):
                for base in bases(source):
                    found[base.lower()].add(kind)
    return {name: frozenset(kinds) for name, kinds in found.items()}


def values(frame: pl.DataFrame, but: str) -> dict[str, dict[str, list[str]]]:
    """The distinct values of each column of people, by kind and column, A to Z; the column `but` is left out."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for name, column in frame.to_dict().items():
        if name != but and column.dtype == pl.String:
            for kind in known().get(name.lower(), ()):
                found[kind][name] = sorted(value for value in column.drop_nulls().unique().to_list() if value)
    return dict(found)
