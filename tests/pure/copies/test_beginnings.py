"""The longest text that begins with another, as a search through all pairs finds it."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.pure.copies.beginnings import CUT, SEARCHED, TEXT, beginnings

words = st.text("ab", max_size=5)


@given(st.sets(words), st.sets(words), st.sets(words))
def test_each_beginning_finds_the_longest_text_then_the_first(
    texts: set[str], searched: set[str], cut: set[str]
) -> None:
    places = {text: place for place, text in enumerate(sorted(texts, key=hash))}
    opened = [(text, TEXT, places[text]) for text in texts]
    opened += [(text, SEARCHED, 0) for text in searched] + [(text, CUT, 0) for text in cut & texts]
    wanted = set()
    for plain, kind, _ in opened:
        longer = [text for text in texts if text.startswith(plain) and not (kind == CUT and text == plain)]
        if kind != TEXT and longer:
            wanted.add((plain, kind, max(longer, key=lambda text: (len(text), -places[text]))))
    assert set(beginnings(sorted(opened))) == wanted


def test_texts_that_open_alike_cost_no_pairs() -> None:
    opened = [(f"{'a' * 40}{place:06}", kind, place) for place in range(20_000) for kind in (TEXT, CUT)]
    assert list(beginnings(opened)) == []
