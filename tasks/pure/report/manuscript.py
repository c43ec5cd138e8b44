"""The report for a word processor: Table 1, the figures and the method text, ready to be moved into a paper."""

import zipfile
from collections.abc import Iterable
from io import BytesIO

from docx import Document
from docx.document import Document as Manuscript
from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor

from tasks.pure.report import prose
from tasks.pure.report.checklist import checklist
from tasks.pure.report.drawings import Drawing
from tasks.pure.report.facts import Facts
from tasks.pure.report.manuscript_tables import SIZE, ruled, rules
from tasks.pure.report.method_text import method
from tasks.pure.report.numbers import count
from tasks.pure.report.quotes_section import quoted_themes
from tasks.pure.report.release import Release
from tasks.pure.report.reliability import figures_of
from tasks.pure.report.statements import references, statements
from tasks.pure.report.table1_lines import ABSENT, Row, table1_rows
from tasks.pure.report.theme_table import headline, people, theme_rows

FONT, INDENT = "Calibri", Cm(0.5)
WIDTHS = (Cm(6.2), Cm(1.9), Cm(1.7), Cm(2.6), Cm(2.2), Cm(1.7))
THEME_WIDTHS = (Cm(2.4), Cm(4.9), Cm(2.0), Cm(1.4), Cm(5.3))
AGREEMENT_WIDTHS = (Cm(5.6), Cm(4.2), Cm(1.6), Cm(1.9), Cm(2.7))
CHECKLIST_WIDTHS = (Cm(1.2), Cm(5.8), Cm(9))
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
    if finding := headline(release, facts):
        document.add_paragraph(finding).runs[0].bold = True
    document.add_paragraph(prose.summary(release, facts))
    _caption(document, "Table 1. ", "Themes and headings: distinct tweets by primary code")
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    _table(document, table1_rows(release), is_compared=release.reference is not None)
    document.add_paragraph(prose.table_note(release, facts)).runs[0].font.size = SIZE
    _themes(document, release, facts)
    for place, drawing in enumerate(drawings, 1):
        _picture(document, drawing)
        _caption(document, f"Figure {place}. ", drawing.caption)
    _paraphrases(document, release)
    _reliability(document, release)
    document.add_heading("Method", 1)
    for heading, words in method(release, facts):
        document.add_paragraph().add_run(f"{heading}. ").bold = True
        document.paragraphs[-1].add_run(words)
    document.add_heading("Limitations", 1)
    for words in prose.limitations(release):
        document.add_paragraph(words, style="List Bullet")
    for heading, words in statements(release):
        document.add_heading(heading, 1)
        document.add_paragraph(words)
    document.add_heading("References", 1)
    for words in references(release):
        document.add_paragraph(words, style="List Bullet")
    document.add_heading("Checklist (SRQR)", 1)
    ruled(document, ["Item", "Topic", "Where it is answered"], [list(row) for row in checklist(release, facts)], CHECKLIST_WIDTHS)
    return _sealed(document)


def _themes(document: Manuscript, release: Release, facts: Facts) -> None:
    """Table 2: what each theme gathers, its texts and people, and one quote."""
    _caption(document, "Table 2. ", "Themes, what they gather, and a voice of each")
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    rows = [
        [row.name, row.meaning, f"{row.tweets} {row.share and f'({row.share})'}".strip(), row.people or ABSENT, row.quote or ABSENT]
        for row in theme_rows(release, facts)
    ]
    ruled(document, ["Theme", "What it gathers", "Texts", "People", "One voice"], rows, THEME_WIDTHS)
    if note := people(release):
        document.add_paragraph(note).runs[0].font.size = SIZE


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


def _reliability(document: Manuscript, release: Release) -> None:
    """The figures of agreement as a table; its sentences stand in the method."""
    if rows := figures_of(release):
        _caption(document, "Table 3. ", "Agreement of coders")
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        heads = ["Statistic", "Between", "Texts", "Value", "95 % interval"]
        ruled(document, heads, [list(row) for row in rows], AGREEMENT_WIDTHS, words=2)


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
    heads = ["Theme and heading", "Tweets", "%", "95 % interval", *(["Published", "%"] if is_compared else [])]
    table = ruled(document, heads, [_cells(row)[: len(heads)] for row in rows], WIDTHS, words=1)
    for line, row in zip(table.rows[1:], rows, strict=True):
        if row.kind == "heading":
            line.cells[0].paragraphs[0].paragraph_format.left_indent = INDENT
            continue
        for cell in line.cells:
            cell.paragraphs[0].runs[0].bold = True
    for cell in table.rows[-1].cells:
        rules(cell, "top", "bottom")


def _cells(row: Row) -> list[str]:
    published = ABSENT if row.published is None else count(row.published)
    shares = [share.removesuffix(" %") or ABSENT for share in (row.share, row.published_share)]
    return [row.name, count(row.tweets), shares[0], row.interval or ABSENT, published, shares[1]]


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
