"""Tables of a manuscript: three rules, as journals want them; the head stands again on each page, no line breaks across two."""

from collections.abc import Sequence

from docx.document import Document as Manuscript
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell

SIZE = Pt(9.5)


def ruled(
    document: Manuscript, heads: list[str], rows: list[list[str]], widths: Sequence[Cm], words: int | None = None
) -> Table:
    """A table with three rules; its first columns are of words and stand to the left, all of them unless `words` says how many."""
    left = len(heads) if words is None else words
    table: Table = document.add_table(rows=0, cols=len(heads))
    table.autofit = False
    for place, row in enumerate([heads, *rows]):
        _line(table, row, widths, left, is_head=not place)
    for cell in table.rows[0].cells:
        rules(cell, "top", "bottom")
    for cell in table.rows[-1].cells:
        rules(cell, "bottom")
    return table


def _line(table: Table, words: list[str], widths: Sequence[Cm], left: int, is_head: bool) -> None:
    line = table.add_row()  # type: ignore[no-untyped-call]
    line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if is_head:
        line._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for place, (cell, text) in enumerate(zip(line.cells, words, strict=True)):
        cell.width = widths[place]
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if place < left else WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(text)
        run.bold, run.font.size = is_head, SIZE


def rules(cell: _Cell, *sides: str) -> None:
    """Rules along sides of a cell: top, bottom."""
    borders = OxmlElement("w:tcBorders")
    for side in sides:
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "8"), ("space", "0"), ("color", "000000")):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    cell._tc.get_or_add_tcPr().append(borders)
