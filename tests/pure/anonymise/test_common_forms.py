"""Links and handles as they mostly are, told at once for a whole page: what is found is what a closer look at each finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.models import load
from tasks.pure.anonymise import characters, links, patterns
from tasks.pure.anonymise.canonical import canonical
from tasks.pure.anonymise.characters import Page, Places
from tasks.pure.anonymise.spans import of
from tasks.pure.anonymise.words import digest_of, digests_of

PIECES = (
    "http", "https", "HTTP", "hxxp", "://", ":/", "t.co/", "T.co/", "owl.org", "aB1", "K", "ſ", "…", "?x=1", " ", "\n", "\u00a0",
    "#", "@", "＠", "_", "/", "quiet", "ss", "rs", "é", "7", ".", "\U0010ffff",
)  # fmt: skip
texts = st.lists(st.lists(st.sampled_from(PIECES), max_size=9).map("".join), min_size=1, max_size=4)


def none_short(page: Page, colons: Places) -> tuple[np.ndarray, Places, Places]:  # type: ignore[type-arg]
    return np.zeros(len(colons), dtype=bool), colons[:0], colons[:0]


def none_plain(page: Page, signs: Places) -> tuple[Places, np.ndarray]:  # type: ignore[type-arg]
    return signs, np.zeros(len(signs), dtype=bool)


@settings(deadline=None)
@given(texts)
def test_links_and_handles_are_found_as_by_a_closer_look(given_texts: list[str]) -> None:
    page, endings = characters.page(given_texts), load.endings()
    swift = links.links(page, endings), sorted(patterns._handles(page))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "_short_links", none_short)
        patch.setattr(patterns, "_plain_handles", none_plain)
        assert swift == (links.links(page, endings), sorted(patterns._handles(page)))


def test_a_shortened_link_and_a_handle_between_blanks_need_no_closer_look(monkeypatch: pytest.MonkeyPatch) -> None:
    page = characters.page(["see https://t.co/aB1cD2 @quiet_owl", "@owl http://t.co/x"])
    monkeypatch.setattr(links, "SCHEME", None)
    monkeypatch.setattr(patterns, "HANDLE", None)
    assert [page.text[start:end] for start, end, _ in links.links(page, frozenset())] == ["https://t.co/aB1cD2", "http://t.co/x"]
    assert [page.text[start:end] for start, end, _ in patterns._handles(page)] == ["@quiet_owl", "@owl"]


def test_digits_of_links_are_not_looked_at_where_no_other_follows_soon() -> None:
    far = "http://t.co/07700900123 " + "quiet " * 5 + "7"
    page = characters.page(["12 http://t.co/07700900", "http://t.co/0770090012 1", far, "1234567"])
    apart = patterns._without_numbers_of(of(0, links.links(page, frozenset())), page)
    held = page.row_of(np.flatnonzero(apart.bits & characters.DIGIT))
    assert np.bincount(held, minlength=4).tolist() == [2, 11, 1, 7]


@settings(deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_a_single_digest_is_that_of_the_word_on_a_page(word: str) -> None:
    assert digest_of.__wrapped__(word.lower()) == int(digests_of([word.lower()])[0])


@settings(deadline=None)
@given(st.text("aÀé\u200bа𝐀"))
def test_words_without_disguise_are_read_as_they_are_written(text: str) -> None:
    plain, places = canonical(text)
    assert len(places) == len(plain) + 1
    assert plain.isascii() or not any(letter in plain for letter in "\u200b𝐀")
