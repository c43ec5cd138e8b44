"""Letters that a reader takes for others: full width, mathematical, Cyrillic and Greek ones, and what cannot be seen."""

LETTERS = "".join(chr(start + place) for start in (65, 97) for place in range(26))
DIGITS = "0123456789"
# The alphabets of U+1D400 and the digits of U+1D7CE follow each other without a gap.
RANGES = (
    (0xFF01, "".join(chr(place) for place in range(0x21, 0x7F))),
    (0x1D400, LETTERS * 13),
    (0x1D7CE, DIGITS * 5),
    (0x0660, DIGITS),
    (0x06F0, DIGITS),
    (0xFE6B, "@"),
)
FOREIGN = "аеорсухіјѕԁһԛԝкмтАВЕКМНОРСТУХІЈЅοανικρυτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
LATIN = "aeopcyxijsdhqwkmtABEKMHOPCTYXIJSoavikputABEZHIKMNOPTYX"
# A word of one script is a word; letters of two scripts side by side are a disguise.
DISGUISED = r"[A-Za-z0-9_][\x{0370}-\x{052F}]|[\x{0370}-\x{052F}][A-Za-z0-9_]"
STYLED = r"[\x{0660}-\x{0669}\x{06F0}-\x{06F9}\x{FE6B}\x{FF01}-\x{FF5E}\x{1D400}-\x{1D6A3}\x{1D7CE}-\x{1D7FF}]"
UNSEEN = (
    r"[\x{00AD}\x{034F}\x{061C}\x{115F}\x{1160}\x{180E}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2069}"
    r"\x{3164}\x{FE00}-\x{FE0F}\x{FEFF}]"
)


def macro() -> str:
    """The SQL macro `plain(words)`: words as a reader sees them."""
    styled = "".join(chr(start + place) for start, plain in RANGES for place in range(len(plain)))
    plain = "".join(plain for _, plain in RANGES)
    one, other = (letters.replace("'", "''") for letters in (styled + FOREIGN, plain + LATIN))
    seen = f"regexp_replace(words, '{UNSEEN}', '', 'g')"
    return (
        # Most texts hold as many bytes as letters, and nothing that looks like another letter.
        "CREATE MACRO plain(words) AS CASE WHEN strlen(words) = length(words) THEN words"
        f" WHEN regexp_matches(words, '{DISGUISED}|{STYLED}')"
        f" THEN translate({seen}, '{one}', '{other}') ELSE {seen} END;\n"
    )
