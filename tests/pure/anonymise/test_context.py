"""What stands beside a name, at every strictness: the rules that no threshold moves."""

import pytest

from tasks.models import load
from tasks.pure.anonymise import characters, word_flags
from tasks.pure.anonymise.engine import anonymised
from tasks.pure.anonymise.word_flags import (
    A_HEAD,
    A_PARTICLE,
    A_ROLE,
    A_SMALL_HEAD,
    A_WARD,
    MAY_GO_AFTER,
    MAY_GO_BEFORE,
    MERELY,
)
from tasks.pure.anonymise.words import words


@pytest.mark.parametrize("strictness", ["light", "standard", "strict"])
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("so dr okonedo rang", "so dr [PERSON] rang"),
        ("so Dr van der Tarn rang me", "so Dr [PERSON] rang me"),
        ("our nurse Joy rang", "our nurse [PERSON] rang"),
        ("then Grace, my nurse, rang", "then [PERSON], my nurse, rang"),
        ("I live near Sandwich now", "I live near [PLACE] now"),
        ("from Greater Manchester now", "from [PLACE] now"),
        ("to Weston-super-Mare now", "to [PLACE] now"),
        ("off to ward 4b now", "off to [SERVICE] now"),
        ("off to Springfield hospital now", "off to [SERVICE] now"),
        ("thanks Leeds Partnership NHS Trust for it", "thanks [SERVICE] for it"),
        ("thanks oxleas for it", "thanks [SERVICE] for it"),
        ("the Leeds CMHT rang", "the [PLACE] CMHT rang"),
        ("Reading my notes was hard", "Reading my notes was hard"),
        ("my Parkinson's is back", "my Parkinson's is back"),
        ("with grace she did it", "with grace she did it"),
        ("ten hours in A&E today", "ten hours in A&E today"),
        ("some Kalms and some naproxen", "some Kalms and some naproxen"),
    ],
)
def test_what_stands_beside_a_name_tells_it(text: str, left: str, strictness: str) -> None:
    assert anonymised([text], load.engine(), strictness).texts == [left]  # type: ignore[arg-type]


def test_each_word_tells_all_that_its_lists_say() -> None:
    told = word_flags.signs(words(characters.page(["ward van tarn"]))).tolist()
    ward = A_ROLE | MERELY | A_HEAD | A_SMALL_HEAD | MAY_GO_AFTER | A_WARD
    assert told == [ward, MAY_GO_BEFORE | A_PARTICLE, 0]
