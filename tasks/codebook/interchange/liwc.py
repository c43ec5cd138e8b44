"""LIWC: categories by number between two `%`, then a word or phrase a line with the numbers of its categories."""

import re
from pathlib import Path

from tasks.codebook.interchange.flat import UTF_16, assembled, kept, losses, text_of
from tasks.codebook.model import Codebook
from tasks.errors import CodebookInvalid

TITLE = "LIWC dictionary"
ENDINGS = (".dic",)
SAMPLE = b"%\n1\tshelter\n2\tfood\n%\nsofa*\t1\nspare room\t1\nsoup\t2\nhot plate*\t1\t2\n"
HEADINGS = {"shelter": ("sofa*", "spare room", "hot plate*"), "food": ("soup", "hot plate*")}
ADVICE = "A line is a word, a tab, and the numbers of its categories."
CATEGORY = re.compile(r"\s*(\d+)\s+(\S.*?)\s*")
# What LIWC of 2015 says of a category, in brackets behind its name.
SAID = re.compile(r"(\S.*?)\s*\(([^()]+)\)")
# A tab ends the word where there is one: `turned 65` is a phrase.
ENTRY = re.compile(r"\s*(\S[^\t]*?)\s*((?:\t\s*\d+\s*)+)|\s*(\S+)((?:\s+\d+)+)\s*")
# LIWC of 2007 gives some words a category only after others, which stand in brackets before it.
CONDITION = re.compile(r"\(\s*\d[\d\s]*\)\s*(\d+(?:\s*/\s*(?:\(\s*\d[\d\s]*\)\s*)?\d+)*)")


def decoded(content: bytes, path: Path) -> Codebook:
    """A heading a category, all under one theme.

    Raises: CodebookInvalid naming the line.
    """
    source = text_of(_in_utf8(content), path)
    lines = [(number, line) for number, line in enumerate(source.split("\n"), 1) if line.strip()]
    bounds = [place for place, (_, line) in enumerate(lines) if line.strip() == "%"]
    # Some end with one more.
    entries = [(number, line) for number, line in lines[bounds[1] + 1 :] if line.strip() != "%"] if len(bounds) > 1 else []
    if len(bounds) not in {2, 3} or bounds[0] != 0 or bounds[2:] not in ([], [len(lines) - 1]):
        raise CodebookInvalid("has no categories between two lines of %", path, ADVICE)
    found = (_read(CATEGORY, number, line, path) for number, line in lines[1 : bounds[1]])
    names = {int(key): name for key, name in found}
    phrases: dict[int, list[str]] = {key: [] for key in names}
    for number, line in entries:
        plain, conditional = _without_conditions(line)
        word, keys = _read(ENTRY, number, plain, path) if not conditional or re.search(r"\t\s*\d", plain) else (plain.strip(), "")
        for key in map(int, keys.split()):
            if key not in phrases:
                raise CodebookInvalid(f"names category {key}, which is not there", f"{path}, line {number}", ADVICE)
            phrases[key].append(word)
        for key in conditional:
            phrases.get(key, []).append(word)
    return assembled(
        path, [(*_named(names[key], path), tuple(dict.fromkeys(phrases[key]))) for key in names], source
    )


def _in_utf8(content: bytes) -> bytes:
    """Dictionaries before 2015 were saved in Windows' own letters."""
    if content.startswith(UTF_16):
        return content
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").encode()
    return content


def _without_conditions(line: str) -> tuple[str, list[int]]:
    """A line without its conditions, and the categories that a word may have under them."""
    found = [int(number) for match in CONDITION.finditer(line) for number in re.findall(r"\d+(?![\d\s]*\))", match[1])]
    return CONDITION.sub("", line), found


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


def _named(category: str, path: Path) -> tuple[str, str, str]:
    """Theme, heading and what is said of it; a category whose name holds a dot tells its own theme."""
    said = SAID.fullmatch(category)
    name, definition = (said[1], said[2]) if said else (category, "")
    theme, _, heading = name.partition(".")
    return (theme, heading, definition) if heading else (path.stem, name, definition)


def _read(shape: re.Pattern[str], number: int, line: str, path: Path) -> tuple[str, str]:
    found = shape.fullmatch(line)
    if not found or re.search(r"<\w+>", line):
        raise CodebookInvalid("is not a plain entry of a dictionary", f"{path}, line {number}", ADVICE)
    first, second = (part for part in found.groups() if part is not None)
    return first, second
