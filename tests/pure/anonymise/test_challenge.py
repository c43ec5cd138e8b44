import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from tasks.models import load
from tasks.pure.anonymise.engine import anonymised

MARK = re.compile(r"<([PLSUCHK]) ([^<>]+)>")
KINDS = {"P": "PERSON", "L": "PLACE", "S": "SERVICE", "U": "USER", "C": "CONTACT", "H": "LINK", "K": "keep"}
# What must at least be true: a share of the marks that go, or that stay.
FLOORS = {
    "standard": {"PERSON": 0.97, "PLACE": 0.97, "SERVICE": 0.97, "USER": 1, "CONTACT": 1, "LINK": 1, "keep": 0.98},
    "strict": {"PERSON": 0.97, "PLACE": 0.97, "SERVICE": 0.97, "USER": 1, "CONTACT": 1, "LINK": 1, "keep": 0.97},
}


@dataclass(frozen=True)
class Challenge:
    text: str
    marks: list[tuple[int, int, str]]


def parsed(line: str) -> Challenge:
    text, marks, done = "", [], 0
    for match in MARK.finditer(line):
        text += line[done : match.start()]
        marks.append((len(text), len(text) + len(match.group(2)), KINDS[match.group(1)]))
        text += match.group(2)
        done = match.end()
    return Challenge(text + line[done:], marks)


@pytest.fixture(scope="module")
def challenges() -> list[Challenge]:
    lines = (Path(__file__).parent / "challenge.txt").read_text(encoding="utf-8").splitlines()
    return [parsed(line) for line in lines if line and not line.startswith("#")]


def test_the_challenge_is_large_enough(challenges: list[Challenge]) -> None:
    assert len(challenges) >= 200
    assert Counter(kind for each in challenges for *_, kind in each.marks)["keep"] >= 190


@pytest.mark.parametrize("strictness", ["standard", "strict"])
def test_names_go_and_the_words_of_the_subject_stay(challenges: list[Challenge], strictness: str) -> None:
    spans = anonymised([each.text for each in challenges], load.engine(), strictness).spans  # type: ignore[arg-type]
    gone = [bytearray(len(each.text)) for each in challenges]
    for row, start, end in spans.select("row", "start", "end").iter_rows():
        gone[row][start:end] = b"\x01" * (end - start)
    marks = [
        (mask[start:end], kind) for mask, each in zip(gone, challenges, strict=True) for start, end, kind in each.marks
    ]
    total = Counter(kind for _, kind in marks)
    right = Counter(kind for mask, kind in marks if (not any(mask) if kind == "keep" else sum(mask) > 0.7 * len(mask)))
    shares = {kind: right[kind] / total[kind] for kind in total}
    assert all(shares[kind] >= floor for kind, floor in FLOORS[strictness].items()), shares
