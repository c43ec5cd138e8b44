"""Words in the codes of a tool come out as they were typed, and words that only look so stay as they are."""

import polars as pl
import pytest

from tasks.reading.restored import restored


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        (r"b'tea\xe2\x80\xa6 \xf0\x9f\x98\xad'", "tea… 😭"), (r"""b"it's tea\nfirst" """.strip(), "it's tea\nfirst"),
        (r"u'tea\u2026 \ud83d\ude2d it\'s'", "tea… 😭 it's"), (r"""u"it's" """.strip(), "it's"), ("u'cut \\u2026", "u'cut …"),
        (r"tea\\u2026 \\ud83d\\ude2d", "tea… 😭"),
        ("b'cut \\xe2", "cut "), ("b'cut \\xe2\\x80\\xa6 sho\\x", "cut … sho"), (r"tea \u{1F62D} Caf\x{e9}", "tea 😭 Café"),
        ("tea{U+2026}{U+0001F62D}", "tea…😭"),
        ("tea<U+2026> <U+0001F62D>", "tea… 😭"), ("<U+D83D><U+DE2D>", "😭"), ("<ed><a0><bd><ed><b8><ad> tea", "😭 tea"),
        ("<f0><9f><98><ad>", "😭"), (r"tea\u2026 \U0001f62d \ud83d\ude2d", "tea… 😭 😭"), (r"Caf\xe9 and \xc3\xa9", "Café and é"),
        ("tea_x000D_\nfirst", "tea\nfirst"), ("<b> and <br> stay", "<b> and <br> stay"), (r"C:\users\x", r"C:\users\x"),
        (r"C:\ud800 tea", r"C:\ud800 tea"),
        ("b'tis tea", "b'tis tea"), (None, None),
    ],
)  # fmt: skip
def test_codes_are_words_again(written: str | None, typed: str | None) -> None:
    assert restored(pl.Series([written], dtype=pl.String)).to_list() == [typed]


def test_what_was_given_stays_as_it_was() -> None:
    given = pl.Series(["tea<U+2026>"])
    assert (restored(given).to_list(), given.to_list()) == (["tea…"], ["tea<U+2026>"])
