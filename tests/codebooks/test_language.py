"""What a codebook's file means once it codes: every part of the language on a frame that fits on a screen."""

from pathlib import Path

import polars as pl
import pytest

from tasks.codebook.loading import parsed
from tasks.pure.coding.assign_themes import coded_texts

FRAME = """
[codebook]
id = "relief"
version = "0.1.0"
precedence = ["food.soup", "shelter.offer"]
[sets]
bed = ["bed|beds", "{soft}", "camp bed"]
soft = ["sofa*"]
[themes.shelter]
name = "Shelter"
[themes.food]
name = "Food"
[themes.thanks]
name = "Thanks"
kind = "residual"
[[headings]]
id = "shelter.offer"
name = "Offers"
definition = "A bed is offered."
strong = ["can host", "spare ..2 {bed}", "free {bed}"]
weak = ["host*", "{bed}"]
unless = ["no spare ..2 {bed}"]
[[headings]]
id = "shelter.comfort"
name = "Comfort"
definition = "It is warm."
negated = true
strong = ["warm", "!DRY"]
[[headings]]
id = "food.soup"
name = "Soup"
definition = "There is soup."
strong = ["soup", "hot ..1 meal"]
[[headings]]
id = "kitchen"
theme = "food"
name = "Kitchen"
definition = "There is a kitchen."
strong = ["kitchen?", "/sto(ve|ves)/", "self-catering"]
[[headings]]
id = "thanks.thanks"
name = "Thanks"
definition = "Thanks alone."
strong = ["thank you", "grateful"]
"""
# A text, its primary heading, and every heading.
CODED = [
    ("We can host two", "shelter.offer", {"shelter.offer"}),
    ("A spare room with a camp bed", None, set()),
    ("A spare old camp bed", "shelter.offer", {"shelter.offer"}),
    ("Free sofas here", "shelter.offer", {"shelter.offer"}),
    ("Hosts with beds", "shelter.offer", {"shelter.offer"}),
    ("A sofa", None, set()),
    ("There is no spare sofa", None, set()),
    ("There is no spare bed, but we can host", "shelter.offer", {"shelter.offer"}),
    ("It is warm here", "shelter.comfort", {"shelter.comfort"}),
    ("It is not warm here", None, set()),
    ("It is not very warm, but DRY", "shelter.comfort", {"shelter.comfort"}),
    ("It is dry", None, set()),
    ("No soup left", "food.soup", {"food.soup"}),
    ("A hot big meal", "food.soup", {"food.soup"}),
    ("A meal, hot", None, set()),
    ("Kitchens and stoves", "kitchen", {"kitchen"}),
    ("self catering", "kitchen", {"kitchen"}),
    ("Thank you all", "thanks.thanks", {"thanks.thanks"}),
    ("Thank you, so grateful for soup", "food.soup", {"food.soup", "thanks.thanks"}),
    ("soup and warm", "food.soup", {"food.soup", "shelter.comfort"}),
    ("can host, with soup", "shelter.offer", {"food.soup", "shelter.offer"}),
    ("warm and DRY, with soup", "shelter.comfort", {"food.soup", "shelter.comfort"}),
]


@pytest.mark.parametrize(("text", "primary", "headings"), CODED, ids=[text for text, *_ in CODED])
def test_a_text_is_coded_as_the_file_says(text: str, primary: str | None, headings: set[str]) -> None:
    coded = coded_texts(pl.Series([text]), parsed(FRAME, Path("relief.toml")))
    assert coded.item(0, "primary") == primary
    assert set(coded.item(0, "headings")) == headings


def test_a_heading_may_name_its_theme() -> None:
    coded = coded_texts(pl.Series(["one kitchen"]), parsed(FRAME, Path("relief.toml")))
    assert coded.item(0, "theme") == "food"
