"""A coding frame from its TOML file, held to the rules of its language."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from tasks.codebook.file_schema import misshapen
from tasks.codebook.letters import folded
from tasks.codebook.model import UNCODED, Change, Codebook, Heading, Question, Subject, Theme
from tasks.codebook.phrases import PhraseError, compiled
from tasks.codebook.questions import parted
from tasks.codebook.sets import check_sets
from tasks.codebook.slow_patterns import is_slow
from tasks.codebook.source_lines import Places
from tasks.errors import CodebookInvalid

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "codebooks"
TEMPLATE = Path(__file__).with_name("template.toml")
LISTS = ("strong", "weak", "unless", "examples", "near_misses")


def find(name: str) -> Path:
    """The file of a codebook: a path, or the id of one that ships.

    Raises: CodebookInvalid when there is none.
    """
    path = Path(name) if name.endswith(".toml") or "/" in name else SHIPPED / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(each.stem for each in SHIPPED.glob("*.toml")))
        raise CodebookInvalid("no such codebook", name, f"Give a path, or one of: {known}.")
    return path


def load(path: Path) -> Codebook:
    """The coding frame in a file.

    Raises: CodebookInvalid naming file, heading and line.
    """
    try:
        return parsed(path.read_text(encoding="utf-8-sig"), path)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CodebookInvalid("is not UTF-8", f"{path}, line {line}", "Save it as UTF-8.") from None
    except OSError as error:
        raise CodebookInvalid(f"cannot be read ({error.strerror})", path, "Check the path.") from None


# A run codes its texts in parts, side by side: to compile a frame and its patterns again for each takes more than a second.
@lru_cache(maxsize=8)
def parsed(text: str, path: Path) -> Codebook:
    """The coding frame in the text of a file; the same one for the same text.

    Raises: CodebookInvalid naming file, heading and line.
    """
    try:
        declared = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        Places(path, text).refuse_syntax(str(error))
    places = Places(path, text)
    if found := misshapen(declared):
        places.refuse_at(declared, *found)
    about, sets = declared["codebook"], {name: tuple(words) for name, words in declared.get("sets", {}).items()}
    check_sets(places, sets)
    themes = tuple(_theme(places, name, each) for name, each in declared["themes"].items())
    questions = tuple(_question(places, name, each, sets) for name, each in declared.get("questions", {}).items())
    names = [each.id for each in questions]
    headings = tuple(_heading(places, each, themes, sets, names) for each in declared["headings"])
    _check_ids(places, [heading.id for heading in headings], about.get("precedence", ()))
    history = tuple(
        Change(each["version"], str(each["date"]), each["change"], each.get("rules", ""))
        for each in declared.get("history", [])
    )
    return Codebook(
        id=about["id"],
        version=about["version"],
        title=about.get("title", about["id"]),
        themes=themes,
        headings=headings,
        sets=sets,
        precedence=tuple(about.get("precedence", ())),
        history=history,
        subject=_subject(declared.get("subject")),
        questions=questions,
    )


def _subject(declared: Mapping[str, Any] | None) -> Subject | None:
    if declared is None:
        return None
    points = {folded(word): int(number) for number, words in declared["points"].items() for word in words}
    return Subject(declared["enough"], points, declared.get("enough_for_weak"))


def _theme(places: Places, name: str, each: Mapping[str, Any]) -> Theme:
    if name == UNCODED:
        places.refuse(name, f"theme {name} takes a name that is spoken for")
    return Theme(name, each["name"], each.get("kind", "content"), each.get("title", ""))


def _question(places: Places, name: str, each: Mapping[str, Any], sets: Mapping[str, tuple[str, ...]]) -> Question:
    for phrase in each["phrases"]:
        if fault := _fault(phrase, sets, ()):
            places.refuse(phrase, f"question {name}: {_short(phrase)!r} {fault}", after=name)
    return Question(name, *(tuple(each.get(field, ())) for field in ("phrases", "examples", "near_misses")))


def _heading(
    places: Places,
    each: Mapping[str, Any],
    themes: tuple[Theme, ...],
    sets: Mapping[str, tuple[str, ...]],
    questions: Sequence[str],
) -> Heading:
    name = each["id"]
    theme = each.get("theme", name.partition(".")[0])
    if theme not in {known.id for known in themes}:
        places.refuse(name, f"heading {name} is under the theme {theme}, which is not there")
    for strength in ("strong", "weak", "unless"):
        for phrase in each.get(strength, ()):
            if fault := _fault(phrase, sets, questions):
                places.refuse(phrase, f"heading {name}, {strength}: {_short(phrase)!r} {fault}", after=name)
    for field in ("examples", "near_misses"):
        for text in each.get(field, ()):
            if (asked := parted(text)[0]) and asked not in questions:
                places.refuse(text, f"heading {name}, {field}: {_short(text)!r} {_unknown(asked)}", after=name)
    lists: dict[str, Any] = {field: tuple(each.get(field, ())) for field in LISTS}
    texts = {field: each.get(field, "") for field in ("definition", "include", "exclude")}
    return Heading(id=name, theme=theme, name=each["name"], negated=each.get("negated", False), **texts, **lists)


def _short(phrase: str) -> str:
    return phrase if len(phrase) <= 80 else f"{phrase[:77]}..."


def _fault(phrase: str, sets: Mapping[str, tuple[str, ...]], questions: Sequence[str]) -> str:
    asked, words = parted(phrase)
    if asked and asked not in questions:
        return _unknown(asked)
    try:
        is_regex = not compiled(words, sets).places
    except PhraseError as error:
        return str(error)
    slow = "repeats a repeat, or too often, which can take for ever; write it without"
    return slow if is_regex and is_slow(words[1:-1]) else ""


def _unknown(question: str) -> str:
    return f"asks for the question {question}, which is not there: declare [questions.{question}]"


def _check_ids(places: Places, names: list[str], precedence: Iterable[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            places.refuse_again(name, f"heading {name} is there twice")
        if name == UNCODED:
            places.refuse(name, f"heading {name} takes a name that is spoken for")
    known = set(names)
    for name in precedence:
        if name not in known:
            places.refuse(name, f"precedence names {name}, a heading that is not there")
