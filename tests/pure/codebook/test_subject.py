"""A frame that says what the conversation is about: written, read again, sealed."""

from dataclasses import replace
from pathlib import Path

import pytest

from tasks.codebook.interchange.sheet import decoded, encoded
from tasks.codebook.loading import parsed
from tasks.codebook.model import Subject
from tasks.codebook.writing import written
from tasks.errors import CodebookInvalid
from tasks.pure.codebook.changes import changed_rules, rules_digest

FRAME = """
[codebook]
id = "relief"
version = "0.1.0"
[subject]
enough = 3
[subject.points]
3 = ["#Flood", "shelter"]
-1 = ["football"]
[themes.shelter]
name = "Shelter"
[[headings]]
id = "shelter.offer"
name = "Offers"
definition = "A bed is offered."
strong = ["can host"]
"""


def test_a_subject_is_read_again_as_it_was_written() -> None:
    frame = parsed(FRAME, Path("relief.toml"))
    assert frame.subject == Subject(3, {"#flood": 3, "shelter": 3, "football": -1})
    assert parsed(written(frame), Path("again.toml")) == frame
    stricter = parsed(FRAME.replace("enough = 3", "enough = 3\nenough_for_weak = 9"), Path("relief.toml"))
    assert stricter.subject == Subject(3, {"#flood": 3, "shelter": 3, "football": -1}, 9)
    assert parsed(written(stricter), Path("again.toml")) == stricter
    assert decoded(encoded(stricter), Path("again.csv")) == stricter
    assert rules_digest(stricter) != rules_digest(frame)
    assert "~ subject" in changed_rules(frame, stricter)


def test_a_subject_is_sealed_with_the_rules() -> None:
    frame = parsed(FRAME, Path("relief.toml"))
    other = replace(frame, subject=Subject(4, {"#flood": 3}))
    assert len({rules_digest(frame), rules_digest(other), rules_digest(replace(frame, subject=None))}) == 3


@pytest.mark.parametrize("points", ["three", "0", "1.5"])
def test_points_are_whole_numbers(points: str) -> None:
    with pytest.raises(CodebookInvalid):
        parsed(FRAME.replace("3 = [", f'"{points}" = ['), Path("relief.toml"))
