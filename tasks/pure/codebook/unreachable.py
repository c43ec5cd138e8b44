"""Rules that nothing can reach: a phrase that its own words do not match, that is always struck, or that is there twice."""

from collections.abc import Iterator

import polars as pl

from tasks.codebook.model import Codebook
from tasks.codebook.phrases import Phrase
from tasks.pure.coding.compiled_frame import phrases_of
from tasks.pure.coding.evidence import hit_evidence
from tasks.pure.coding.questions import NAMES

FILLING = "x"


def unreachable(codebook: Codebook) -> Iterator[tuple[str, str]]:
    """The heading and what is wrong, a rule at a time, in the order of the frame.

    A phrase is tried on the shortest texts that its words make, and on those with its gaps filled; a regular expression
    is not tried.
    """
    rules = phrases_of(codebook)
    cues = {place: rule.phrase for place, rule in enumerate(rules) if rule.strength != "unless" and rule.phrase.places}
    first = _outcome({place: [_said(phrase, {}, 0)] for place, phrase in cues.items()}, codebook)
    doubtful = {place: list(_forms(cues[place])) for place, free in first.items() if free != [True]}
    again = _outcome(doubtful, codebook)
    for place, free in again.items():
        heading, written = codebook.headings[rules[place].heading].id, cues[place].written
        if set(free) == {None}:
            yield heading, f"{written!r} matches nothing, not even its own words"
        elif True not in free:
            yield heading, f"{written!r} is always struck by an `unless` of its heading, so nothing can reach it"


def doubled(codebook: Codebook) -> Iterator[tuple[str, str]]:
    """The heading and what is wrong, for phrases of one heading and kind that find the same though written otherwise."""
    seen: dict[object, str] = {}
    for rule in phrases_of(codebook):
        phrase = rule.phrase
        meaning = tuple((place.gap, frozenset(map(_folded, place.words))) for place in phrase.places) or phrase.source
        written = seen.setdefault((rule.heading, rule.strength == "unless", phrase.question, meaning), phrase.written)
        if " ".join(written.lower().split()) != " ".join(phrase.written.lower().split()):
            yield codebook.headings[rule.heading].id, f"{phrase.written!r} finds the same as {written!r}"


def _outcome(forms: dict[int, list[str]], codebook: Codebook) -> dict[int, list[bool | None]]:
    """For each phrase and each of its texts, whether it has a live hit there; None where it has none at all."""
    rules = phrases_of(codebook)
    asked = [(place, text) for place, texts in forms.items() for text in texts]
    questions = [[name] if (name := rules[place].phrase.question) else [] for place, _ in asked]
    hits = hit_evidence(pl.Series([text for _, text in asked], dtype=pl.String), codebook, pl.Series(questions, dtype=NAMES))
    free: dict[tuple[int, int], bool] = {}
    for row, phrase, struck_by in hits.select("row", "phrase", "struck_by").iter_rows():
        free[row, phrase] = free.get((row, phrase), False) or struck_by is None
    outcome: dict[int, list[bool | None]] = {place: [] for place in forms}
    for row, (place, _) in enumerate(asked):
        outcome[place].append(free.get((row, place)))
    return outcome


def _forms(phrase: Phrase) -> Iterator[str]:
    for filled in (0, 1):
        for number, place in enumerate(phrase.places):
            yield from (_said(phrase, {number: word}, filled) for word in place.words)


def _said(phrase: Phrase, chosen: dict[int, str], filled: int) -> str:
    """A text that the phrase should match: the first word of each place but those chosen, gaps empty or full."""
    said = []
    for number, place in enumerate(phrase.places):
        said += [FILLING] * (place.gap * filled)
        said.append(_plain(chosen.get(number, place.words[0])))
    return " ".join(said)


def _folded(word: str) -> str:
    return word if word.startswith("!") else word.lower()


def _plain(word: str) -> str:
    if word.startswith("<"):
        return f"[{word[1:-1].upper()}]"
    return word.lstrip("!").replace("*", "").replace("?", "")
