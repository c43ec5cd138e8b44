"""A machine that runs the programs of phrases over the characters of texts, from the words that may lead to a match."""

import numpy as np
from numpy.typing import NDArray

from tasks.pure.coding.compiled import (
    AT,
    HASH,
    HYPHEN,
    IS_LETTER,
    IS_REPLACED,
    IS_SPACE,
    QUOTE,
    Anchors,
    Characters,
    Phrases,
    Words,
    compiled,
)
from tasks.pure.coding.ordering import put_in_order

# What an instruction of a program does; `programs` writes them.
TEXT, EXACT, LETTER, SPACE_OR_HYPHEN, NO_SPACE, LETTERS, BETWEEN, GAP_WORD = range(8)
OPENS, CLOSES, UNREPLACED, NO_LETTER_BEFORE, EITHER, TRY, CHOOSE, GAP, JUMP, FOUND = range(8, 18)
LONGEST_PAUSE = 4
FIRST_LETTER, ALPHABET = ord("a"), 26

KEPT = 1 << 12


@compiled
def run_program(
    program: NDArray[np.int32],
    begin: int,
    place: int,
    stop: int,
    characters: Characters,
    stack: NDArray[np.int32],
    seen: NDArray[np.int32],
    attempt: int,
) -> int:
    """Where the match ends that a program finds at a place; -1 where there is none.

    Tries what is to be tried first, and goes back where that fails. Nothing is tried twice within a gap, so that the
    time is in proportion to the length of the text.
    """
    codes, folded, kinds = characters.codes, characters.folded, characters.kinds
    at, depth = begin, 0
    while True:
        op, told = program[at, 0], program[at, 1]
        good: bool | np.bool_ = True
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
def is_followed(
    runs: NDArray[np.int32], columns: NDArray[np.int32], phrases: Phrases, anchors: Anchors, phrase: int, first: int
) -> bool:
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
def hunt(
    characters: Characters,
    words: Words,
    phrases: Phrases,
    anchors: Anchors,
    has_cue: NDArray[np.bool_],
    hits: NDArray[np.int64],
) -> int:
    """Fills in hits as row, phrase, start and end, by row, phrase and start; an `unless` only beside a cue.

    Tells `has_cue`. Returns how many hits there are; more than there is room for where `hits` is too short.
    One function, for what is handed to another costs more than it does.
    """
    longest = np.diff(characters.row_starts).max() + phrases.longest
    stack, seen = np.empty((longest + 8, 2), np.int32), np.full((KEPT, 3), -1, np.int32)
    columns = np.empty(np.diff(words.firsts).max(), np.int32)
    count, attempt = 0, 0
    for row in range(characters.row_starts.size - 1):
        begin, stop = characters.row_starts[row], characters.row_starts[row + 1] - 1
        first, last, since = words.firsts[row], words.firsts[row + 1], count
        runs = words.runs[first:last]
        for word in range(runs.size):
            columns[word] = anchors.columns[words.words[first + word, 2]]
        for after_cues in range(2):
            for word in range(runs.size):
                for place in range(anchors.class_bounds[columns[word]], anchors.class_bounds[columns[word] + 1]):
                    led = 2 * anchors.classes[place] + after_cues
                    for each in range(anchors.phrase_bounds[led], anchors.phrase_bounds[led + 1]):
                        phrase = anchors.phrases[each]
                        heading, opening = phrases.heading[phrase], phrases.opening[phrase]
                        if after_cues and not has_cue[heading, row]:
                            continue
                        reach = anchors.reach[phrase]
                        back = word - 1 if reach else word
                        while back >= 0 and runs[word] - runs[back] <= reach:
                            opens = reach == 0 or anchors.bits[columns[back], opening >> 3] >> (opening & 7) & 1
                            if opens and is_followed(runs, columns, phrases, anchors, phrase, back):
                                for offset in range(phrases.offset_bounds[phrase], phrases.offset_bounds[phrase + 1]):
                                    start, end = words.words[first + back, 0] - phrases.offsets[offset], -1
                                    if start >= begin:
                                        attempt += 1
                                        end = run_program(
                                            phrases.programs,
                                            phrases.begins[phrase],
                                            start,
                                            stop,
                                            characters,
                                            stack,
                                            seen,
                                            attempt,
                                        )
                                    if end >= 0:
                                        has_cue[heading, row] |= not after_cues
                                        if count < hits.shape[1]:
                                            hits[0, count], hits[1, count] = row, phrases.numbers[phrase]
                                            hits[2, count], hits[3, count] = start - begin, end - begin
                                        count += 1
                            back = back - 1 if reach else -1
        if count <= hits.shape[1]:
            count = put_in_order(hits, since, count)
    return count
