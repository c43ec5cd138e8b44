"""People are protected alike wherever their names come from: the worst group of origins has a floor, not the average."""

import re
from pathlib import Path

import pytest

from tasks.models import load
from tasks.pure.anonymise.engine import anonymised

# Nothing here tells that a name stands in it.
CUELESS = (
    "{} again today", "so glad about {}", "still thinking of {} tonight", "{} made tea and it helped", "what would {} do here",
    "no word from {} since monday", "it was {} all along", "maybe {} can come too",
)  # fmt: skip
# Of a hundred names, so many may stay in the worst group: written with capitals, and written small.
CAPITAL, SMALL = 0.05, 0.15
PART = re.compile(r"[^\W_]{3,}")


def groups() -> dict[str, list[str]]:
    lines = (Path(__file__).parent / "origins.txt").read_text(encoding="utf-8").splitlines()
    parted = (line.partition(":") for line in lines if not line.startswith("#"))
    return {group: [name.strip() for name in names.split(",")] for group, _, names in parted}


def leak(names: list[str]) -> float:
    """The share of sentences in which a part of the name stays."""
    texts = [sentence.format(name) for name in names for sentence in CUELESS]
    left = anonymised(texts, load.engine()).texts
    whole = [name for name in names for _ in CUELESS]
    stays = [any(part in (text or "") for part in PART.findall(name)) for name, text in zip(whole, left, strict=True)]
    return sum(stays) / len(stays)


def test_there_are_enough_groups_and_names() -> None:
    assert len(groups()) >= 12
    assert all(len(names) >= 15 for names in groups().values())


@pytest.mark.parametrize("group", groups())
def test_no_group_of_names_is_worse_protected(group: str) -> None:
    names = groups()[group]
    assert leak(names) <= CAPITAL
    assert leak([name.lower() for name in names]) <= SMALL
