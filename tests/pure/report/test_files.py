"""Every file of a report comes out whole, whatever characters its names and tweets hold."""

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import polars as pl
import pytest
from docx import Document

from tasks.pure.report.control_characters import UNSEEN, visible
from tasks.pure.report.files import report_files
from tests.pure.report.reporting import CODEBOOK, RELEASE, STUDY, TABLES

BELL = "She\x07lter\x00\x1b\ufffe"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    tables = {name: table.with_columns(pl.col(pl.String).replace("Shelter", BELL)) for name, table in TABLES.items()}
    codebook = replace(CODEBOOK, themes=(replace(CODEBOOK.themes[0], name=BELL), CODEBOOK.themes[1]))
    return dict(report_files(replace(RELEASE, study={**STUDY, "title": BELL}, tables=tables, codebook=codebook)))


def test_they_are_the_page_the_manuscript_and_each_figure_twice(files: dict[str, bytes]) -> None:
    figures = [f"figures/{name}.{kind}" for name in ("flow", "overlap", "timeline") for kind in ("svg", "png")]
    assert list(files) == ["report.html", "report.docx", *figures]


def test_names_with_control_characters_break_none_of_them(files: dict[str, bytes]) -> None:
    assert "<h1>Shelter</h1>" in files["report.html"].decode()
    assert not UNSEEN.search(files["report.html"].decode())
    assert Document(BytesIO(files["report.docx"])).paragraphs[0].text == "Shelter"
    assert "Shelter" in "".join(ElementTree.fromstring(files["figures/overlap.svg"]).itertext())  # noqa: S314  our own


def test_what_can_be_seen_stays() -> None:
    words = "line\none\ttab é 漢 🌿 \u202e \u200d"
    assert visible({"a": [words, 1, None]}) == {"a": [words, 1, None]}
