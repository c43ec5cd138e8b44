"""A coding frame held to the proof that it carries: its examples, its near misses and its own history."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from tasks.codebook.model import Codebook
from tasks.codebook.questions import answers, parted
from tasks.pure.codebook.changes import rules_digest
from tasks.pure.codebook.unreachable import doubled, unreachable
from tasks.pure.coding.assign_themes import coded_texts
from tasks.pure.coding.questions import NAMES, names_of

LONGEST_IN_VIVO = 5
INFLECTED = re.compile(r"\w?(?:s|d|ed|ing|er|ers)?\*?")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a heading, in words that say what to do."""

    heading: str
    what: str


def faults(codebook: Codebook) -> list[Fault]:
    """Everything that does not hold, by check and then in the order of the frame."""
    checks = (_examples, _near_misses, _phrases, _reach, _sets, _questions, _history)
    return [fault for check in checks for fault in check(codebook)]


def coded_examples(written: Sequence[str], codebook: Codebook) -> pl.DataFrame:
    """Examples or near misses as they are coded; `question:NAME` before one says what it answers.

    Rows: as of `coded_texts`.
    """
    texts, asked = answers(written)
    return coded_texts(pl.Series(texts, dtype=pl.String), codebook, pl.Series(asked, dtype=NAMES))


def hints(codebook: Codebook) -> list[Fault]:
    """Phrases that may not say what was meant, for a space ends an alternative: `thank you|thanks` is `thank thanks` too.

    Told where a word beside the space is said again, or begun again, by another alternative next to it. Last, whether the
    version is still to be sealed.
    """
    return [*_misread(codebook), *_unsealed(codebook)]


def _misread(codebook: Codebook) -> list[Fault]:
    return [
        Fault(heading.id, f"a space ends an alternative: {phrase!r} asks for {_either(left)}, then {_either(right)}")
        for heading in codebook.headings
        for phrase in (*heading.strong, *heading.weak, *heading.unless)
        for left, right in pairwise(() if "/" in parted(phrase)[1][:1] else parted(phrase)[1].split())
        if not (left.startswith("..") or right.startswith(".."))
        and _is_misread(left.lower().split("|"), right.lower().split("|"))
    ]


def _is_misread(left: list[str], right: list[str]) -> bool:
    """Whether the last word before the space, or the first one after it, comes again on the other side or in a compound."""
    last, first = left[-1], right[0]
    again = {last} & set(right[1:]) or {first} & set(left[:-1])
    begun = [word for word in right[1:] if _begins(word, last)]
    # `talked|talk to` means what it says.
    begun += [
        word for word in left[:-1] if _begins(word, last) and not INFLECTED.fullmatch(word[len(last.rstrip("*?")) :])
    ]
    return bool(again) or bool(begun)


def _begins(word: str, beginning: str) -> bool:
    return len(beginning) > 2 and word != beginning and word.startswith(beginning.rstrip("*?"))


def _examples(codebook: Codebook) -> Iterator[Fault]:
    texts = [(heading.id, text) for heading in codebook.headings for text in heading.examples]
    coded = coded_examples([text for _, text in texts], codebook)
    for (heading, text), found in zip(texts, coded.get_column("primary"), strict=True):
        if found != heading:
            yield Fault(heading, f"example is coded {found or 'not at all'}: {text!r}")


def _near_misses(codebook: Codebook) -> Iterator[Fault]:
    texts = [(heading.id, text) for heading in codebook.headings for text in heading.near_misses]
    coded = coded_examples([text for _, text in texts], codebook)
    for (heading, text), found in zip(texts, coded.get_column("headings"), strict=True):
        if heading in found:
            yield Fault(heading, f"near miss is coded after all: {text!r}")


def _phrases(codebook: Codebook) -> Iterator[Fault]:
    owners: dict[str, list[str]] = defaultdict(list)
    for heading in codebook.headings:
        if not (heading.strong or heading.weak):
            yield Fault(heading.id, "has no phrase, so nothing can reach it")
        if not heading.examples:
            yield Fault(heading.id, "has no example")
        for phrase, times in Counter(map(_plain, (*heading.strong, *heading.weak))).items():
            if times > 1:
                yield Fault(heading.id, f"{phrase!r} is written twice")
            if len([word for word in parted(phrase)[1].split() if not word.startswith("..")]) > LONGEST_IN_VIVO:
                yield Fault(heading.id, f"{phrase!r} has more than {LONGEST_IN_VIVO} words: a quote, not a phrase")
        for phrase in dict.fromkeys(map(_plain, heading.strong)):
            owners[phrase].append(heading.id)
    for phrase, headings in owners.items():
        if len(headings) > 1:
            # A weak cue may be shared; a strong one that two headings share decides for neither.
            yield Fault(
                headings[0], f"{phrase!r} is strong under {', '.join(headings[1:])} too: it cannot tell them apart"
            )


def _reach(codebook: Codebook) -> Iterator[Fault]:
    for found in (unreachable(codebook), doubled(codebook)):
        yield from (Fault(heading, what) for heading, what in found)


def _either(token: str) -> str:
    return " or ".join(repr(word) for word in token.split("|"))


def _sets(codebook: Codebook) -> Iterator[Fault]:
    written = " ".join(
        [phrase for heading in codebook.headings for phrase in (*heading.strong, *heading.weak, *heading.unless)]
        + [word for words in codebook.sets.values() for word in words]
    )
    for name in codebook.sets:
        if f"{{{name}}}" not in written:
            yield Fault("[sets]", f"{name} is used nowhere")


def _questions(codebook: Codebook) -> Iterator[Fault]:
    rules = [phrase for each in codebook.headings for phrase in (*each.strong, *each.weak, *each.unless)]
    used = {parted(phrase)[0] for phrase in rules}
    for question in codebook.questions:
        known = {text: question.id in names_of(pl.Series([text]), codebook)[0] for text in question.examples + question.near_misses}
        if question.id not in used:
            yield Fault("[questions]", f"{question.id} is used nowhere")
        if not question.examples:
            yield Fault("[questions]", f"{question.id} has no example")
        yield from (Fault("[questions]", f"{question.id} is not told by {text!r}") for text in question.examples if not known[text])
        told = [text for text in question.near_misses if known[text]]
        yield from (Fault("[questions]", f"near miss is taken for {question.id} after all: {text!r}") for text in told)


def _unsealed(codebook: Codebook) -> Iterator[Fault]:
    if codebook.version in _sealed(codebook) and not _sealed(codebook)[codebook.version]:
        seal = f'rules = "{rules_digest(codebook)}"'
        yield Fault(
            "[[history]]", f"{seal} seals version {codebook.version}: rules that change without it are then found"
        )


def _sealed(codebook: Codebook) -> dict[str, str]:
    return {change.version: change.rules for change in codebook.history}


def _history(codebook: Codebook) -> Iterator[Fault]:
    versions = [change.version for change in codebook.history]
    if codebook.version not in versions:
        yield Fault("[[history]]", f"does not say what version {codebook.version} changed")
    if len(versions) != len(set(versions)):
        yield Fault("[[history]]", "says a version twice")
    known = _sealed(codebook).get(codebook.version, "")
    if known and known != rules_digest(codebook):
        yield Fault(
            "[[history]]",
            f"the rules are no longer those of version {codebook.version} ({known}): raise the version, say what changed, "
            f'and seal it with rules = "{rules_digest(codebook)}"',
        )


def _plain(phrase: str) -> str:
    return " ".join(phrase.lower().split())
