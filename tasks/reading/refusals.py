"""Why a file in no known format is not read, and what to do: without a cell of it."""

import re

import polars as pl

from tasks.errors import DumpUnreadable
from tasks.reading import guess
from tasks.reading.named_columns import are_sure
from tasks.reading.recognise import ADVICE, spaced

# Counts of an account, of which a list of tweets has some as well, but beside the tweets' words.
OF_ACCOUNTS = frozenset(str.split(
    "followers_count friends_count listed_count statuses_count favourites_count following_count tweet_count followers following"
))  # fmt: skip
NEEDED = 2
# What people say of themselves is not a tweet.
OF_PROFILES = r"(?i)description|bio(graphy)?$|about$"


def of_unknown(name: str, nearest: str, head: pl.DataFrame) -> DumpUnreadable:
    """The refusal of a file, told by its first rows as words; one that lists accounts is called that."""
    if are_accounts(head):
        return DumpUnreadable("lists accounts, without tweets", name, "Leave it out of the study's dumps.")
    return DumpUnreadable(nearest, name, _advice(head))


def are_accounts(head: pl.DataFrame) -> bool:
    """Whether rows are accounts: their counts are there, and no words but those of their profiles."""
    return _has_counts(head) and not guess.finds_text(_without_profiles(head))


def likely(head: pl.DataFrame) -> dict[str, str]:
    """What columns mean by a guess, if one may be the text; where an account's counts are there, its profile is not."""
    told = _without_profiles(head) if _has_counts(head) else head
    return guess.guessed(told) if guess.may_hold_text(told) else {}


def _has_counts(head: pl.DataFrame) -> bool:
    return len(OF_ACCOUNTS & {spaced(name.rpartition(".")[2]) for name in head.columns}) >= NEEDED


def _without_profiles(head: pl.DataFrame) -> pl.DataFrame:
    return head.select(name for name in head.columns if not re.search(OF_PROFILES, name))


def _advice(head: pl.DataFrame) -> str:
    found = likely(head)
    if "text" not in found:
        return ADVICE
    if are_sure(head):
        return f"If that is right, write in the study file: {guess.toml(found)}"
    names = [name for name in head.columns if name != "line"]
    places = ", ".join(f"{target} in column {names.index(column) + 1}" for target, column in found.items())
    return f"If its first row names its columns, map them in the study file ({places}, it seems); else write such a row above it."
