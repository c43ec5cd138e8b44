"""A heading in the words of one description, as codebooks of other programs hold it, and the heading out of them again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tasks.codebook.model import Codebook, Heading, Question
from tasks.codebook.questions import parted

LABELS = {"Include": "include", "Exclude": "exclude", "Example": "examples", "Near miss": "near_misses", "Id": "id"}
LABELLED = re.compile(rf"({'|'.join(LABELS)}): (.*)")
# A phrase of a question that an example asks for.
ASKED = re.compile(r"Question (\w+): (.+)")
# Behind it the theme, where the id of a heading does not begin with it.
ID = re.compile(r"([\w-]+):([\w-]+)\.([\w-]+)(?: \(([\w-]+)\))?")
OURS = re.compile(rf"(?m)^Id: {ID.pattern}$")


def description(codebook: Codebook, heading: Heading) -> str:
    """The definition, then a labelled line for each other part, and for the phrases of questions that examples ask for; the last
    line is the id."""
    asked = {parted(each)[0] for each in (*heading.examples, *heading.near_misses)}
    parts = [("Include", heading.include), ("Exclude", heading.exclude)]
    parts += [("Example", " ".join(each.split())) for each in heading.examples]
    parts += [("Near miss", " ".join(each.split())) for each in heading.near_misses]
    parts += [(f"Question {each.id}", phrase) for each in codebook.questions if each.id in asked for phrase in each.phrases]
    theme = "" if heading.id.startswith(f"{heading.theme}.") else f" ({heading.theme})"
    parts += [("Id", f"{codebook.id}:{heading.id}{theme}")]
    return "\n".join([heading.definition, *(f"{label}: {said}" for label, said in parts if said)]).strip("\n")


def restored(codebook: Codebook) -> Codebook:
    """A frame whose definitions are descriptions, with their parts as parts, the questions and the ids that they name.

    Where a heading names no id, or two name the same, or headings of one theme disagree on it, the ids are left as they are.
    """
    parts = [_parts(each.definition) for each in codebook.headings]
    plain = replace(codebook, headings=tuple(map(_told, codebook.headings, parts)), questions=_questions(parts))
    named = [match for each in parts if (match := ID.fullmatch("".join(each.get("id", ()))))]
    if len(named) < len(parts):
        return plain
    books = {match[1] for match in named}
    themes = {(each.theme, match[4] or match[2]) for each, match in zip(plain.headings, named, strict=True)}
    ids = [f"{match[2]}.{match[3]}" for match in named]
    apart = len(set(ids)) == len(ids) and len({old for old, _ in themes}) == len({new for _, new in themes}) == len(themes)
    return _renamed(plain, books.pop(), dict(themes), ids) if apart and len(books) == 1 else plain


def _renamed(codebook: Codebook, book: str, themes: Mapping[str, str], ids: Sequence[str]) -> Codebook:
    headings = tuple(replace(each, id=key, theme=themes[each.theme]) for each, key in zip(codebook.headings, ids, strict=True))
    # A theme without headings was read as a heading too, so that each has its id.
    above = tuple(replace(each, id=themes[each.id]) for each in codebook.themes)
    return replace(codebook, id=book, themes=above, headings=headings)


def _questions(parts: Sequence[Mapping[str, Sequence[str]]]) -> tuple[Question, ...]:
    """The questions of all descriptions, in order, each with its phrases once."""
    phrases: dict[str, dict[str, None]] = {}
    for match in (ASKED.fullmatch(line) for each in parts for line in each.get("questions", ())):
        if match:
            phrases.setdefault(match[1], {})[match[2]] = None
    return tuple(Question(name, tuple(each)) for name, each in phrases.items())


def _told(heading: Heading, parts: Mapping[str, Sequence[str]]) -> Heading:
    definition, include, exclude = ("\n".join(parts.get(name, ())) for name in ("definition", "include", "exclude"))
    examples, near_misses = (tuple(parts.get(name, ())) for name in ("examples", "near_misses"))
    return replace(
        heading, definition=definition, include=include, exclude=exclude, examples=examples, near_misses=near_misses
    )


def _parts(text: str) -> dict[str, list[str]]:
    """What stands under each label; a line without one goes on with the line before it."""
    found: dict[str, list[str]] = {}
    name = "definition"
    is_ours = OURS.search(text) is not None
    for line in text.splitlines():
        match = LABELLED.fullmatch(line)
        if match:
            name = LABELS[match[1]]
            found.setdefault(name, []).append(match[2])
        elif is_ours and ASKED.fullmatch(line):
            found.setdefault("questions", []).append(line)
        elif name == "definition" or not found.get(name):
            found.setdefault(name, []).append(line)
        else:
            found[name][-1] += f"\n{line}"
    return found
