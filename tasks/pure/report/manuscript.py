"""The report for a word processor: Table 1, the figures and the method text, ready to be moved into a paper."""

import zipfile
from collections.abc import Iterable
from io import BytesIO

from docx import Document
from docx.document import Document as Manuscript
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell

from tasks.pure.report import prose
from tasks.pure.report.drawings import Drawing
from tasks.pure.report.facts import Facts
from tasks.pure.report.method_text import method
from tasks.pure.report.numbers import count
from tasks.pure.report.quotes_section import quoted_themes
from tasks.pure.report.release import Release
from tasks.pure.report.table1 import ABSENT, Row, table1_rows

FONT, TABLE_SIZE, INDENT = "Calibri", Pt(9.5), Cm(0.5)
WIDTHS = (Cm(6.5), Cm(2.2), Cm(2.2), Cm(2.4), Cm(2.2))
EXTRAS = {
    "core-properties",
    "extended-properties",
    "thumbnail",
    "customXml",
    "stylesWithEffects",
    "webSettings",
    "fontTable",
}
LEAST_DATE = (1980, 1, 1, 0, 0, 0)


def manuscript(release: Release, facts: Facts, drawings: Iterable[Drawing]) -> bytes:
    """The manuscript as DOCX: the same bytes for the same release, and nobody's name or time in it."""
    document = _blank()
    document.add_heading(release.title, 0)
    document.add_paragraph(prose.summary(release, facts))
    _caption(document, "Table 1. ", "Themes and headings: distinct tweets by primary code")
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    _table(document, table1_rows(release), is_compared=release.reference is not None)
    document.add_paragraph(prose.table_note(release, facts)).runs[0].font.size = TABLE_SIZE
    for place, drawing in enumerate(drawings, 1):
        _picture(document, drawing)
        _caption(document, f"Figure {place}. ", drawing.caption)
    _paraphrases(document, release)
    document.add_heading("Method", 1)
    for heading, words in method(release, facts):
        document.add_paragraph().add_run(f"{heading}. ").bold = True
        document.paragraphs[-1].add_run(words)
    document.add_heading("Limitations", 1)
    for words in prose.limitations(release):
        document.add_paragraph(words, style="List Bullet")
    return _sealed(document)


def _paraphrases(document: Manuscript, release: Release) -> None:
    """What people wrote instead of tweets, under its headings; empty where a release has none."""
    if not (whose := prose.paraphrases(release)):
        return
    document.add_heading("In paraphrase", 1)
    document.add_paragraph(whose)
    for theme, quoted_headings in quoted_themes(release):
        for quoted in quoted_headings:
            name = quoted.heading.name if quoted.heading.name == theme.name else f"{theme.name}: {quoted.heading.name}"
            document.add_paragraph().add_run(name).bold = True
            document.paragraphs[-1].paragraph_format.keep_with_next = True
            for quote in (*quoted.quotes, *quoted.contrasts):
                document.add_paragraph(quote.text, style="List Bullet").add_run(
                    f" ({quote.against})" if quote.against else ""
                )


def _blank() -> Manuscript:
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    for name in ("Normal", "Title", "Heading 1", "Caption"):
        style = document.styles[name]
        style.font.name = FONT
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.element.rPr.rFonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            style.element.rPr.rFonts.set(qn(f"w:{script}"), FONT)
    return document


def _caption(document: Manuscript, label: str, words: str) -> None:
    caption = document.add_paragraph(style="Caption")
    caption.add_run(label)
    caption.add_run(words).bold = False


def _picture(document: Manuscript, drawing: Drawing) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    inline = paragraph.add_run().add_picture(BytesIO(drawing.png), width=Cm(13.5))._inline
    inline.docPr.set("descr", drawing.alt)
    inline.docPr.set("title", drawing.title)


def _table(document: Manuscript, rows: list[Row], is_compared: bool) -> None:
    """Three rules, as journals want them; the head stands again on each page, and no line breaks across two."""
    heads = ["Theme and heading", "Tweets", "%", *(["Published", "%"] if is_compared else [])]
    table = document.add_table(rows=0, cols=len(heads))
    table.autofit = False
    _line(table, heads, is_bold=True, is_head=True)
    for row in rows:
        _line(table, _cells(row)[: len(heads)], is_bold=row.kind != "heading", is_head=False)
        if row.kind == "heading":
            table.rows[-1].cells[0].paragraphs[0].paragraph_format.left_indent = INDENT
    for cell in table.rows[0].cells:
        _rules(cell, "top", "bottom")
    for cell in table.rows[-1].cells:
        _rules(cell, "top", "bottom")


def _cells(row: Row) -> list[str]:
    published = ABSENT if row.published is None else count(row.published)
    shares = [share.removesuffix(" %") or ABSENT for share in (row.share, row.published_share)]
    return [row.name, count(row.tweets), shares[0], published, shares[1]]


def _line(table: Table, words: list[str], is_bold: bool, is_head: bool) -> None:
    line = table.add_row()  # type: ignore[no-untyped-call]
    line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if is_head:
        line._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for place, (cell, text) in enumerate(zip(line.cells, words, strict=True)):
        cell.width = WIDTHS[place]
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if place else WD_ALIGN_PARAGRAPH.LEFT
        run = paragraph.add_run(text)
        run.bold, run.font.size = is_bold, TABLE_SIZE


def _rules(cell: _Cell, *sides: str) -> None:
    borders = OxmlElement("w:tcBorders")
    for side in sides:
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "8"), ("space", "0"), ("color", "000000")):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    cell._tc.get_or_add_tcPr().append(borders)


def _sealed(document: Manuscript) -> bytes:
    """The file without author, times, thumbnail and the template's own extras, in an archive that bears no time either."""
    for part in (document.part.package, document.part):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in EXTRAS:
                del part.rels[key]
    written, sealed = BytesIO(), BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(sealed, "w", zipfile.ZIP_STORED) as archive:
        for name in parts.namelist():
            archive.writestr(zipfile.ZipInfo(name, LEAST_DATE), parts.read(name))
    return sealed.getvalue()
