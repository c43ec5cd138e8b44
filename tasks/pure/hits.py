"""Where the phrases of a coding frame match: anchors choose candidates in one pass, exact patterns decide."""

import re
from functools import lru_cache

import polars as pl

from tasks.codebook.model import Codebook
from tasks.codebook.phrases import CANONICAL, Phrase, compiled

SAMPLE = 2_000
NEGATION = re.compile(
    r"(?:\b(?:no|not|never|nor|without|cannot|hardly|isnt|dont|didnt|wasnt|cant)\b|n't)(?:\W+\w+){0,2}\W*$",
    re.IGNORECASE,
)


def find_hits(texts: pl.Series, codebook: Codebook) -> pl.DataFrame:
    """Every place where a phrase of the frame matches.

    Rows: one a text, phrase and match: row, phrase (its place in `phrases_of`), start, end, words; any order.
    """
    plain = texts.str.replace_many(*_canonical_pairs())
    candidates = _candidates(plain, codebook)
    phrases = phrases_of(codebook)
    numbered = pl.DataFrame({"row": pl.int_range(plain.len(), eager=True, dtype=pl.UInt32), "text": plain})
    matched = [
        (row, number, match.start(), match.end(), _is_negated(text, match.start()))
        for row, number, text in candidates.join(numbered, on="row").iter_rows()
        for match in phrases[number].phrase.pattern.finditer(text)
    ]
    hits = pl.DataFrame(matched, schema=_HITS, orient="row")
    words = texts.gather(hits.get_column("row")).alias("text")
    return (
        hits.with_columns(words)
        .with_columns(words=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")))
        .drop("text")
    )


class Rule:
    """A phrase with the heading and the strength it was written under."""

    __slots__ = ("heading", "phrase", "strength")

    def __init__(self, heading: int, strength: str, phrase: Phrase) -> None:
        self.heading, self.strength, self.phrase = heading, strength, phrase


def phrases_of(codebook: Codebook) -> list[Rule]:
    """Every phrase of a frame, compiled, in the order of the file."""
    return _rules(_Identity(codebook))


def _candidates(plain: pl.Series, codebook: Codebook) -> pl.DataFrame:
    """Texts and phrases that may match: all that hold an anchor of the phrase, and all for a phrase without one."""
    small = plain.str.to_lowercase()
    anchored, loose = _chosen_anchors(phrases_of(codebook), small.head(SAMPLE))
    rows = pl.int_range(plain.len(), eager=True, dtype=pl.UInt32).alias("row")
    anchors = anchored.get_column("anchor").unique(maintain_order=True).to_list()
    found = rows.to_frame().with_columns(anchor=small.str.extract_many(anchors, overlapping=True))
    once = found.with_columns(pl.col("anchor").list.unique()).explode("anchor").drop_nulls()
    pairs = once.join(anchored, on="anchor").select("row", "phrase")
    return pl.concat([pairs, rows.to_frame().join(loose, how="cross")]).unique(maintain_order=True)


def _chosen_anchors(rules: list[Rule], sample: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """For each phrase the word whose anchors are rarest in a sample of the texts; apart, the phrases without any."""
    every = sorted({anchor for rule in rules for group in rule.phrase.anchors for anchor in group})
    found = sample.str.extract_many(every, overlapping=True).list.unique().explode().drop_nulls()
    counts = dict(found.value_counts().iter_rows())
    anchored = [
        (anchor, number)
        for number, rule in enumerate(rules)
        for anchor in min(rule.phrase.anchors, key=lambda group: sum(counts.get(each, 0) for each in group), default=())
    ]
    loose = [number for number, rule in enumerate(rules) if not rule.phrase.anchors]
    return (
        pl.DataFrame(anchored, schema={"anchor": pl.String, "phrase": pl.Int64}, orient="row"),
        pl.DataFrame({"phrase": loose}, schema={"phrase": pl.Int64}),
    )


def _is_negated(text: str, start: int) -> bool:
    return bool(NEGATION.search(text[max(0, start - 40) : start]))


class _Identity:
    """A codebook as a cache key: by identity, for it holds a dictionary."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook

    def __hash__(self) -> int:
        return id(self.codebook)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.codebook is self.codebook


@lru_cache(maxsize=16)
def _rules(identity: _Identity) -> list[Rule]:
    codebook = identity.codebook
    return [
        Rule(place, strength, compiled(phrase, codebook.sets))
        for place, heading in enumerate(codebook.headings)
        for strength in ("strong", "weak", "unless")
        for phrase in getattr(heading, strength)
    ]


def _canonical_pairs() -> tuple[list[str], list[str]]:
    return [chr(code) for code in CANONICAL], [str(each) for each in CANONICAL.values()]


_HITS = {"row": pl.UInt32, "phrase": pl.Int64, "start": pl.Int64, "end": pl.Int64, "has_negation": pl.Boolean}
