"""The coding frame as an appendix of a paper: in Markdown, and as one HTML page."""

import re
from collections.abc import Iterator

from jinja2 import Environment, PackageLoader, StrictUndefined

from tasks.codebook.model import Codebook, Heading, Theme

OF_KIND = {
    "residual": "Residual: primary only where no content heading applies.",
    "fallback": "Fallback: counts only where no other theme does.",
}
NEGATED = "A phrase that a word of denial stands before does not count."
KEY = (
    "A strong phrase codes a tweet by itself, two different weak ones do together; what stands within an “unless” does not "
    "count. * any letters, ? one letter or none, a|b either word, ..n up to n words between, {name} any of a set, "
    "question:name only where the text answers that question."
)
SPECIAL = re.compile(r"([\\`*_\[\]<>|])")


def appendix(codebook: Codebook) -> str:
    """Themes, headings, definitions, phrases, examples, sets and history, in the order of the frame, in Markdown."""
    return "\n".join(_lines(codebook)) + "\n"


def appendix_page(codebook: Codebook) -> str:
    """The same as one HTML page without script or outside resource."""
    pages = Environment(
        loader=PackageLoader(__name__.rpartition(".")[0], "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = pages.get_template("appendix.html.j2")
    return page.render(codebook=codebook, key=KEY, kinds=OF_KIND, negated=NEGATED, under=_under, parts=parts)


def parts(
    heading: Heading,
) -> tuple[list[tuple[str, str]], list[tuple[str, tuple[str, ...]]], list[tuple[str, tuple[str, ...]]]]:
    """What there is to say of a heading, each with its label: notes, lists of phrases, lists of texts; no empty ones."""
    notes = [("Include", heading.include), ("Exclude", heading.exclude)]
    phrases = [("Strong", heading.strong), ("Weak", heading.weak), ("Unless", heading.unless)]
    texts = [("Examples", heading.examples), ("Near misses", heading.near_misses)]
    return (
        [each for each in notes if each[1]],
        [each for each in phrases if each[1]],
        [each for each in texts if each[1]],
    )


def _under(codebook: Codebook, theme: Theme) -> list[Heading]:
    return [heading for heading in codebook.headings if heading.theme == theme.id]


def _lines(codebook: Codebook) -> Iterator[str]:
    yield f"# {_plain(codebook.title)}"
    yield f"\nVersion {codebook.version}: {len(codebook.themes)} themes, {len(codebook.headings)} headings.\n\n{_plain(KEY)}"
    for theme in codebook.themes:
        yield f"\n## {_plain(theme.name)}{f': {_plain(theme.title)}' if theme.title else ''}"
        if theme.kind in OF_KIND:
            yield f"\n{OF_KIND[theme.kind]}"
        for heading in _under(codebook, theme):
            yield from _of_heading(heading)
    if codebook.sets:
        yield "\n## Sets\n"
        yield from (f"- `{{{name}}}`: {_codes(words)}" for name, words in codebook.sets.items())
    if codebook.questions:
        yield "\n## Questions\n"
        yield from (f"- `question:{each.id}`, told by {_codes(each.phrases)}" for each in codebook.questions)
    if codebook.precedence:
        yield f"\n## Precedence\n\n{_codes(codebook.precedence)}"
    if codebook.history:
        yield "\n## History\n"
        yield from (f"- {each.version} ({each.date}): {_plain(each.change)}" for each in codebook.history)


def _of_heading(heading: Heading) -> Iterator[str]:
    notes, phrases, texts = parts(heading)
    yield f"\n### {_plain(heading.name)}\n\n{_plain(heading.definition)}"
    yield from (f"\n*{label}:* {_plain(words)}" for label, words in notes)
    yield from (f"\n*{label}:* {_codes(written)}" for label, written in phrases)
    if heading.negated:
        yield f"\n{NEGATED}"
    yield from (f"\n*{label}:*\n\n" + "\n".join(f"- {_plain(text)}" for text in listed) for label, listed in texts)


def _codes(phrases: tuple[str, ...]) -> str:
    return ", ".join(f"`{phrase}`" if "`" not in phrase else f"`` {phrase} ``" for phrase in phrases)


def _plain(text: str) -> str:
    """Words that Markdown takes for nothing but words, on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
