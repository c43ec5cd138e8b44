"""What stands before a name is part of it as far as the reach, and no further."""

import pytest

from tasks.models import load
from tasks.pure.anonymise.engine import anonymised
from tasks.pure.anonymise.name_extensions import _of_place
from tasks.pure.anonymise.spans import PLACE


def test_what_stands_before_a_place_is_part_of_it_up_to_twenty_four_letters() -> None:
    whole, longer = "Greater Lower Royal Los ", "Greater Lower Royal Port "
    assert (len(whole), len(longer)) == (24, 25)
    assert _of_place(f"{whole}Osgoodby", 24, 32) == (0, 32, PLACE)
    assert _of_place(f"{longer}Osgoodby", 25, 33) == (len("Greater "), 33, PLACE)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("he was sent to Melbourne jail", "he was sent to [PLACE]"),
        ("outside the Yorkshire Museum at six", "outside the [PLACE] at six"),
        ("CLOSED NEAR YORKSHIRE CREEK", "CLOSED NEAR [PLACE]"),
        ("two in Yorkshire Tower Apts", "two in [PLACE]"),
    ],
)
def test_what_a_place_ends_in_goes_with_it(text: str, left: str) -> None:
    assert anonymised([text], load.engine()).texts == [left]


@pytest.mark.parametrize("text", ["Yorkshire towering over us", "Yorkshire. Festival tickets"])
def test_what_merely_follows_a_place_stays(text: str) -> None:
    assert anonymised([text], load.engine()).texts == [text.replace("Yorkshire", "[PLACE]")]
