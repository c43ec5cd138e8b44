"""No pattern takes for ever on a long text of one letter, digits, @, dots or the like, and no function that uses several."""

import re
import subprocess
import sys

import polars as pl
import pytest

from tasks.codebook.model import Codebook, Heading, Theme
from tasks.pure.coding.matcher import find_hits
from tests.conftest import PROJECT
from tests.patterns.search_all import held, patterns, texts


# It ends by itself: on a busy machine a limit by the clock says nothing.
@pytest.mark.timeout(0)
@pytest.mark.parametrize("letters", [100_000, pytest.param(1_000_000, marks=pytest.mark.nightly)])
def test_every_pattern_ends(letters: int) -> None:
    command = [sys.executable, "-m", "tests.patterns.search_all", str(letters)]
    search = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=False)
    said = search.stdout
    assert search.returncode == 0, f"does not end: {said.split()[-1]}"
    assert {"tasks.pure.anonymise.patterns.LOCAL", "tasks.reading.listings.TYPED", "anonymised", "listing"} <= {
        *said.split()
    }


def test_patterns_are_found_alone_and_in_tables() -> None:
    names = {name for name, _ in patterns()}
    assert {"tasks.bundles.checks.words.TRACES", "tasks.bundles.checks.words.TAG"} <= names
    assert list(held({"a": re.compile("b")})) == [re.compile("b")]


@pytest.mark.parametrize("phrase", [r"/\w+x/", r"/[a-m]+[n-z]+!/", "*a*b*c", "a* ..9 b", "<user> ..9 a"])
def test_phrases_end(phrase: str) -> None:
    heading = Heading("a.b", "a", "B", "So.", strong=(phrase,))
    frame = Codebook("long", "1", "Long", (Theme("a", "A", "content"),), (heading,), {})
    # A phrase looks at a million letters in some seconds, where what grows with the square would take a day.
    assert find_hits(pl.Series([text[:200_000] for text in texts(200_000)]), frame).height == 0
