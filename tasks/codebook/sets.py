"""The sets of a frame: each ends, and none grows beyond what can be searched for."""

import re
from collections.abc import Mapping

from tasks.codebook.source_lines import Places

MOST = 100_000
DEEPEST = 50
USED = re.compile(r"\{(\w+)\}")


def check_sets(places: Places, sets: Mapping[str, tuple[str, ...]]) -> None:
    """Refuses a set that is empty, contains itself, names one that is not there, or means more words than can be searched for.

    Raises: CodebookInvalid naming the set.
    """
    sizes: dict[str, int] = {}
    for name, words in sets.items():
        if not any(words) or not all(word.strip() for word in words):
            places.refuse_set(name, f"set {name} has no word, or an empty one", advice="Write one, or take it out.")
    for name in sets:
        _size(name, sets, sizes, (), places)


def _size(
    name: str, sets: Mapping[str, tuple[str, ...]], sizes: dict[str, int], within: tuple[str, ...], places: Places
) -> int:
    if name in within or len(within) > DEEPEST:
        way = " > ".join((*within[within.index(name) :], name)) if name in within else "sets in sets without end"
        places.refuse_set(within[0], f"set {within[0]} contains itself: {way}", advice="Take one of them out.")
    if name not in sets:
        places.refuse_set(
            within[-1], f"set {within[-1]} uses {{{name}}}, which is not there", advice="Name it, or write it."
        )
    if name not in sizes:
        words = " ".join(sets[name])
        used = USED.findall(words)
        total = (
            len(sets[name]) + words.count("|") + sum(_size(each, sets, sizes, (*within, name), places) for each in used)
        )
        if total > MOST:
            places.refuse_set(name, f"set {name} means more than {MOST:,} words", advice="Make it smaller.")
        sizes[name] = total
    return sizes[name]
