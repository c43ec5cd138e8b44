"""The loops that read every character: words told apart and numbered, and the programs of phrases run over them.

Compiled by numba on first use and kept beside this file. All compiled functions are here, since what numba keeps is
renewed when the file of a function changes, and not when that of another one does.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

class Characters(NamedTuple):
    """Texts one after the other, a line end after each, and where each begins: canonical, folded, and what they are."""

    codes: NDArray[np.uint32]
    folded: NDArray[np.uint32]
    kinds: NDArray[np.uint8]
    row_starts: NDArray[np.int64]


class Words(NamedTuple):
    """Start, end and number of each word; how many pauses of its text are before it; the first word of each text."""

    words: NDArray[np.int32]
    runs: NDArray[np.int32]
    firsts: NDArray[np.int64]


class Phrases(NamedTuple):
    """The numbers of phrases, their programs one after the other, and where each begins.

    `opening` is the class of the words that may open a phrase; a match begins some of its offsets before such a word.
    """

    numbers: NDArray[np.int64]
    programs: NDArray[np.int32]
    begins: NDArray[np.int64]
    longest: int
    heading: NDArray[np.int64]
    opening: NDArray[np.int64]
    step_bounds: NDArray[np.int64]
    classes: NDArray[np.int64]
    reaches: NDArray[np.int64]
    offset_bounds: NDArray[np.int64]
    offsets: NDArray[np.int64]


class Anchors(NamedTuple):
    """For each word of a vocabulary its column, 0 where it opens no place of a phrase; for each column its classes.

    `bits` has a bit for each column and class. The phrases anchored at class c begin at `phrase_bounds[2 * c]`: cues,
    then each `unless`. Their anchor is at most `reach` pauses after their first word.
    """

    columns: NDArray[np.int32]
    class_bounds: NDArray[np.int64]
    classes: NDArray[np.int64]
    bits: NDArray[np.uint8]
    phrase_bounds: NDArray[np.int64]
    phrases: NDArray[np.int64]
    reach: NDArray[np.int64]


Function = TypeVar("Function", bound=Callable[..., Any])

# What an instruction of a program does; `programs` writes them.
TEXT, EXACT, LETTER, SPACE_OR_HYPHEN, NO_SPACE, LETTERS, BETWEEN, GAP_WORD = range(8)
OPENS, CLOSES, UNREPLACED, NO_LETTER_BEFORE, EITHER, TRY, CHOOSE, GAP, JUMP, FOUND = range(8, 18)
LONGEST_PAUSE = 4
FIRST_LETTER, ALPHABET = ord("a"), 26

# What a character is.
IS_LETTER, IS_SPACE, IS_REPLACED = 1, 2, 4
HASH, QUOTE, AT, HYPHEN = ord("#"), ord("'"), ord("@"), ord("-")
KEPT = 1 << 12


def compiled(function: Function) -> Function:
    """The function as machine code, kept beside its file where that can be written."""
    try:
        return cast(Function, numba.njit(cache=True, error_model="numpy")(function))
    except RuntimeError:
        return cast(Function, numba.njit(function))


@compiled
def split_words(characters, words, distinct):  # type: ignore[no-untyped-def]
    """Fills in where words begin and end and their number, the running number of the pauses before them, and rows.

    A run is a stretch without a pause, in which an apostrophe, # or @ is none. Words are numbered as they first come.
    Returns how many words there are, and how many different ones, -1 where there is no room for as many again;
    `distinct` has the first place of each.
    """
    folded, kinds, row_starts = characters.folded, characters.kinds, characters.row_starts
    found, runs, firsts = words.words, words.runs, words.firsts
    count, known, mask = 0, 0, distinct.size - 1
    slots = np.full(distinct.size, -1, np.int32)
    for row in range(row_starts.size - 1):
        firsts[row] = count
        run, is_parted, place, stop = 0, False, row_starts[row], row_starts[row + 1] - 1
        while place < stop:
            if not kinds[place] & IS_LETTER:
                is_parted |= folded[place] != HASH and folded[place] != QUOTE and folded[place] != AT
                place += 1
                continue
            run += is_parted
            is_parted = False
            start, code = place, np.uint64(14695981039346656037)
            is_named = place > 0 and folded[place - 1] == AT
            if is_named:
                code = code ^ np.uint64(AT << 32)
            while place < stop and kinds[place] & IS_LETTER:
                code = (code ^ np.uint64(folded[place])) * np.uint64(1099511628211)
                place += 1
            slot = np.int64((code ^ (code >> np.uint64(29))) & np.uint64(mask))
            while slots[slot] >= 0:
                other = distinct[slots[slot]]
                length, same = found[other, 1] - found[other, 0], 0
                if length == place - start and is_named == (found[other, 0] > 0 and folded[found[other, 0] - 1] == AT):
                    while same < length and folded[found[other, 0] + same] == folded[start + same]:
                        same += 1
                    if same == length:
                        break
                slot = (slot + 1) & mask
            if slots[slot] < 0:
                if 2 * known > mask:
                    return count, -1
                slots[slot], distinct[known] = known, count
                known += 1
            found[count, 0], found[count, 1], found[count, 2] = start, place, slots[slot]
            runs[count] = run
            count += 1
    firsts[row_starts.size - 1] = count
    return count, known


@compiled
def run_program(program, begin, place, stop, characters, stack, seen, attempt):  # type: ignore[no-untyped-def]
    """Where the match ends that a program finds at a place; -1 where there is none.

    Tries what is to be tried first, and goes back where that fails. Nothing is tried twice within a gap, so that the
    time is in proportion to the length of the text.
    """
    codes, folded, kinds = characters.codes, characters.folded, characters.kinds
    at, depth = begin, 0
    while True:
        op, told = program[at, 0], program[at, 1]
        good = True
        if op == TEXT:
            good = place + told <= stop
            last = at + told
            while good and at < last:
                at += 1
                good = folded[place] == program[at, 0]
                place += 1
        elif op == TRY:
            if program[at, 2] < 0 or (place < stop and folded[place] == program[at, 2]):
                stack[depth, 0], stack[depth, 1] = at + told, place
                depth += 1
            else:
                at += told - 1
        elif op == CHOOSE:
            letter = np.int64(folded[place]) - FIRST_LETTER
            good = place < stop and 0 <= letter < ALPHABET and program[at + 1 + letter // 3, letter % 3] > 0
            if good:
                at += program[at + 1 + letter // 3, letter % 3] - 1
        elif op == EITHER:
            stack[depth, 0], stack[depth, 1] = at + told, place
            depth += 1
        elif op == GAP:
            key = (at * 8191 + place) & (KEPT - 1)
            if seen[key, 0] == attempt and seen[key, 1] == at and seen[key, 2] == place:
                good = False
            else:
                seen[key, 0], seen[key, 1], seen[key, 2] = attempt, at, place
                stack[depth, 0], stack[depth, 1] = at + 1, place
                depth += 1
                at += told - 1
        elif op == JUMP:
            at += told - 1
        elif op == LETTER:
            good = place < stop and kinds[place] & IS_LETTER != 0
            place += 1
        elif op == BETWEEN:
            last = min(place + LONGEST_PAUSE, stop)
            first = place
            while place < last and not (kinds[place] & IS_LETTER or codes[place] == HASH or codes[place] == AT):
                if place > first:
                    stack[depth, 0], stack[depth, 1] = at + 1, place
                    depth += 1
                place += 1
            good = place > first
            if good and place < stop and (codes[place] == HASH or codes[place] == AT):
                stack[depth, 0], stack[depth, 1] = at + 1, place
                depth += 1
                place += 1
        elif op == LETTERS:
            while place < stop and kinds[place] & IS_LETTER:
                place += 1
        elif op == GAP_WORD:
            first = place
            while place < stop and (
                kinds[place] & IS_LETTER or codes[place] == QUOTE or codes[place] == HASH or codes[place] == AT
            ):
                if codes[place] == QUOTE and place > first:
                    stack[depth, 0], stack[depth, 1] = at + 1, place
                    depth += 1
                place += 1
            good = place > first
        elif op == UNREPLACED:
            good = kinds[place] & IS_REPLACED == 0
        elif op == OPENS:
            good = not (
                place > 0
                and (
                    kinds[place - 1] & IS_LETTER
                    or codes[place - 1] == HASH
                    or (place > 1 and codes[place - 1] == QUOTE and kinds[place - 2] & IS_LETTER)
                )
            )
        elif op == CLOSES:
            good = place >= stop or not (
                kinds[place] & IS_LETTER or (codes[place] == QUOTE and kinds[place + 1] & IS_LETTER)
            )
        elif op == EXACT:
            good = place < stop and codes[place] == told
            place += 1
        elif op == SPACE_OR_HYPHEN:
            good = place < stop and (kinds[place] & IS_SPACE != 0 or codes[place] == HYPHEN)
            place += 1
        elif op == NO_SPACE:
            good = place < stop and kinds[place] & IS_SPACE == 0
            place += 1
        elif op == NO_LETTER_BEFORE:
            good = place == 0 or kinds[place - 1] & IS_LETTER == 0
        else:
            return place
        if good:
            at += 1
        elif depth:
            depth -= 1
            at, place = stack[depth, 0], stack[depth, 1]
        else:
            return -1


@compiled
def is_followed(runs, columns, phrases, anchors, phrase, first):  # type: ignore[no-untyped-def]
    """Whether each further place of a phrase has a word within reach after a first one."""
    for step in range(phrases.step_bounds[phrase] + 1, phrases.step_bounds[phrase + 1]):
        word, wanted, reach = first + 1, phrases.classes[step], runs[first] + phrases.reaches[step]
        while word < runs.size and runs[word] <= reach:
            if anchors.bits[columns[word], wanted >> 3] >> (wanted & 7) & 1:
                break
            word += 1
        if word >= runs.size or runs[word] > reach:
            return False
    return True


@compiled
def hunt(characters, words, phrases, anchors, has_cue, hits):  # type: ignore[no-untyped-def]
    """Fills in hits as row, phrase, start and end, by row, phrase and start; an `unless` only beside a cue.

    Tells `has_cue`. Returns how many hits there are; more than there is room for where `hits` is too short.
    """
    longest = np.diff(characters.row_starts).max() + phrases.longest
    stack, seen = np.empty((longest + 8, 2), np.int32), np.full((KEPT, 3), -1, np.int32)
    columns = np.empty(np.diff(words.firsts).max(), np.int32)
    count, attempt = 0, 0
    for row in range(characters.row_starts.size - 1):
        begin, stop = characters.row_starts[row], characters.row_starts[row + 1] - 1
        first, last = words.firsts[row], words.firsts[row + 1]
        since = count
        for word in range(first, last):
            columns[word - first] = anchors.columns[words.words[word, 2]]
        for after_cues in range(2):
            for word in range(first, last):
                column = columns[word - first]
                for place in range(anchors.class_bounds[column], anchors.class_bounds[column + 1]):
                    bound = 2 * anchors.classes[place] + after_cues
                    for each in range(anchors.phrase_bounds[bound], anchors.phrase_bounds[bound + 1]):
                        phrase = anchors.phrases[each]
                        if after_cues and not has_cue[phrases.heading[phrase], row]:
                            continue
                        reach, opening = anchors.reach[phrase], phrases.opening[phrase]
                        back = word - 1 if reach else word
                        while back >= first and words.runs[word] - words.runs[back] <= reach:
                            opener = columns[back - first]
                            if (reach == 0 or anchors.bits[opener, opening >> 3] >> (opening & 7) & 1) and is_followed(words.runs[first:last], columns, phrases, anchors, phrase, back - first):
                                for place_ in range(phrases.offset_bounds[phrase], phrases.offset_bounds[phrase + 1]):
                                    start = words.words[back, 0] - phrases.offsets[place_]
                                    if start < begin:
                                        continue
                                    attempt += 1
                                    end = run_program(
                                        phrases.programs, phrases.begins[phrase], start, stop, characters, stack, seen, attempt
                                    )
                                    if end < 0:
                                        continue
                                    has_cue[phrases.heading[phrase], row] |= not after_cues
                                    if count < hits.shape[1]:
                                        hits[0, count], hits[1, count] = row, phrases.numbers[phrase]
                                        hits[2, count], hits[3, count] = start - begin, end - begin
                                    count += 1
                            if reach == 0:
                                break
                            back -= 1
        if count <= hits.shape[1]:
            count = put_in_order(hits, since, count)
    return count


@compiled
def put_in_order(hits, since, count):  # type: ignore[no-untyped-def]
    """Orders hits of one row by phrase and start, and keeps of each phrase those that begin after the one before."""
    for place in range(since + 1, count):
        row, phrase, start, end = hits[0, place], hits[1, place], hits[2, place], hits[3, place]
        other = place - 1
        while other >= since and (hits[1, other] > phrase or (hits[1, other] == phrase and hits[2, other] > start)):
            for column in range(4):
                hits[column, other + 1] = hits[column, other]
            other -= 1
        hits[0, other + 1], hits[1, other + 1], hits[2, other + 1], hits[3, other + 1] = row, phrase, start, end
    kept = since
    for place in range(since, count):
        if kept == since or hits[1, kept - 1] != hits[1, place] or hits[3, kept - 1] <= hits[2, place]:
            for column in range(4):
                hits[column, kept] = hits[column, place]
            kept += 1
    return kept
