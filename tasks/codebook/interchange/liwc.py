"""LIWC: categories by number between two `%`, then a word or phrase a line with the numbers of its categories."""

import re
from pathlib import Path

from tasks.codebook.interchange.flat import assembled, kept, losses, text_of
from tasks.codebook.model import Codebook
from tasks.errors import CodebookInvalid

TITLE = "LIWC dictionary"
ENDINGS = (".dic",)
SAMPLE = b"%\n1\tshelter\n2\tfood\n%\nsofa*\t1\nspare room\t1\nsoup\t2\nhot plate*\t1\t2\n"
HEADINGS = {"shelter": ("sofa*", "spare room", "hot plate*"), "food": ("soup", "hot plate*")}
ADVICE = "A line is a word, a tab, and the numbers of its categories."
CATEGORY = re.compile(r"\s*(\d+)\s+(\S.*?)\s*")
# A tab ends the word where there is one: `turned 65` is a phrase.
ENTRY = re.compile(r"\s*(\S[^\t]*?)\s*((?:\t\s*\d+\s*)+)|\s*(\S+)((?:\s+\d+)+)\s*")


def decoded(content: bytes, path: Path) -> Codebook:
    """A heading a category, all under one theme.

    Raises: CodebookInvalid naming the line.
    """
    source = text_of(content, path)
    lines = [(number, line) for number, line in enumerate(source.split("\n"), 1) if line.strip()]
    bounds = [place for place, (_, line) in enumerate(lines) if line.strip() == "%"]
    if len(bounds) != 2 or bounds[0] != 0:
        raise CodebookInvalid("has no categories between two lines of %", path, ADVICE)
    names = dict(_read(CATEGORY, number, line, path) for number, line in lines[1 : bounds[1]])
    phrases: dict[str, list[str]] = {key: [] for key in names}
    for number, line in lines[bounds[1] + 1 :]:
        word, keys = _read(ENTRY, number, line, path)
        for key in keys.split():
            if key not in phrases:
                raise CodebookInvalid(f"names category {key}, which is not there", f"{path}, line {number}", ADVICE)
            phrases[key].append(word)
    return assembled(
        path, [(*_named(names[key], path), "", tuple(dict.fromkeys(phrases[key]))) for key in names], source
    )


def encoded(codebook: Codebook) -> bytes:
    """A category a heading, by its id; entries in the order of the frame."""
    numbers: dict[str, list[int]] = {}
    for number, heading in enumerate(codebook.headings, 1):
        for entry in kept(codebook, heading):
            numbers.setdefault(entry, []).append(number)
    categories = [f"{number}\t{heading.id}" for number, heading in enumerate(codebook.headings, 1)]
    entries = ["\t".join([entry, *map(str, keys)]) for entry, keys in numbers.items()]
    return "\n".join(["%", *categories, "%", *entries, ""]).encode()


def lost(codebook: Codebook) -> list[str]:
    """What the form cannot hold."""
    return [*losses(codebook), "themes stand only in the names of categories"]


def _named(category: str, path: Path) -> tuple[str, str]:
    """Theme and heading; a category whose name holds a dot tells its own."""
    theme, _, heading = category.partition(".")
    return (theme, heading) if heading else (path.stem, category)


def _read(shape: re.Pattern[str], number: int, line: str, path: Path) -> tuple[str, str]:
    found = shape.fullmatch(line)
    if not found or re.search(r"[()<>]", line):
        raise CodebookInvalid("is not a plain entry of a dictionary", f"{path}, line {number}", ADVICE)
    first, second = (part for part in found.groups() if part is not None)
    return first, second
