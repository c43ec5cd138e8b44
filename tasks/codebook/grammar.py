"""The language of phrases on one page: each form with words that it matches and a near miss; a test holds every row."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """A form of the language: how it is written, what it means, text that it finds and text that it does not."""

    phrase: str
    meaning: str
    finds: str
    misses: str


SETS = {"clinician": ("nurse*", "dr|drs")}
"""The set that the rows below name."""

QUESTIONS = {"improve": ("improve*|better",), "praise": ("good|liked",)}
"""The questions that the rows below name, and the phrases by which each is known."""

FORMS = (
    Form("can host", "whole words in a row, in any case", "We CAN host a family", "They cannot host"),
    Form("friend", "a possessive is let through", "my friend’s sofa", "friendly people"),
    Form("psychiatr*", "* stands for any letters, or none", "two psychiatrists", "a psych ward"),
    Form("nurse?", "? stands for one letter, or none", "the nurses", "nursery school"),
    Form("spare room|bed", "| divides words that may stand in one place", "a spare bed", "a spare sofa"),
    Form("spare ..2 room", "..2 lets up to two words stand between", "a spare and tidy room", "a spare, very tidy, warm room"),
    Form("{clinician} listened", "{name} is any phrase of a set of the file", "the nurses listened", "nobody listened"),
    Form("!GP", "! asks for exactly these capitals", "my GP rang", "the gp rang"),
    Form("#listen", "# asks for a hashtag", "please #listen", "please listen"),
    Form(
        "read <link>", "<link> <user> <place> <person> <service> <contact> <date> <id>: what the anonymiser leaves",
        "read [LINK]", "read it",
    ),
    Form("self-harm", "a hyphen also matches a space or nothing", "self harm and selfharm", "self and harm"),
    Form("/li(st|ft)en/", "between slashes, a regular expression that takes linear time", "they listen", "they liken"),
    Form(
        "question:improve nothing", "question:name counts only where the text answers that question of the file",
        "question:improve Nothing at all", "question:praise Nothing at all",
    ),
)  # fmt: skip

PAGE = """\
A heading lists phrases under `strong` (one codes a tweet), `weak` (two different ones do) and `unless` (a hit within
such a phrase does not count). Matching ignores case, and straight and curly quotes are alike.

What a text answers may change what it means: of "Nothing" one must know whether it was asked what was good, or what could
be better. The study's file says which column holds the question ([columns], question = "..."), the frame names the
questions that matter ([questions.improve], phrases = ["improve*|better"], with examples and near misses), and a phrase
that begins with question:improve counts there alone. Examples and near misses of a heading say it in the same way.
"""


def page() -> str:
    """The language as text for a terminal: a form a block."""
    blocks = [f"{form.phrase}\n    {form.meaning}\n    finds   {form.finds}\n    misses  {form.misses}" for form in FORMS]
    sets = ", ".join(f"{name} = [{', '.join(repr(each) for each in phrases)}]" for name, phrases in SETS.items())
    asked = ", ".join(f"[questions.{name}] phrases = {list(phrases)}" for name, phrases in QUESTIONS.items())
    return "\n\n".join([PAGE + f"Below, the file has [sets] {sets}, and {asked}.", *blocks])
