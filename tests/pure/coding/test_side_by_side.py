"""Parts of a study are coded side by side by one frame: what each learns of its words is right for the others too."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import polars as pl
import pytest

from tasks.codebook.model import Codebook, Heading, Theme
from tasks.pure.coding.compiled_frame import compiled_frame
from tasks.pure.coding.matcher import find_hits
from tasks.pure.coding.vocabulary import Vocabulary

PARTS, PHRASES = 4, 50


def frame() -> Codebook:
    """Phrases of two words each, so that every word opens something of its own."""
    strong = tuple(f"w{number} x{number}" for number in range(PARTS * PHRASES))
    return Codebook("many", "1", "Many", (Theme("a", "A", "content"),), (Heading("a.a", "a", "A", "So.", strong=strong),), {})


def part(place: int) -> pl.Series:
    """Texts with words that no other part has."""
    return pl.Series([f"w{number} x{number}" for number in range(place * PHRASES, (place + 1) * PHRASES)])


def test_parts_that_are_coded_at_once_get_what_each_gets_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [part(place) for place in range(PARTS)]
    alone = [find_hits(texts, frame()) for texts in parts]
    assert {hits.height for hits in alone} == {PHRASES}
    looked_up = Vocabulary.classes_of_numbers

    def given_way(vocabulary: Vocabulary) -> Any:
        found = looked_up(vocabulary)
        # Here another part's words may come between the classes and the numbers that they are for.
        time.sleep(0.01)
        return found

    monkeypatch.setattr(Vocabulary, "classes_of_numbers", given_way)
    shared = frame()
    # Made ready once beforehand: parts that find it unmade would make one each.
    compiled_frame(shared)
    with ThreadPoolExecutor(PARTS) as threads:
        at_once = list(threads.map(find_hits, parts, [shared] * PARTS))
    assert all(hits.equals(other) for hits, other in zip(at_once, alone, strict=True))
