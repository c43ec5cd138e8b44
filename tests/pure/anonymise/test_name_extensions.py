"""What stands before a name is part of it as far as the reach, and no further."""

from tasks.pure.anonymise.name_extensions import _of_place
from tasks.pure.anonymise.spans import PLACE


def test_what_stands_before_a_place_is_part_of_it_up_to_twenty_four_letters() -> None:
    whole, longer = "Greater Lower Royal Los ", "Greater Lower Royal Port "
    assert (len(whole), len(longer)) == (24, 25)
    assert _of_place(f"{whole}Osgoodby", 24, 32) == (0, 32, PLACE)
    assert _of_place(f"{longer}Osgoodby", 25, 33) == (len("Greater "), 33, PLACE)
