"""The engine: texts in, texts with placeholders out, and every span that a placeholder stands for.

    pattern > service > gazetteer > dictionary > context > tagger

Every layer finds spans on one page of many texts; where two overlap the layer further left wins; one writer applies
them. What happens to a text depends on that text alone, never on the texts beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from tasks.pure.anonymise import canonical, characters, corpus, placeholders, spans, tagger, word_index
from tasks.pure.anonymise.characters import END, Page, Places
from tasks.pure.anonymise.context import after_title, leniency
from tasks.pure.anonymise.dictionary import Dictionary, known_terms
from tasks.pure.anonymise.features import Floats, Seen
from tasks.pure.anonymise.hashtags import whole_hashtags
from tasks.pure.anonymise.joined_names import cried_names, joined_names
from tasks.pure.anonymise.lettered_places import lettered_places
from tasks.pure.anonymise.name_extensions import completed
from tasks.pure.anonymise.other_handles import other_handles
from tasks.pure.anonymise.patterns import patterned
from tasks.pure.anonymise.roles import borne
from tasks.pure.anonymise.services import services
from tasks.pure.anonymise.shaped_names import shaped_names
from tasks.pure.anonymise.sites import sites
from tasks.pure.anonymise.small_heads import small_heads
from tasks.pure.anonymise.small_names import small_names
from tasks.pure.anonymise.spaced_scripts import cued_names, without_capital
from tasks.pure.anonymise.spans import LINK, PERSON, PLACE, TAGGER, Spans
from tasks.pure.anonymise.tagger import Model, Tagged
from tasks.pure.anonymise.unspaced import own_names, sentences, told_names, unspaced
from tasks.pure.anonymise.word_flags import signs
from tasks.pure.anonymise.word_index import indexed
from tasks.pure.anonymise.words import Words, parted, parts, words

Strictness = Literal["light", "standard", "strict"]
# Texts to a page: large enough that numpy's overhead vanishes, small enough that memory stays flat.
PAGE_ROWS = 8_192


@dataclass(frozen=True)
class Engine:
    """All that the layers know: the tagger's model and thresholds, the terms to look for, phrases in which a name is nobody's,
    the endings of links.
    """

    model: Model
    thresholds: dict[str, tuple[float, float]]
    dictionaries: tuple[Dictionary, ...]
    idioms: Dictionary
    endings: frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """Texts with placeholders; the spans they stand for; spans that fell just short, for a person to look at; a trace of each
    word that may be a name, for the corpus.
    """

    texts: list[str | None]
    spans: pl.DataFrame
    doubts: pl.DataFrame
    traces: pl.DataFrame
    index: pl.DataFrame


def anonymised(texts: Sequence[str | None], engine: Engine, strictness: Strictness = "standard") -> Outcome:
    """Every text with placeholders for people, places, services, contacts and links; null stays null.

    Rows: as many texts as given, in order; spans by row, then start, in code points of the given text, never
    overlapping. Doubts score at least half of what the strictness asks.
    """
    pages = [_page(texts[n : n + PAGE_ROWS], n, engine, strictness) for n in range(0, len(texts), PAGE_ROWS)]
    empty = pl.DataFrame(schema=placeholders.SPANS)
    return Outcome(
        [text for page in pages for text in page.texts],
        pl.concat([empty, *(page.spans for page in pages)]),
        pl.concat([empty, *(page.doubts for page in pages)]),
        pl.concat([pl.DataFrame(schema=corpus.TRACES), *(page.traces for page in pages)]),
        pl.concat([pl.DataFrame(schema=word_index.INDEX), *(page.index for page in pages)]),
    )


def _page(texts: Sequence[str | None], offset: int, engine: Engine, strictness: Strictness) -> Outcome:
    given = [text or "" for text in texts]
    odd = {row: canonical.canonical(given[row]) for row in _doubtful(given) if not canonical.is_plain(given[row])}
    page = characters.page([odd[row][0] if row in odd else text for row, text in enumerate(given)] if odd else given)
    found, doubtful, known, index = find(page, engine, strictness, offset)
    written = "".join(placeholders.pieces(page, found)).split(END)[:-1]
    spans_, doubts = (placeholders.frame(each, page, odd, offset) for each in (found, doubtful))
    traces = corpus.traced(page, known, found, odd, offset)
    for row, pieces in placeholders.by_row(spans_, odd, offset):
        written[row] = canonical.shown("".join(placeholders.rewritten(given[row], pieces)))
    left = [None if text is None else new for text, new in zip(texts, written, strict=True)]
    return Outcome(left, spans_, doubts, traces, index)


def _doubtful(given: Sequence[str]) -> list[int]:
    """The texts that may not read as they are written."""
    rows = [row for row, text in enumerate(given) if not text.isascii()]
    return [rows[at] for at in characters.page([given[row] for row in rows]).doubtful()]


def find(page: Page, engine: Engine, strictness: Strictness, offset: int = 0) -> tuple[Spans, Spans, Seen, pl.DataFrame]:
    """What gives way on a page, what fell just short, the words as they were read, and which stand in which text."""
    whole = words(page)
    formed = [other_handles(page, whole, engine.model), patterned(page, whole, engine.endings)]
    fixed = spans.settled(spans.together(formed), page)
    split = parted(page, whole)
    named = [known_terms(page, these, terms) for terms in engine.dictionaries for these in (whole, parts(split))]
    spaceless = unspaced(page)
    named += [own_names(page, spaceless, terms) for terms in engine.dictionaries]
    owner = owners(fixed, split)
    is_link = fixed.kinds == LINK
    read = tagger.without_patterns(split, owner, is_link)
    known = tagger.seen(page, read, engine.model)
    chances = tagger.tagged(page, known, engine.model)
    told = signs(known.words)
    worth = leniency(page, known, told) * ~(sentences(known.words, spaceless) | without_capital(page, known.words))
    likely, unlikely = _of_tagger(chances, known, worth, engine.thresholds[strictness])
    spared = spans.settled(known_terms(page, whole, engine.idioms), page)
    people = [after_title(known, told), borne(known, told), small_names(page, known, told), shaped_names(page, known, told)]
    people += [told_names(page, spaceless), cued_names(page, whole), joined_names(page, known, engine.model)]
    guessed = _outside(spans.together([likely, *people]), spared)
    sited = sites(page, known, told, fixed.where(is_link), engine.model)
    headed = [small_heads(page, known), sited, services(page, known, told, engine.model)]
    headed.append(lettered_places(page, known, engine.model))
    sure = [*named, *headed, fixed]
    found = completed(spans.settled(spans.together([guessed, *sure]), page), page, read, told)
    found = whole_hashtags(found, page, whole)
    if len(cried := _outside(_outside(cried_names(page, known, engine.model), spared), found)):
        found = spans.settled(spans.together([found, cried]), page)
    index = indexed(page, split, spaceless, owner < 0, offset)
    return found, _outside(spans.settled(_outside(unlikely, spared), page), found), known, index


def _of_tagger(chances: Tagged, known: Seen, worth: Floats, thresholds: tuple[float, float]) -> tuple[Spans, Spans]:
    """Words sure enough to give way, and those half as sure."""
    score = np.minimum(np.round((chances.person + chances.place).astype(np.float64), 4), 1.0)
    kinds = np.where(chances.person >= chances.place, PERSON, PLACE).astype(np.uint8)
    sureness = worth[chances.at] * score / np.where(kinds == PERSON, *thresholds)
    starts, ends = known.words.starts[chances.at], known.words.ends[chances.at]
    every = Spans(starts, ends, kinds, np.full(len(kinds), TAGGER, dtype=np.uint8), score)
    return every.where(sureness >= 1), every.where((sureness >= 0.5) & (sureness < 1))


def owners(patterns: Spans, read: Words) -> Places:
    """The pattern that each word stands in, -1 for none."""
    if not len(patterns):
        return np.full(len(read.starts), -1)
    at = np.searchsorted(patterns.starts, read.starts, side="right") - 1
    return np.where((at >= 0) & (read.starts < patterns.ends[at]), at, -1)


def _outside(doubtful: Spans, found: Spans) -> Spans:
    """The spans that touch none of those found, which are in order."""
    if not len(found) or not len(doubtful):
        return doubtful
    at = np.searchsorted(found.starts, doubtful.ends, side="left") - 1
    return doubtful.where((at < 0) | (found.ends[at] <= doubtful.starts))
