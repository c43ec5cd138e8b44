"""A coding frame held to the proof that it carries: its examples, its near misses and its own history."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from tasks.codebook.model import Codebook
from tasks.pure.assign_themes import coded_texts

LONGEST_IN_VIVO = 5


@dataclass(frozen=True)
class Fault:
    """What is wrong with a heading, in words that say what to do."""

    heading: str
    what: str


def faults(codebook: Codebook) -> list[Fault]:
    """Everything that does not hold, by check and then in the order of the frame."""
    return [*_examples(codebook), *_near_misses(codebook), *_phrases(codebook), *_sets(codebook), *_history(codebook)]


def _examples(codebook: Codebook) -> Iterator[Fault]:
    texts = [(heading.id, text) for heading in codebook.headings for text in heading.examples]
    coded = coded_texts(pl.Series([text for _, text in texts], dtype=pl.String), codebook)
    for (heading, text), found in zip(texts, coded.get_column("primary"), strict=True):
        if found != heading:
            yield Fault(heading, f"example is coded {found or 'not at all'}: {text!r}")


def _near_misses(codebook: Codebook) -> Iterator[Fault]:
    texts = [(heading.id, text) for heading in codebook.headings for text in heading.near_misses]
    coded = coded_texts(pl.Series([text for _, text in texts], dtype=pl.String), codebook)
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
            if len([word for word in phrase.split() if not word.startswith("..")]) > LONGEST_IN_VIVO:
                yield Fault(heading.id, f"{phrase!r} has more than {LONGEST_IN_VIVO} words: a quote, not a phrase")
        for phrase in dict.fromkeys(map(_plain, heading.strong)):
            owners[phrase].append(heading.id)
    for phrase, headings in owners.items():
        if len(headings) > 1:
            # A weak cue may be shared; a strong one that two headings share decides for neither.
            yield Fault(
                headings[0], f"{phrase!r} is strong under {', '.join(headings[1:])} too: it cannot tell them apart"
            )


def _sets(codebook: Codebook) -> Iterator[Fault]:
    written = " ".join(
        [phrase for heading in codebook.headings for phrase in (*heading.strong, *heading.weak, *heading.unless)]
        + [word for words in codebook.sets.values() for word in words]
    )
    for name in codebook.sets:
        if f"{{{name}}}" not in written:
            yield Fault("[sets]", f"{name} is used nowhere")


def _history(codebook: Codebook) -> Iterator[Fault]:
    versions = [change.version for change in codebook.history]
    if codebook.version not in versions:
        yield Fault("[[history]]", f"does not say what version {codebook.version} changed")
    if len(versions) != len(set(versions)):
        yield Fault("[[history]]", "says a version twice")


def _plain(phrase: str) -> str:
    return " ".join(phrase.lower().split())
