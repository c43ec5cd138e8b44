"""What looks like a name and is none stays at every strictness: a lost word is a lost meaning."""

import pytest

from tasks.models import load
from tasks.pure.anonymise.engine import anonymised

LOUD = (
    "MY MUM DIED ON THE WARD AND NOBODY CAME",
    "STOP CLOSING OUR WARD",
    "SAVE OUR NHS TRUST",
    "THE STAFF NEVER LISTEN TO ME AT THIS HOSPITAL",
    "I LEFT HOSPITAL FOOD ON THE UNIT",
    "I Hate Being Locked In A Cold Room On The Ward",
    "My Doctor Never Listens To Me At The Surgery",
    "dear all. NOBODY TOLD ME ANYTHING ABOUT MY MEDS AT THE CLINIC. so tired of asking and asking and asking and asking them",
)
NAMED_LOUDLY = {
    "SAVE LARCH WARD NOW": "SAVE [SERVICE] NOW",
    "THEY CLOSED FERNHILL HOSPITAL AND NOBODY CAME": "THEY CLOSED [SERVICE] AND NOBODY CAME",
    "SOUTH LONDON AND MAUDSLEY NHS FOUNDATION TRUST LOST MY NOTES": "[SERVICE] LOST MY NOTES",
    "They Took Me To Fernhill Hospital And Then To Larch Ward In The Night": (
        "They Took Me To [SERVICE] And Then To [SERVICE] In The Night"
    ),
    "moved to OAK TREE SURGERY last week and they are so kind to me": "moved to [SERVICE] last week and they are so kind to me",
}
NOBODY = (
    "back home after Knee Surgery and sore",
    "you absolute w@nker, f@ck this, what a cr@p day",
    "we can do this 2gether",
    "GOSH that was hard",
    "DO NOT SLAM THE DOOR",
    "the #H1N1 jab",
    "my B Vit level is low",
    "Pat on the back for the nurses",
    "robbing Peter to pay Paul",
    "the Alexander technique",
    "not since June",
)


@pytest.mark.parametrize("strictness", ["standard", "strict"])
@pytest.mark.parametrize("text", [*LOUD, *NOBODY])
def test_words_that_name_nobody_stay(text: str, strictness: str) -> None:
    assert anonymised([text], load.engine(), strictness).texts == [text]  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "left"), NAMED_LOUDLY.items())
def test_a_service_named_in_a_loud_text_goes_alone(text: str, left: str) -> None:
    assert anonymised([text], load.engine()).texts == [left]


def test_a_surname_in_capitals_goes_with_the_given_name_before_it() -> None:
    text = "ORLA TRESSOCKBY SAVED MY LIFE ON THAT WARD"
    assert anonymised([text], load.engine()).texts == ["[PERSON] SAVED MY LIFE ON THAT WARD"]


def test_a_handle_glued_to_a_word_is_no_curse() -> None:
    assert anonymised(["thanks@wendlefen and @fuck"], load.engine()).texts == ["thanks[USER] and [USER]"]


def test_letters_that_spell_a_word_name_a_trust_where_a_word_before_says_so() -> None:
    assert anonymised(["under SLAM since May"], load.engine()).texts == ["under [SERVICE] since May"]
