r"""The language of phrases, and what each compiles to.

    can host            whole words, in any case; straight and curly quotes alike; a possessive 's is let through
    psychiatr*          any letters
    nurse?              one letter or none
    dr|drs              either word
    spare ..2 room      up to two words between
    {clinician}         any of a set
    !GP                 exactly these capitals
    #tag                a hashtag
    <link> <user> <place> <person> <service> <contact> <date> <id>   what the anonymiser left in its place, or the thing itself
    self-harm           a hyphen also matches a space or nothing
    /li(st|ft)en/       a regular expression, in the subset that takes linear time
    question:why it     before a phrase: only where the text answers the question that the frame calls `why`

A gap takes whole words. Matching is on the canonical or the folded text (`letters`), whose code points stand in the
same places as those of the text itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain

from tasks.codebook.letters import canonical, folded
from tasks.codebook.questions import parted

# Longer gaps and lists mean nothing in a tweet, and take for ever to compile.
WIDEST, MOST_WORDS = 100, 10_000
# Bounds keep the time in proportion to the length of a text that somebody wrote to take long.
LONGEST_WORD, LONGEST_LINK, PIECE = 99, 2_000, 2_000
GAP = re.compile(r"\.\.(\d+)")
SET = re.compile(r"\{(\w+)\}")
THINGS = {
    "link": rf"\[link\]|(?<!\w)https?://\S{{1,{LONGEST_LINK}}}+",
    "user": r"\[user\]|@\w++",
    "place": r"\[place\]",
    "person": r"\[person\]",
    "service": r"\[service\]",
    "contact": r"\[contact\]",
    "date": r"\[date\]",
    "id": r"\[id\]",
}

BEFORE = r"(?<![\w#])(?<!\w')"
AFTER = r"(?:'s)?(?!'?\w)"
# A placeholder of the anonymiser is not a word of the text.
UNREPLACED = r"(?!(?<=\[)(?:user|person|place|service|contact|link|date|id)\])"
BETWEEN = r"[^\w#@]{1,4}[#@]?"
# A gap takes whole words, with what is before and within them, and never gives a part of one back.
GAP_WORD = rf"[^\w#@]{{1,4}}+[\w'#@]{{1,{LONGEST_WORD}}}+"


class PhraseError(ValueError):
    """A phrase that is not of the language."""


@dataclass(frozen=True)
class Place:
    """One place of a phrase: the words that may stand there, after up to `gap` others."""

    gap: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Phrase:
    """A compiled phrase: the exact matcher, and its places; a regular expression has none.

    `is_cased`: whether it is matched on the canonical text, for its capitals count, or on the folded one. `question`: the name
    of the question that its text is to answer, empty for any.
    """

    written: str
    source: str
    places: tuple[Place, ...]
    is_cased: bool
    question: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The exact matcher of the text as `read` gives it; compiled on first use, because most phrases seldom match."""
        return re.compile(self.source, re.IGNORECASE if self.is_cased else re.NOFLAG)

    def read(self, text: str) -> str:
        """The text as the pattern wants it."""
        return canonical(text) if self.is_cased else folded(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match in a text, from the left, none within another.

        A regular expression is matched within pieces of PIECE letters, because its time may grow faster than its text.
        """
        read = self.read(text)
        if self.places or len(read) <= PIECE:
            return self.pattern.finditer(read)
        pieces = range(0, len(read), PIECE)
        return chain.from_iterable(self.pattern.finditer(read, begin, begin + PIECE) for begin in pieces)


def compiled(written: str, sets: Mapping[str, tuple[str, ...]]) -> Phrase:
    """The matcher of one phrase.

    Raises: PhraseError saying what is wrong with it.
    """
    question, words = parted(written)
    if question:
        return replace(compiled(words, sets), written=written, question=question)
    if written.startswith("/") and written.endswith("/") and len(written) > 1:
        return Phrase(written, _linear(written[1:-1]), (), is_cased=True)
    tokens = written.split()
    if not tokens or GAP.fullmatch(tokens[0]) or GAP.fullmatch(tokens[-1]):
        raise PhraseError("begins and ends with a word")
    body, places, room = "", [], 0
    for token in tokens:
        gap = GAP.fullmatch(token)
        if gap:
            if len(gap[1]) > 3 or room + int(gap[1]) > WIDEST:
                raise PhraseError(f"leaves room for more than {WIDEST} words; write a smaller number")
            body += rf"(?:{GAP_WORD}){{0,{gap[1]}}}?"
            room += int(gap[1])
            continue
        either = tuple(_alternatives(token, sets, ()))
        if len(either) > MOST_WORDS:
            raise PhraseError(f"lets more than {MOST_WORDS:,} words stand in one place; take some out")
        body += (BETWEEN if body else "") + _either(either)
        places.append(Place(room, either))
        room = 0
    is_cased = any(part.startswith("!") for place in places for word in place.words for part in word.split())
    return Phrase(written, _bounded(body, tokens), tuple(places), is_cased)


def _bounded(body: str, tokens: list[str]) -> str:
    before = "" if tokens[0].startswith(("#", "<")) else BEFORE
    after = "" if tokens[-1].startswith("<") else AFTER
    return f"{before}(?:{body}){after}"


def _alternatives(token: str, sets: Mapping[str, tuple[str, ...]], within: tuple[str, ...]) -> list[str]:
    return [word for part in token.split("|") for word in _expanded(part, sets, within)]


def _expanded(part: str, sets: Mapping[str, tuple[str, ...]], within: tuple[str, ...]) -> Iterator[str]:
    named = SET.fullmatch(part)
    if not named:
        if not part:
            raise PhraseError("has an empty alternative")
        yield part
        return
    name = named[1]
    if name in within:
        raise PhraseError(f"uses the set {name}, which contains itself")
    if name not in sets:
        raise PhraseError(f"uses the set {name}, which is not there")
    for member in sets[name]:
        if " " in member:
            # A member of several words is a phrase of its own, written with spaces.
            yield member
        else:
            yield from _alternatives(member, sets, (*within, name))


def _either(words: tuple[str, ...]) -> str:
    """One of words, the first before the others; whether a placeholder stands there is asked once where it can be."""
    parts = [_word(word) for word in words]
    if all(part.startswith(UNREPLACED) for part in parts):
        return f"{UNREPLACED}(?:{'|'.join(part.removeprefix(UNREPLACED) for part in parts)})"
    return f"(?:{'|'.join(parts)})"


@lru_cache(maxsize=1 << 16)
def _word(word: str) -> str:
    if word.startswith("<"):
        if word.strip("<>") not in THINGS or not word.endswith(">"):
            raise PhraseError(f"names {word}, which is not one of {', '.join(f'<{name}>' for name in THINGS)}")
        return f"(?:{THINGS[word.strip('<>')]})"
    if " " in word:
        return BETWEEN.join(map(_word, word.split()))
    if not re.search(r"\w", word):
        signs = "".join({"*": r"\w*", "?": r"\w?"}.get(sign, re.escape(sign)) for sign in word)
        raise PhraseError(f"has {word!r}, in which there is no letter; write signs as a regular expression: /{signs}/")
    if word.startswith("!"):
        return f"{UNREPLACED}(?-i:{spelling(canonical(word.lstrip('!')))})"
    return UNREPLACED + spelling(folded(word))


def spelling(letters: str) -> str:
    """The regular expression of a word in which * stands for any letters, ? for one or none.

    The letters after each * but the last are looked for once, so that the time is in proportion to the word's length.
    """
    first, *others = [
        re.escape(part).replace(r"\?", r"\w?").replace(r"\-", r"[\s-]?") for part in re.split(r"\*+", letters)
    ]
    if not others:
        return first
    middle = "".join(rf"(?>\w*?{part})" for part in others[:-1])
    return first + middle + (rf"\w*{others[-1]}" if others[-1] else r"\w*+")


def _linear(pattern: str) -> str:
    if re.search(r"\(\?[=!<]|\\[1-9]|\(\?P=", pattern):
        raise PhraseError("looks around or back, which can take for ever; write it without")
    try:
        re.compile(canonical(pattern))
    except re.error as error:
        raise PhraseError(f"is not a regular expression: {error}") from None
    return canonical(pattern)
