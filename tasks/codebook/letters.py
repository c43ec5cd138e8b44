"""Letters that count as the same: quotes and dashes alike, and every letter in one case, code point for code point."""

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


def canonical(text: str) -> str:
    """The text with quotes and dashes alike, code point for code point."""
    return text.translate(CANONICAL)


def folded(text: str) -> str:
    """The canonical text in one case, code point for code point: letters that `re.IGNORECASE` takes for one become one."""
    return text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """What each code point becomes; worked out when it is first met, because most never are."""

    def __missing__(self, code: int) -> str:
        letter = CANONICAL.get(code, chr(code))
        upper = letter.upper()
        lower = (upper if len(upper) == 1 else letter).lower()
        self[code] = lower if len(lower) == 1 else letter
        return self[code]


_FOLDED = _Folded()
