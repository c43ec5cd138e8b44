"""The manuscript opens in a word processor, says what the page says, and bears nobody's name or time."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from tasks.pure.disclosure.embedded_words import docx_words
from tasks.pure.report.drawings import drawings
from tasks.pure.report.facts import facts_of
from tasks.pure.report.manuscript import manuscript
from tasks.pure.report.release import Release
from tests.pure.report.reporting import RELEASE, empty, hostile, paraphrased


def written(release: Release) -> bytes:
    told = facts_of(release)
    return manuscript(release, told, drawings(release, told))


@pytest.fixture(scope="module")
def content() -> bytes:
    return written(RELEASE)


def lines(content: bytes) -> Iterator[list[str]]:
    yield from ([cell.text for cell in row.cells] for row in Document(BytesIO(content)).tables[0].rows)


def test_table_1_is_a_table_with_sums_and_published_counts(content: bytes) -> None:
    assert list(lines(content)) == [
        ["Theme and heading", "Tweets", "%", "95 % interval", "Published", "%"],
        ["Shelter", "35", "87.5", "73.9–94.5", "3", "75.0"],
        ["Offers", "30", "75.0", "59.8–85.8", "3", "75.0"],
        ["Searches", "5", "12.5", "5.5–26.1", "–", "–"],
        ["Thanks", "4", "10.0", "4.0–23.1", "1", "25.0"],
        ["Uncoded", "1", "2.5", "0.4–12.9", "–", "–"],
        ["All", "40", "100.0", "–", "4", "100.0"],
    ]


def test_the_head_stands_again_on_each_page_and_no_line_is_split(content: bytes) -> None:
    head, *rows = Document(BytesIO(content)).tables[0].rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in (head, *rows))
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rows)


def test_every_figure_has_an_alternative_text_and_a_caption(content: bytes) -> None:
    document = Document(BytesIO(content))
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == [
        drawing.alt for drawing in drawings(RELEASE, facts_of(RELEASE))
    ]
    captions = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    assert [caption.partition(".")[0] for caption in captions] == ["Table 1", "Table 2", "Figure 1", "Figure 2", "Figure 3"]


def test_it_is_the_same_each_time_and_bears_no_name_or_time(content: bytes) -> None:
    assert content == written(RELEASE)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if name.startswith(("docProps", "customXml"))]
    assert not [line for line in docx_words(content) if "python-docx" in line]


@pytest.mark.parametrize("release", [hostile(), empty()], ids=["hostile", "empty"])
def test_any_release_gives_one_that_opens(release: Release) -> None:
    assert len(list(lines(written(release)))) == 7


def test_paraphrases_stand_under_their_headings_and_tweets_nowhere(content: bytes) -> None:
    words = [
        paragraph.text for paragraph in Document(BytesIO(written(paraphrased("A bed is free.", "None is.")))).paragraphs
    ]
    at = words.index("In paraphrase")
    assert words[at + 2 : at + 5] == [
        "Shelter: Offers",
        "A bed is free.",
        "None is. (a denial stands close before the words that fired)",
    ]
    assert "In paraphrase" not in [paragraph.text for paragraph in Document(BytesIO(content)).paragraphs]


def test_it_has_themes_with_a_quote_and_all_that_a_journal_asks(content: bytes) -> None:
    document = Document(BytesIO(content))
    themes = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert themes[0] == ["Theme", "What it gathers", "Texts", "People", "One voice"]
    assert themes[1][:4] == ["Shelter", "A roof for a night. Headings: Offers, Searches.", "35 (87.5 %)", "–"]
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings[-7:] == [
        "Date of the data", "Ethics", "Data availability", "Code availability", "How to cite", "References", "Checklist (SRQR)",
    ]  # fmt: skip
    checklist = [row.cells[0].text for row in document.tables[-1].rows]
    assert checklist == ["Item", *(f"S{number}" for number in range(1, 22))]
