"""Telephone numbers that are said digit by digit, in words or in words and digits: "oh seven 7 double oh nine hundred 123"."""

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from tasks.pure.anonymise.characters import DIGIT, Page
from tasks.pure.anonymise.digest_table import Few
from tasks.pure.anonymise.spans import CONTACT, Found
from tasks.pure.anonymise.words import Words, digests_of

PROOF = {
    "ring oh seven seven double oh nine hundred one two three": "ring [CONTACT]",
    "txt o seven seven double-oh nine o o one two three plz": "txt [CONTACT] plz",
    "ring 0 seven 7 double 0 9 hundred 1 2 3 ok": "ring [CONTACT] ok",
    "call 07700 nine hundred 123": "call [CONTACT]",
    "plus four four seven seven double oh, nine hundred, one two three": "[CONTACT]",
    "ring null eins sieben eins, fünf fünf fünf, eins zwei drei": "ring [CONTACT]",
    "llama: seis uno dos, tres cuatro cinco, seis siete ocho": "llama: [CONTACT]",
    # Who counts, plays or tells ages is reached by nobody.
    "one, two, three, four, five, six, seven, eight, nine, ten, breathe": (
        "one, two, three, four, five, six, seven, eight, nine, ten, breathe"
    ),
    "we won three nil, they lost two one, then one all": "we won three nil, they lost two one, then one all",
    "one one one took two hours and then nine nine nine took one": "one one one took two hours and then nine nine nine took one",
    "oh nine hours later, zero pay, zero care": "oh nine hours later, zero pay, zero care",
}
# How each digit is said in English, and in German, French and Spanish where the word means nothing else there.
SAID = (
    "zero oh nought naught null cero zéro", "one eins uno", "two zwei zwo dos deux", "three drei tres trois",
    "four vier cuatro quatre", "five fünf cinco cinq", "six sechs seis", "seven sieben siete sept", "eight acht ocho huit",
    "nine neun nueve neuf",
)  # fmt: skip
VALUES = {word: str(digit) for digit, words in enumerate(SAID) for word in words.split()} | {"o": "0"}
REPEATED = {"double": 2, "triple": 3, "treble": 3}
ZEROS = {"hundred": "00", "thousand": "000"}
WORD = "|".join(sorted([*VALUES, *REPEATED, *ZEROS], key=len, reverse=True))
TOKEN = rf"(?:{WORD}|\d{{1,11}}(?!\d))"
NUMBER = re.compile(
    rf"(?<![\w£$€.])(?:plus |\+)?{TOKEN}(?:[ ,./-]{{0,2}}{TOKEN}){{2,24}}(?![\w£$€%])", re.IGNORECASE
)
PARTS = re.compile(rf"{WORD}|\d", re.IGNORECASE)
DIGESTS = Few.of(digests_of([*(word for word in VALUES if word != "o"), *REPEATED, *ZEROS]))
# A number that begins in nought is one at home; any other needs as many digits as one of a mobile has.
FEWEST, FEWEST_AT_HOME, MOST = 9, 7, 15
ALL_SAID, FEWEST_WORDS, SOME_DIGITS = 6, 2, 3


def spoken_numbers(page: Page, words: Words) -> Iterator[Found]:
    """Numbers of which at least two digits are said in words."""
    rows, counts = np.unique(words.rows[DIGESTS.hold(words.digests)], return_counts=True)
    some = rows[counts >= FEWEST_WORDS]
    digits, times = np.unique(page.row_of(np.flatnonzero((page.bits & DIGIT) > 0)), return_counts=True)
    mixed = np.intersect1d(some, digits[times >= SOME_DIGITS])
    for row in np.union1d(rows[counts >= ALL_SAID], mixed).tolist():
        for match in NUMBER.finditer(page.text, int(page.begins[row]), int(page.ends[row])):
            if _reaches(match.group()):
                yield *match.span(), CONTACT


def _reaches(said: str) -> bool:
    """Whether what is said can be a telephone number rather than counting."""
    parts = [part.lower() for part in PARTS.findall(said)]
    number, times = "", 1
    for part in parts:
        number += ZEROS.get(part, "") or VALUES.get(part, part if part.isdigit() else "") * times
        times = REPEATED.get(part, 1)
    spoken = sum(not part.isdigit() and part != "o" for part in parts)
    steps = {int(after) - int(before) for before, after in pairwise(number)}
    at_home = number.startswith("0") and len(number) >= FEWEST_AT_HOME and spoken >= FEWEST_WORDS
    return (at_home or (len(number) >= FEWEST and spoken >= ALL_SAID)) and len(number) <= MOST and len(steps) > 1
