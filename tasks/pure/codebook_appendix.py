"""The coding frame as an appendix of a paper, in Markdown."""

from collections.abc import Iterator

from tasks.codebook.model import Codebook, Heading


def appendix(codebook: Codebook) -> str:
    """Themes, headings, definitions, phrases and examples, in the order of the frame."""
    return "\n".join(_lines(codebook)) + "\n"


def _lines(codebook: Codebook) -> Iterator[str]:
    yield f"# {codebook.title}"
    yield f"\nVersion {codebook.version}: {len(codebook.themes)} themes, {len(codebook.headings)} headings."
    for theme in codebook.themes:
        yield f"\n## {theme.name}{f': {theme.title}' if theme.title else ''}"
        if theme.kind == "residual":
            yield "\nResidual: primary only where no content heading applies."
        for heading in codebook.headings:
            if heading.theme == theme.id:
                yield from _of_heading(heading)


def _of_heading(heading: Heading) -> Iterator[str]:
    yield f"\n### {heading.name}\n\n{heading.definition}"
    for label, words in (("Include", heading.include), ("Exclude", heading.exclude)):
        if words:
            yield f"\n*{label}:* {words}"
    for label, phrases in (("Strong", heading.strong), ("Weak", heading.weak), ("Unless", heading.unless)):
        if phrases:
            yield f"\n*{label}:* " + ", ".join(f"`{phrase}`" for phrase in phrases)
    for label, texts in (("Examples", heading.examples), ("Near misses", heading.near_misses)):
        if texts:
            yield f"\n*{label}:*\n\n" + "\n".join(f"- {text}" for text in texts)
