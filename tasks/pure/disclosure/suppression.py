"""Small cells: which counts are withheld so that no total gives them back, and how the others are rounded."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A count of tweets; `authors` are the distinct people behind it, null when the dump does not say."""

    name: str
    group: str
    tweets: int
    authors: int | None = None


@dataclass(frozen=True)
class Policy:
    """What a profile lets out."""

    smallest_count: int
    fewest_authors: int
    round_to: int


@dataclass(frozen=True)
class Told:
    """What leaves the house: a value a cell or null, and a sum for each set of groups; the reasons stay inside."""

    values: Mapping[str, int | None]
    reasons: Mapping[str, str]
    totals: Mapping[frozenset[str], int]

    @property
    def total(self) -> int | None:
        """The sum of everything; null where it would give a count back."""
        return sum(self.totals.values()) if self.totals or not self.values else None


def disclosed(cells: Sequence[Cell], policy: Policy, also: Collection[str] = ()) -> Told:
    """The counts that may be told; those named in `also` are withheld, however large.

    A group that cannot hide its small cells among its own is summed together with another; if none is left, nothing
    of that sum is told. A sum is made of the rounded counts and of what is withheld, summed and rounded: each number
    told is about counts that no other is about.
    """
    reasons = dict.fromkeys(also, BESIDE) | {cell.name: reason for cell in cells if (reason := smallness(cell, policy))}
    blocks = _blocks(cells)
    while open_blocks := [block for block in blocks if not _hides(block, reasons, policy, cells)]:
        if len(blocks) == 1:
            return Told({cell.name: None for cell in cells}, {cell.name: NO_ROOM for cell in cells}, {})
        blocks = _merged(blocks, open_blocks[0], cells)
    values = {cell.name: None if cell.name in reasons else rounded(cell.tweets, policy.round_to) for cell in cells}
    return Told(values, reasons, {block: _total(_within(cells, block), values, policy.round_to) for block in blocks})


def rounded(count: int, base: int) -> int:
    """The nearest multiple of the base; halves go up."""
    return (count + base // 2) // base * base


COMPLEMENT = "would give back a withheld count"
BESIDE = "would say what a withheld count beside it is of"
NO_ROOM = "nothing could be told without giving back a withheld count"


def smallness(cell: Cell, policy: Policy) -> str | None:
    """Why a count may not be told on its own; nothing where it may, and nought may."""
    if cell.tweets == 0:
        return None
    if cell.tweets < policy.smallest_count:
        return f"fewer than {policy.smallest_count} tweets"
    if policy.fewest_authors > 1 and (cell.authors is None or cell.authors < policy.fewest_authors):
        return f"not known to come from {policy.fewest_authors} people"
    return None


def _hides(block: frozenset[str], reasons: dict[str, str], policy: Policy, cells: Iterable[Cell]) -> bool:
    """Whether a block's small cells lie among enough others; withholds the smallest that are needed."""
    inside = _within(cells, block)
    small = [cell for cell in inside if reasons.get(cell.name, COMPLEMENT) != COMPLEMENT]
    spare = sorted((c for c in inside if c.tweets and c.name not in reasons), key=lambda c: (c.tweets, c.name))
    hidden = [cell for cell in inside if cell.name in reasons]
    while small and spare and not _is_room(hidden, small, policy):
        hidden.append(spare.pop(0))
        reasons[hidden[-1].name] = COMPLEMENT
    return not small or _is_room(hidden, small, policy)


def _is_room(hidden: Sequence[Cell], small: Sequence[Cell], policy: Policy) -> bool:
    """Whether enough tweets are withheld beside the largest small cell, and all of them by enough people together.

    Who knows these rules knows that the others are at least `smallest_count`: their sum must leave a small cell all its room.
    """
    people = max(cell.authors or 0 for cell in hidden)
    beside = _sum(hidden) - max(cell.tweets for cell in small)
    is_wide = policy.smallest_count == 1 or _sum(hidden) >= 2 * policy.smallest_count
    return is_wide and beside >= policy.smallest_count and (policy.fewest_authors == 1 or people >= policy.fewest_authors)


def _total(cells: Sequence[Cell], values: Mapping[str, int | None], base: int) -> int:
    hidden = _sum(cell for cell in cells if values[cell.name] is None)
    return rounded(hidden, base) + sum(values[cell.name] or 0 for cell in cells)


def _blocks(cells: Sequence[Cell]) -> list[frozenset[str]]:
    return [frozenset({name}) for name in dict.fromkeys(cell.group for cell in cells)]


def _merged(blocks: Sequence[frozenset[str]], one: frozenset[str], cells: Sequence[Cell]) -> list[frozenset[str]]:
    others = [block for block in blocks if block != one]
    partner = min(others, key=lambda block: (-_sum(_within(cells, block)), sorted(block)))
    return [one | partner, *(block for block in others if block != partner)]


def _within(cells: Iterable[Cell], block: frozenset[str]) -> list[Cell]:
    return [cell for cell in cells if cell.group in block]


def _sum(cells: Iterable[Cell]) -> int:
    return sum(cell.tweets for cell in cells)
