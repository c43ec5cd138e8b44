from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from flows.cli import main
from tasks.errors import UsageError
from tasks.models import second_opinion
from tasks.models.second_opinion import Finding, installed, ranked

LEFT = ["ask [PERSON] again", None, "", "osgood and tressick sang", "[USER] saw Tamsin"]


def capitals(text: str) -> Iterable[Finding]:
    """Finds invented names, each as surely as it is written."""
    for name, score in (("osgood", 0.4), ("tressick", 0.6), ("Tamsin", 0.9), ("PERSON", 1.0)):
        if name in text:
            yield text.index(name), text.index(name) + len(name), score


def test_rows_with_findings_come_the_surest_first_and_placeholders_are_none() -> None:
    assert ranked(LEFT, capitals).rows() == [(4, 1, 0.9), (3, 2, 0.6)]


def test_nothing_found_gives_an_empty_table_with_its_columns() -> None:
    assert ranked([None, "quiet"], lambda text: []).schema == second_opinion.REVIEW


def imported(module: str) -> SimpleNamespace:
    if not module.startswith("spacy"):
        raise ImportError(module)
    entity = SimpleNamespace(start_char=0, end_char=5, label_="GPE")
    other = SimpleNamespace(start_char=6, end_char=9, label_="DATE")
    return SimpleNamespace(load=lambda name, disable: lambda text: SimpleNamespace(ents=[entity, other]))


def test_spacy_is_asked_where_presidio_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "import_module", imported)
    assert list(installed()("Leeds now")) == [(0, 5, 1.0)]


def absent(module: str) -> SimpleNamespace:
    raise ImportError(module)


def test_where_none_is_installed_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "import_module", absent)
    with pytest.raises(UsageError, match="second-opinion"):
        installed()


def test_the_command_lists_rows_for_review_and_writes_the_same_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pl.DataFrame({"text": ["the word osgood-like is no name", "hi"]}).write_csv(tmp_path / "in.csv")
    monkeypatch.setattr(second_opinion, "installed", lambda: capitals)
    plain, reviewed, review = (tmp_path / name for name in ("plain.csv", "reviewed.csv", "review.csv"))
    assert main(["anonymise", str(tmp_path / "in.csv"), "-o", str(plain)]) == 0
    given = ["anonymise", str(tmp_path / "in.csv"), "-o", str(reviewed), "--second-opinion", str(review)]
    assert main(given) == 0
    assert plain.read_bytes() == reviewed.read_bytes()
    assert pl.read_csv(review).columns == ["row", "names", "score"]
