"""Terms of the dump and of the gazetteer, found wherever they stand: the rule of evidence, at speed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from tasks.pure.anonymise.characters import Bits, Page, Places
from tasks.pure.anonymise.digest_table import Table
from tasks.pure.anonymise.evidence import Term
from tasks.pure.anonymise.rolling_digests import Digests, mixed
from tasks.pure.anonymise.spans import DICTIONARY, GAZETTEER, KINDS, PLACE, Spans, of, together, uniform
from tasks.pure.anonymise.words import Words, digests_of

# What a word can be to a dictionary, as bits beside the kind of the term that it is alone.
NOTHING = 255
FIRST, SECOND = 1, 2
TERMS = {"words": pl.String, "kind": pl.String, "as_written": pl.Boolean, "rule": pl.UInt8}


@dataclass(frozen=True)
class Dictionary:
    """Terms by the digest of their words: a large dump has millions, so that none is an object of its own.

    `phrases` are the terms of several words by their first two, those of one pair from the longest on; `firsts` says where
    those of each pair begin.
    """

    table: Table
    alone: Bits
    rules: Bits
    roles: Bits
    pairs: Table
    firsts: Places
    phrases: pl.DataFrame

    @classmethod
    def of(cls, terms: Iterable[tuple[Term, int]]) -> "Dictionary":
        """A dictionary of terms, each with the rule that it stands for; the first of equal words wins."""
        rows = ((term.words, term.kind, term.as_written, rule) for term, rule in terms)
        every = pl.DataFrame(rows, schema=TERMS, orient="row")
        split = every["words"].str.to_lowercase().str.split(" ")
        heads = digests_of(split.list.first().fill_null("").str.strip_chars_start("#").to_list())
        seconds = digests_of(split.list.get(1, null_on_oob=True).fill_null("").to_list())
        is_phrase = (split.list.len() > 1).to_numpy()
        digests = np.unique(np.concatenate([heads, seconds[is_phrase]]))
        alone, rules, roles = (np.full(len(digests) + 1, each, dtype=np.uint8) for each in (NOTHING, 0, 0))
        singles, at = np.unique(heads[~is_phrase], return_index=True)
        chosen = every.filter(~is_phrase)[at]
        alone[np.searchsorted(digests, singles)] = chosen["kind"].cast(pl.Enum(KINDS)).to_physical().to_numpy()
        rules[np.searchsorted(digests, singles)] = chosen["rule"].to_numpy()
        roles[np.searchsorted(digests, heads[is_phrase])] |= FIRST
        roles[np.searchsorted(digests, seconds[is_phrase])] |= SECOND
        phrases = _by_pair(every.with_columns(pair=paired(heads, seconds)).filter(is_phrase))
        pairs, firsts = np.unique(phrases["pair"].to_numpy(), return_index=True)
        return cls(Table.of(digests), alone, rules, roles, Table.of(pairs), np.append(firsts, len(phrases)), phrases)


def paired(firsts: Digests, seconds: Digests) -> Digests:
    """One digest for two words that follow each other."""
    return mixed(firsts + mixed(seconds))


def _by_pair(phrases: pl.DataFrame) -> pl.DataFrame:
    letters = -pl.col("words").str.len_chars().cast(pl.Int64)
    return phrases.sort("pair", letters, "words", "kind", "as_written")


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
    places = np.flatnonzero(begins)
    pairs = dictionary.pairs.find(paired(words.digests[places], words.digests[places + 1]))
    known = pairs < len(dictionary.firsts) - 1
    here = zip(places[known].tolist(), pairs[known].tolist(), strict=True)
    found = [match for at, pair in here for match in _at(page, words, at, dictionary, pair)]
    for rule in (DICTIONARY, GAZETTEER):
        yield of(rule, [(start, end, kind) for start, end, kind, by in found if by == rule])


def _at(page: Page, words: Words, at: int, dictionary: Dictionary, pair: int) -> Iterator[tuple[int, int, int, int]]:
    first, end = dictionary.firsts[pair : pair + 2].tolist()
    for phrase, kind, as_written, rule, _ in dictionary.phrases[first:end].iter_rows():
        wanted = phrase.split()
        last = at + len(wanted) - 1
        if last < len(words.starts) and words.rows[last] == words.rows[at] and _stands(page, words, at, wanted, as_written):
            yield int(words.starts[at]), int(words.ends[last]), KINDS.index(kind), rule


def _stands(page: Page, words: Words, at: int, wanted: list[str], as_written: bool) -> bool:
    for place, word in enumerate(wanted, at):
        written = page.text[words.starts[place] : words.ends[place]]
        if (written if as_written else written.lower()) != word or words.in_hashtag[place]:
            return False
    gaps = range(at, at + len(wanted) - 1)
    return all(_joins(page.text[words.ends[gap] : words.starts[gap + 1]]) for gap in gaps)


def _joins(gap: str) -> bool:
    return not gap.strip(" \t\r\n\v\f'’.-") or all(c in "'’.-" or c.isspace() for c in gap)


