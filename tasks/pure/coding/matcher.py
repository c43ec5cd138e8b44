"""Where the phrases of a coding frame match: words choose the candidates, and each phrase's own pattern decides."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.codebook.letters import canonical
from tasks.codebook.model import Codebook
from tasks.pure.coding.candidates import Candidates, Pairs
from tasks.pure.coding.compiled_frame import CompiledFrame, compiled_frame
from tasks.pure.coding.questions import where_asked
from tasks.pure.coding.vocabulary import as_numbers, spread
from tasks.pure.coding.word_index import Numbers, WordIndex, word_index

# Code points and texts of a batch.
LETTERS, TEXTS = 500_000, 4_000


@dataclass(frozen=True)
class Hits:
    """Matches side by side: row, phrase, start and end of each."""

    row: Numbers
    phrase: Numbers
    start: Numbers
    end: Numbers

    def those(self, which: NDArray[np.bool_] | Numbers) -> "Hits":
        """Some of them."""
        return Hits(self.row[which], self.phrase[which], self.start[which], self.end[which])


def find_hits(texts: pl.Series, codebook: Codebook, asked: pl.Series | None = None) -> pl.DataFrame:
    """Every place where a phrase of the frame matches, as its pattern finds them: from the left, none within another.

    An `unless` is sought only where its heading has a cue, a phrase about a question counts where it is among those `asked`.

    Rows: one a text, phrase and match: row, phrase (its place in `phrases_of`), start, end; by row, phrase and start.
    """
    frame, said = compiled_frame(codebook), texts.to_list()
    parts = [
        pl.DataFrame(vars(_batch(said[begin:end], frame))).with_columns(pl.col("row") + begin)
        for begin, end in pairwise(_cuts(texts))
    ]
    found = pl.concat([pl.DataFrame(schema=dict.fromkeys(Hits.__annotations__, pl.Int64)), *parts])
    return where_asked(found, codebook, asked)


def _cuts(texts: pl.Series) -> list[int]:
    """Where batches begin, and where the last one ends."""
    batch = texts.str.len_chars().cum_sum() // LETTERS + pl.int_range(texts.len(), eager=True) // TEXTS
    return sorted({0, *(np.flatnonzero(np.diff(batch.to_numpy())) + 1).tolist(), texts.len()})


def _batch(texts: list[str], frame: CompiledFrame) -> Hits:
    """The hits of some texts: those of cues first, because an `unless` is sought beside them only."""
    index = word_index(texts)
    candidates = Candidates(frame.vocabulary, index)
    is_unless, heading = frame.is_unless[frame.sought], frame.heading[frame.sought]
    cues = list(_matches(candidates.openings(~is_unless), frame, index, texts))
    cues += [_searched(number, frame, texts) for number in frame.read if not frame.is_unless[number]]
    has_cue = np.zeros((frame.headings, len(texts)), np.bool_)
    for hits in cues:
        has_cue[frame.heading[hits.phrase], hits.row] = True
    unless = list(_matches(candidates.openings(is_unless, heading, has_cue), frame, index, texts))
    for number in frame.read:
        if frame.is_unless[number]:
            hits = _searched(number, frame, texts)
            unless.append(hits.those(has_cue[frame.heading[number], hits.row]))
    return _apart(cues + unless)


def _matches(
    openings: Iterable[tuple[Pairs, Pairs]], frame: CompiledFrame, index: WordIndex, texts: list[str]
) -> Iterator[Hits]:
    """The matches that begin with the words at which phrases do or may open."""
    for (phrase, word), pairs in openings:
        yield Hits(index.row[word], frame.sought[phrase], index.start[word], index.end[word])
        yield _decided(pairs, frame, index, texts)


def _decided(pairs: Pairs, frame: CompiledFrame, index: WordIndex, texts: list[str]) -> Hits:
    """The matches that phrases' own patterns find."""
    row, phrase, start = _starts(pairs, frame, index)
    read = index.texts
    if frame.is_cased[phrase].any():
        # Capitals count for few phrases: their texts are read again, after all the others.
        read = read + [""] * len(texts)
        for each in np.unique(row[frame.is_cased[phrase]]).tolist():
            read[len(texts) + each] = canonical(texts[each])
    places = row + len(texts) * frame.is_cased[phrase]
    calls = zip(map(frame.matchers.__getitem__, phrase.tolist()), places.tolist(), start.tolist(), strict=True)
    ends = [found.end() if (found := match(read[place], begin)) else -1 for match, place, begin in calls]
    end = as_numbers(ends)
    return Hits(row, phrase, start, end).those(end >= 0)


def _starts(pairs: Pairs, frame: CompiledFrame, index: WordIndex) -> tuple[Numbers, Numbers, Numbers]:
    """Rows, phrases and where they may begin, each once; by phrase, because a pattern is quicker the second time."""
    phrase, word = pairs
    owner, place = spread(frame.offset_bounds[phrase], frame.offset_bounds[phrase + 1])
    start = index.start[word][owner] - frame.offsets[place]
    length, many = max(map(len, index.texts)) + 1, len(index.texts)
    keys = np.sort(((frame.sought[phrase][owner] * many + index.row[word][owner]) * length + start)[start >= 0])
    phrases_and_rows, start = np.divmod(keys[np.diff(keys, prepend=-1) > 0], length)
    phrase, row = np.divmod(phrases_and_rows, many)
    return row, phrase, start


def _searched(number: int, frame: CompiledFrame, texts: list[str]) -> Hits:
    """Every match of a phrase that has to be sought by reading all texts."""
    phrase = frame.rules[number].phrase
    rows = [(row, number, *match.span()) for row, text in enumerate(texts) for match in phrase.finditer(text)]
    return Hits(*np.array(rows, np.int64).reshape(-1, 4).T)


def _apart(parts: list[Hits]) -> Hits:
    """The hits by row, phrase and start; of those of a phrase that lie within one another only the first."""
    joined = Hits(*(np.concatenate([getattr(hits, name) for hits in parts]) for name in Hits.__annotations__))
    length, many = int(joined.end.max(initial=0)) + 1, int(joined.phrase.max(initial=0)) + 1
    hits = joined.those(np.argsort((joined.row * many + joined.phrase) * length + joined.start))
    is_again = (np.diff(hits.row, prepend=-1) == 0) & (np.diff(hits.phrase, prepend=-1) == 0)
    crowded = np.flatnonzero(is_again & (hits.start < np.roll(hits.end, 1)))
    is_kept = np.ones(hits.row.size, np.bool_)
    if crowded.size:
        starts, ends, again = hits.start.tolist(), hits.end.tolist(), is_again.tolist()
        free = 0
        for place, start in enumerate(starts):
            is_kept[place] = not again[place] or start >= free
            free = ends[place] if is_kept[place] else free
    return hits.those(is_kept)
