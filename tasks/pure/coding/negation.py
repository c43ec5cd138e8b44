"""Words of denial before a place in a text."""

import re

from tasks.codebook.letters import canonical

# Code points before a place in which a word of denial is close.
BEFORE = 40
NEGATION = re.compile(
    r"(?:\b(?:no|not|never|nor|without|cannot|hardly|isnt|dont|didnt|wasnt|cant)\b|n't)(?:\W+\w+){0,2}\W*$",
    re.IGNORECASE,
)


def is_negated(text: str, start: int) -> bool:
    """Whether a word of denial stands close before a place in a text."""
    return bool(NEGATION.search(canonical(text[max(0, start - BEFORE) : start])))
