"""Terms of the dump and of the gazetteer, found wherever they stand: the rule of evidence, at speed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from tasks.pure.anonymise.characters import Bits, Page
from tasks.pure.anonymise.digest_table import Table
from tasks.pure.anonymise.evidence import Term, is_unspaced
from tasks.pure.anonymise.spans import DICTIONARY, GAZETTEER, KINDS, PLACE, Spans, of, together, uniform
from tasks.pure.anonymise.words import Words, digests_of

# What a word can be to a dictionary, as bits beside the kind of the term that it is alone.
NOTHING = 255
FIRST, SECOND = 1, 2
# The bits of a code point.
LETTER = 21
# What may stand between two words of a term: a service has official commas and "&".
OF_A_NAME, OF_A_SERVICE = "'’.-", "'’.-,&"


@dataclass(frozen=True)
class Dictionary:
    """Terms by the digest of their words."""

    table: Table
    alone: Bits
    rules: Bits
    roles: Bits
    phrases: dict[tuple[str, ...], list[tuple[Term, int]]]
    unspaced: dict[int, list[tuple[re.Pattern[str], int]]]

    @classmethod
    def of(cls, terms: Iterable[tuple[Term, int]]) -> "Dictionary":
        """A dictionary of terms, each with the rule that it stands for; the first of equal words wins."""
        every = list(terms)
        split = [term.words.lower().split() for term, _ in every]
        heads = digests_of([words[0].lstrip("#") for words in split]).tolist()
        seconds = digests_of([words[1] if len(words) > 1 else "" for words in split]).tolist()
        alone: dict[int, tuple[int, int]] = {}
        roles: dict[int, int] = defaultdict(int)
        phrases: dict[tuple[str, ...], list[tuple[Term, int]]] = defaultdict(list)
        for (term, rule), words, head, second in zip(every, split, heads, seconds, strict=True):
            if len(words) == 1:
                alone.setdefault(head, (KINDS.index(term.kind), rule))
                continue
            phrases[tuple(words[:2])].append((term, rule))
            roles[head] |= FIRST
            roles[second] |= SECOND
        return cls._packed(alone, roles, phrases, _unspaced(term for term, rule in every if rule == DICTIONARY))

    @classmethod
    def _packed(
        cls,
        alone: dict[int, tuple[int, int]],
        roles: dict[int, int],
        phrases: dict[tuple[str, ...], list[tuple[Term, int]]],
        unspaced: dict[int, list[tuple[re.Pattern[str], int]]],
    ) -> "Dictionary":
        digests = np.array(sorted({*alone, *roles}), dtype=np.uint64)
        every = [*(int(digest) for digest in digests), None]
        single = np.array([alone.get(d, (NOTHING, 0)) if d is not None else (NOTHING, 0) for d in every], dtype=np.uint8)
        parts = np.array([roles.get(d, 0) if d is not None else 0 for d in every], dtype=np.uint8)
        for found in phrases.values():
            found.sort(key=lambda entry: (-len(entry[0].words), entry[0]))
        return cls(Table.of(digests), single[:, 0], single[:, 1], parts, dict(phrases), unspaced)


def _unspaced(terms: Iterable[Term]) -> dict[int, list[tuple[re.Pattern[str], int]]]:
    """Terms in scripts without spaces by their first two letters, the longest first: within a run, digests find none."""
    found: dict[int, list[tuple[re.Pattern[str], int]]] = defaultdict(list)
    for term in sorted((term for term in terms if is_unspaced(term.words)), key=lambda term: (-len(term.words), term)):
        first, second = map(ord, term.words.replace(" ", "")[:2])
        pattern = re.compile(rf"[\s{re.escape(OF_A_NAME)}]*".join(term.words.split()))
        found[first << LETTER | second].append((pattern, KINDS.index(term.kind)))
    return dict(found)


def known_terms(page: Page, words: Words, dictionary: Dictionary) -> Spans:
    """Every term that stands on the page; after # only places of the gazetteer."""
    found = dictionary.table.find(words.digests)
    kinds, rules, roles = dictionary.alone[found], dictionary.rules[found], dictionary.roles[found]
    topic = words.in_hashtag & ~((rules == GAZETTEER) & (kinds == PLACE))
    singles = (kinds != NOTHING) & ~topic
    parts = [
        uniform(rule, words.starts[chosen], words.ends[chosen], kinds[chosen])
        for rule in (DICTIONARY, GAZETTEER)
        if len(chosen := np.flatnonzero(singles & (rules == rule))) or rule == DICTIONARY
    ]
    return together([*parts, *_phrases(page, words, roles, dictionary)])


def _phrases(page: Page, words: Words, roles: Bits, dictionary: Dictionary) -> Iterator[Spans]:
    begins = (roles[:-1] & FIRST > 0) & (roles[1:] & SECOND > 0) & (words.rows[1:] == words.rows[:-1])
    found = [match for at in np.flatnonzero(begins).tolist() for match in _at(page, words, at, dictionary)]
    for rule in (DICTIONARY, GAZETTEER):
        yield of(rule, [(start, end, kind) for start, end, kind, by in found if by == rule])


def _at(page: Page, words: Words, at: int, dictionary: Dictionary) -> Iterator[tuple[int, int, int, int]]:
    two = tuple(page.text[words.starts[place] : words.ends[place]].lower() for place in (at, at + 1))
    for term, rule in dictionary.phrases.get(two, ()):
        wanted = term.words.split()
        last = at + len(wanted) - 1
        if last < len(words.starts) and words.rows[last] == words.rows[at] and _stands(page, words, at, wanted, term):
            yield int(words.starts[at]), int(words.ends[last]), KINDS.index(term.kind), rule


def _stands(page: Page, words: Words, at: int, wanted: list[str], term: Term) -> bool:
    for place, word in enumerate(wanted, at):
        written = page.text[words.starts[place] : words.ends[place]]
        if (written if term.as_written else written.lower()) != word or words.in_hashtag[place]:
            return False
    gaps = range(at, at + len(wanted) - 1)
    signs = OF_A_SERVICE if term.kind == "SERVICE" else OF_A_NAME
    return all(_joins(page.text[words.ends[gap] : words.starts[gap + 1]], signs) for gap in gaps)


def _joins(gap: str, signs: str) -> bool:
    return all(c in signs or c.isspace() for c in gap)


