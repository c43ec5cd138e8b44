"""Which way a text leans: words of praise less words of blame; a word that is denied counts for the other side.

The lists are short and plain English: they find tweets worth reading against their heading, they measure nothing.
"""

import polars as pl

PRAISE = (
    "amazing", "appreciat\\w*", "brilliant\\w*", "calm\\w*", "care[sd]", "caring", "comfort\\w*", "compassion\\w*",
    "considerate", "dignity", "empath\\w*", "encourag\\w*", "excellent", "fair(?:ly)?", "fantastic", "friendly", "gentle",
    "glad", "good", "grateful", "great", "happy", "helped", "helpful\\w*", "honest\\w*", "hope(?:ful)?", "inspir\\w*",
    "kind(?:ly|ness)?", "listened", "love[sd]?", "lovely", "patient(?:ly)?", "pleased", "polite\\w*", "positive\\w*",
    "reassur\\w*", "respect(?:ed|ful|fully)?", "safe(?:ly)?", "saved", "support(?:ed|ive)", "thank\\w*", "trust(?:ed)?",
    "understanding", "understood", "warm(?:th)?", "welcom\\w*", "wonderful\\w*",
)  # fmt: skip
BLAME = (
    "abandon\\w*", "abus\\w*", "afraid", "angry", "appalling", "arrogan\\w*", "ashamed", "awful", "bad(?:ly)?", "belittl\\w*",
    "betray\\w*", "blame[sd]?", "bull(?:y|ied|ying)", "cold", "cruel\\w*", "demean\\w*", "disappoint\\w*", "disgust\\w*",
    "dismiss\\w*", "disrespect\\w*", "dread\\w*", "fail(?:ed|ing|s|ure)?", "frighten\\w*", "harm(?:ed|ful|ing)?", "hate[sd]?",
    "horr\\w*", "humiliat\\w*", "hurt\\w*", "ignor\\w*", "inadequate", "judg(?:ed|ing|e?mental)", "lazy", "lied", "lying",
    "mock\\w*", "neglect\\w*", "patroni[sz]\\w*", "poor(?:ly)?", "punish\\w*", "rude\\w*", "scared", "shame\\w*", "stigma\\w*",
    "terrible", "terribly", "threat\\w*", "traumati[sz]\\w*", "unfair\\w*", "unkind\\w*", "unsafe", "upset\\w*", "useless",
    "worse", "worst", "wrong(?:ly)?",
)  # fmt: skip
DENIED = r"\b(?:no|not|never|nor|without|hardly|cannot|cant|dont|didnt|isnt|wasnt|\w+n['’]t)(?:\W+\w+){0,2}?\W+"


def leaning(text: pl.Expr) -> pl.Expr:
    """Words of praise less words of blame."""
    return _told(text, PRAISE) - _told(text, BLAME)


def _told(text: pl.Expr, words: tuple[str, ...]) -> pl.Expr:
    """How often one of the words is said, less twice where it is denied: not good is bad."""
    listed = rf"\b(?:{'|'.join(words)})\b"
    said, denied = (text.str.count_matches(f"(?i){start}{listed}").cast(pl.Int64) for start in ("", DENIED))
    return said - 2 * denied
