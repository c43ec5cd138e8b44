r"""The language of phrases, and what each compiles to.

    can host            whole words, in any case; straight and curly quotes alike; a possessive 's is let through
    psychiatr*          any letters
    nurse?              one letter or none
    dr|drs              either word
    spare ..2 room      up to two words between
    {clinician}         any of a set
    !GP                 exactly these capitals
    #tag                a hashtag
    <link> <user> <place> <person> <service> <contact>   what the anonymiser left in its place, or the thing itself
    self-harm           a hyphen also matches a space or nothing
    /li(st|ft)en/       a regular expression, in the subset that takes linear time

Matching is on the canonical text, which has the same code points in the same places as the text itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

# Longer gaps and lists mean nothing in a tweet, and take for ever to compile.
WIDEST, MOST_WORDS = 100, 10_000
GAP = re.compile(r"\.\.(\d+)")
SET = re.compile(r"\{(\w+)\}")
THINGS = {
    "link": r"\[link\]|(?<!\w)https?://\S+",
    "user": r"\[user\]|@\w+",
    "place": r"\[place\]",
    "person": r"\[person\]",
    "service": r"\[service\]",
    "contact": r"\[contact\]",
}

# One code point for one: spans in the canonical text are spans in the text.
CANONICAL = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "‛": "'",
        "ʼ": "'",
        "´": "'",
        "`": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‐": "-",
        "‑": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "\u212a": "k",
        "ſ": "s",
        "İ": "i",
        "ı": "i",
        "＃": "#",
        "＠": "@",
    }
)

BEFORE = r"(?<![\w#])(?<!\w')"
AFTER = r"(?:'s)?(?!\w)(?!'\w)"
# A placeholder of the anonymiser is not a word of the text.
UNREPLACED = r"(?!(?<=\[)(?:user|person|place|service|contact|link)\])"
BETWEEN = r"[^\w#@]{1,4}[#@]?"
WORD = r"[\w'#@]+"


class PhraseError(ValueError):
    """A phrase that is not of the language."""


@dataclass(frozen=True)
class Place:
    """One place of a phrase: the words that may stand there, after up to `gap` others."""

    gap: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Phrase:
    """A compiled phrase: the exact matcher, and its places; a regular expression has none."""

    written: str
    source: str
    places: tuple[Place, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The exact matcher; compiled when it is first wanted, for most phrases of a frame seldom are."""
        return re.compile(self.source, re.IGNORECASE)


def canonical(text: str) -> str:
    """The text with quotes and dashes alike, code point for code point."""
    return text.translate(CANONICAL)


def compiled(written: str, sets: Mapping[str, tuple[str, ...]]) -> Phrase:
    """The matcher of one phrase.

    Raises: PhraseError saying what is wrong with it.
    """
    if written.startswith("/") and written.endswith("/") and len(written) > 1:
        return Phrase(written, _linear(written[1:-1]), ())
    tokens = written.split()
    if not tokens or GAP.fullmatch(tokens[0]) or GAP.fullmatch(tokens[-1]):
        raise PhraseError("begins and ends with a word")
    body, places, room = "", [], 0
    for token in tokens:
        gap = GAP.fullmatch(token)
        if gap:
            if len(gap[1]) > 3 or room + int(gap[1]) > WIDEST:
                raise PhraseError(f"leaves room for more than {WIDEST} words; write a smaller number")
            body += rf"(?:{BETWEEN}{WORD}){{0,{gap[1]}}}?"
            room += int(gap[1])
            continue
        words = tuple(_alternatives(token, sets, ()))
        if len(words) > MOST_WORDS:
            raise PhraseError(f"lets more than {MOST_WORDS:,} words stand in one place; take some out")
        body += (BETWEEN if body else "") + "(?:" + "|".join(map(_word, words)) + ")"
        places.append(Place(room, words))
        room = 0
    return Phrase(written, _bounded(body, tokens), tuple(places))


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


@lru_cache(maxsize=1 << 16)
def _word(word: str) -> str:
    if word.startswith("<"):
        if word.strip("<>") not in THINGS or not word.endswith(">"):
            raise PhraseError(f"names {word}, which is not one of {', '.join(f'<{name}>' for name in THINGS)}")
        return THINGS[word.strip("<>")]
    if " " in word:
        return BETWEEN.join(f"(?:{_word(part)})" for part in word.split())
    exact = word.startswith("!")
    letters = re.escape(canonical(word.lstrip("!")))
    pattern = letters.replace(r"\*", r"\w*").replace(r"\?", r"\w?").replace(r"\-", r"[\s-]?")
    if not re.search(r"\w", word):
        raise PhraseError(f"has {word!r}, in which there is no letter")
    return UNREPLACED + (f"(?-i:{pattern})" if exact else pattern)


def _linear(pattern: str) -> str:
    if re.search(r"\(\?[=!<]|\\[1-9]|\(\?P=", pattern):
        raise PhraseError("looks around or back, which can take for ever; write it without")
    try:
        re.compile(canonical(pattern))
    except re.error as error:
        raise PhraseError(f"is not a regular expression: {error}") from None
    return canonical(pattern)
