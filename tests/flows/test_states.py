"""Each state of a study has one word and one sentence, and every refusal leads to one of them."""

import json

import pytest

from tasks import errors
from tasks.errors import HushtagError
from tasks.studies.states import State, state_of


def test_every_state_has_its_word_and_its_sentence() -> None:
    words = "released refused postponed waiting held threshold closed failed unchanged running"
    assert [str(state) for state in State] == words.split()
    assert len({state.sentence for state in State}) == len(State)
    assert all(state.sentence.endswith(".") for state in State)
    assert json.dumps(State.HELD) == '"held"'


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (errors.Unsigned, State.WAITING),
        (errors.ThresholdCrossed, State.THRESHOLD),
        (errors.GateClosed, State.CLOSED),
        (errors.StorageError, State.FAILED),
        (errors.StudyInvalid, State.FAILED),
    ],
)
def test_an_error_leaves_a_study_in_one_state(kind: type[HushtagError], state: State) -> None:
    assert state_of(kind("what", "where", "advice")) == state
    assert state.needs_a_person


def test_a_refusal_needs_nobody_any_more() -> None:
    assert state_of(errors.Refused("Refused by Ada Owl: Too few. Nothing was published")) == State.REFUSED
    assert not State.REFUSED.needs_a_person
    assert State.THRESHOLD.heading == "Held for review"
