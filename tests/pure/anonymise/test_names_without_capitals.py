"""Names that no capital shows, people who do what people do, and places that a head or a number tells."""

import pytest

from tasks.models import load
from tasks.pure.anonymise.engine import anonymised


@pytest.mark.parametrize("strictness", ["light", "standard", "strict"])
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("thanks to kwabena asamoah again", "thanks to [PERSON] again"),
        ("still thinking of babatunde olatunji tonight", "still thinking of [PERSON] tonight"),
        ("so glad about zsófia kovácsi", "so glad about [PERSON]"),
        ("a nurse called Velu was there", "a nurse called [PERSON] was there"),
        ("so tamsyn was lovely", "so [PERSON] was lovely"),
        ("mr j p ollerton was off", "mr [PERSON] was off"),
        ("I live at 14 Larkfield Road now", "I live at [PLACE] now"),
        ("stuck by Junction 25 again", "stuck by [PLACE] again"),
        ("a pint in the Black Bull Inn later", "a pint in the [PLACE] later"),
        ("off to Quillane Primary School today", "off to [PLACE] today"),
        ("the River Quill flooded", "the [PLACE] flooded"),
        ("a flat in NG7 please", "a flat in [PLACE] please"),
    ],
)
def test_names_go_without_a_capital_or_a_list(text: str, left: str, strictness: str) -> None:
    assert anonymised([text], load.engine(), strictness).texts == [left]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "dont know, isn't it, lil sis, lmaooo thats sooo true",
        "no way I was going to that place, by the way",
        "14 miles down the road, 2 more street lights",
        "my B12 jab and the s136 suite",
        "She was lovely. Nurse was lovely. It was lovely",
        "my nana rang me",
    ],
)
def test_what_only_looks_so_stays(text: str) -> None:
    assert anonymised([text], load.engine()).texts == [text]
