"""Parts of a study are coded side by side by one frame: what each learns of its words is right for the others too."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

from tasks.codebook.model import Codebook, Heading, Theme
from tasks.pure.coding.compiled_frame import compiled_frame
from tasks.pure.coding.matcher import find_hits
from tasks.pure.coding.vocabulary import Vocabulary

PARTS, PHRASES, ROUNDS = 4, 400, 6


def frame() -> Codebook:
    """Many phrases of two words, so that nearly every word opens something of its own."""
    strong = tuple(f"w{number} x{number}" for number in range(PHRASES))
    return Codebook("many", "1", "Many", (Theme("a", "A", "content"),), (Heading("a.a", "a", "A", "So.", strong=strong),), {})


def part(first: int) -> pl.Series:
    """Texts with the words of every phrase, begun at another place."""
    return pl.Series([f"w{number % PHRASES} x{number % PHRASES}" for number in range(first, first + PHRASES)])


def test_parts_that_are_coded_at_once_get_what_each_gets_alone(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    opened, before = Vocabulary._opened, sys.getswitchinterval()

    def given_way(vocabulary: Vocabulary, word: str) -> tuple[int, ...]:
        time.sleep(0)
        return opened(vocabulary, word)

    monkeypatch.setattr(Vocabulary, "_opened", given_way)
    sys.setswitchinterval(1e-6)
    request.addfinalizer(lambda: sys.setswitchinterval(before))
    parts = [part(number * PHRASES // PARTS) for number in range(PARTS)]
    alone = [find_hits(texts, frame()) for texts in parts]
    assert {hits.height for hits in alone} == {PHRASES}
    for _ in range(ROUNDS):
        shared = frame()
        compiled_frame(shared)
        with ThreadPoolExecutor(PARTS) as threads:
            at_once = list(threads.map(find_hits, parts, [shared] * PARTS))
        assert all(hits.equals(other) for hits, other in zip(at_once, alone, strict=True))
