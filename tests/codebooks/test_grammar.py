"""The page of the language tells the truth: each form finds its example and not its near miss."""

from pathlib import Path

import polars as pl
import pytest

from flows.cli import main
from tasks.codebook.grammar import FORMS, SETS, page
from tasks.codebook.phrases import THINGS
from tasks.codebook.questions import answers
from tasks.pure.codebook.concordance import concordance
from tasks.pure.coding.questions import NAMES


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.phrase)
def test_a_form_finds_its_example_and_not_its_near_miss(form) -> None:  # type: ignore[no-untyped-def]
    texts, asked = answers([form.finds, form.misses])
    found = concordance(pl.Series(texts), form.phrase, SETS, pl.Series(asked, dtype=NAMES))
    assert set(found.get_column("row")) == {0}


def test_the_page_shows_every_form_and_every_placeholder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codebook", "grammar"]) == 0
    assert capsys.readouterr().out.strip() == page().strip()
    assert all(form.phrase in page() for form in FORMS)
    assert all(f"<{name}>" in page() for name in THINGS)


def test_a_new_frame_passes_its_own_test_and_overwrites_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.toml"
    assert main(["codebook", "new", str(path)]) == 0
    assert main(["codebook", "test", str(path)]) == 0, capsys.readouterr().out
    path.write_text("mine")
    assert main(["codebook", "new", str(path)]) == 6
    assert path.read_text() == "mine"
