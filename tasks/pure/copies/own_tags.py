"""The study's own hashtags as a pattern, in every way that people write them."""

import re
import unicodedata
from collections.abc import Sequence

# What case folding takes apart or together, beyond the case of single letters, which the pattern is read without.
WAYS = {"ss": "(?:ss|ß|ẞ)", "i̇": "(?:i̇|İ|i)"}


def tags_pattern(hashtags: Sequence[str]) -> str | None:
    """A pattern of RE2 for any of the hashtags (without #), letters composed or not; none where there are none."""
    folded = sorted({tag.lstrip("#＃").casefold() for tag in hashtags} - {""}, key=lambda tag: (-len(tag), tag))
    forms = dict.fromkeys(unicodedata.normalize(form, tag) for tag in folded for form in ("NFC", "NFD"))
    return "|".join(map(_ways, forms)) or None


def _ways(tag: str) -> str:
    pattern = re.escape(tag)
    for letters, ways in WAYS.items():
        pattern = pattern.replace(letters, ways)
    return pattern
