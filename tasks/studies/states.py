"""Where a study stands: one word for each state, and the sentence that says it to a person."""

from enum import StrEnum

from tasks.errors import GateClosed, HushtagError, Postponed, Refused, ThresholdCrossed, Unsigned


class State(StrEnum):
    """How a run of a study ended, or why it has not."""

    RELEASED = "released"
    REFUSED = "refused"
    POSTPONED = "postponed"
    WAITING = "waiting"
    HELD = "held"
    THRESHOLD = "threshold"
    CLOSED = "closed"
    FAILED = "failed"
    UNCHANGED = "unchanged"
    RUNNING = "running"

    @property
    def sentence(self) -> str:
        """What the state means, for a person who reads it on a page or in a terminal."""
        return SENTENCES[self]

    @property
    def heading(self) -> str:
        """The state as a heading has it."""
        return "Held for review" if self == State.THRESHOLD else str(self).capitalize()

    @property
    def needs_a_person(self) -> bool:
        """Whether nothing goes on until a person has done something."""
        return self not in {State.RELEASED, State.REFUSED, State.POSTPONED, State.UNCHANGED, State.RUNNING}


SENTENCES = {
    State.RELEASED: "The gate is open and the bundle is in place.",
    State.REFUSED: "A person decided against this release; nothing was published.",
    State.POSTPONED: "Too few tweets are new since the last public release; the next run looks again.",
    State.WAITING: "The gate is open, and a person has to decide before anything is published.",
    State.HELD: "The study does not run by itself until a person reopens it.",
    State.THRESHOLD: "The result is beyond a threshold of the study and is held for review; nothing was published.",
    State.CLOSED: "The gate is closed; nothing was published.",
    State.FAILED: "The run could not be finished; nothing was published.",
    State.UNCHANGED: "Nothing has changed since the last run that came to an end.",
    State.RUNNING: "A run of the study is at work.",
}


def state_of(error: HushtagError) -> State:
    """The state in which an error leaves a study."""
    kinds = (
        (Unsigned, State.WAITING), (Refused, State.REFUSED), (Postponed, State.POSTPONED), (ThresholdCrossed, State.THRESHOLD),
        (GateClosed, State.CLOSED),
    )  # fmt: skip
    return next((state for kind, state in kinds if isinstance(error, kind)), State.FAILED)
