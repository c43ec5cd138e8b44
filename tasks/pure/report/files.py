"""Every file of a release that people read: the page, the manuscript, and each figure as SVG and PNG."""

from collections.abc import Iterator

from tasks.pure.report.control_characters import visible
from tasks.pure.report.drawings import drawings
from tasks.pure.report.facts import facts_of
from tasks.pure.report.manuscript import manuscript
from tasks.pure.report.page import report_page
from tasks.pure.report.release import Release


def report_files(release: Release) -> Iterator[tuple[str, bytes]]:
    """Names within the bundle, and contents; each figure is drawn once for all of them."""
    release = visible(release)
    facts = facts_of(release)
    drawn = drawings(release, facts)
    yield "report.html", report_page(release, facts, drawn).encode()
    yield "report.docx", manuscript(release, facts, drawn)
    for drawing in drawn:
        yield f"figures/{drawing.name}.svg", drawing.on_paper.encode()
        yield f"figures/{drawing.name}.png", drawing.png
