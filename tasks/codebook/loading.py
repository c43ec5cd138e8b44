"""A coding frame from its TOML file, held to the rules of its language."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from tasks.codebook.model import UNCODED, Change, Codebook, Heading, Theme
from tasks.codebook.phrases import PhraseError, compiled
from tasks.errors import CodebookInvalid

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "codebooks"
ADVICE = "See data/codebooks/dearmhp.toml for how it is written."
LISTS = ("strong", "weak", "unless", "examples", "near_misses")
FIELDS = {"id", "name", "definition", "include", "exclude", "negated", "theme", *LISTS}


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
    return parsed(_text(path), path)


def parsed(text: str, path: Path) -> Codebook:
    """The coding frame in the text of a file.

    Raises: CodebookInvalid naming file, heading and line.
    """
    try:
        declared = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CodebookInvalid(f"is not TOML: {error}", path, ADVICE) from None
    place = _Place(path, text)
    about = declared.get("codebook", {})
    for key in ("id", "version"):
        if not isinstance(about.get(key), str):
            place.refuse("", f'[codebook] needs {key} = "..."')
    sets = {name: tuple(words) for name, words in declared.get("sets", {}).items()}
    themes = tuple(_theme(place, name, each) for name, each in declared.get("themes", {}).items())
    headings = tuple(_heading(place, each, themes, sets) for each in declared.get("headings", []))
    _unique(place, (heading.id for heading in headings))
    if not headings:
        place.refuse("", "there is no heading")
    precedence = tuple(about.get("precedence", ()))
    for name in set(precedence) - {heading.id for heading in headings}:
        place.refuse(name, "precedence names a heading that is not there")
    history = tuple(
        Change(str(each["version"]), str(each["date"]), str(each["change"]), str(each.get("rules", "")))
        for each in declared.get("history", [])
    )
    return Codebook(
        about["id"], about["version"], about.get("title", about["id"]), themes, headings, sets, precedence, history
    )


class _Place:
    """Where something stands in a file, for errors that people can act on."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.lines = path, text.splitlines()

    def refuse(self, key: str, what: str) -> NoReturn:
        quoted = re.compile(rf"""["'\[.]{re.escape(key)}["'\]]""")
        line = next((number for number, line in enumerate(self.lines, 1) if key and quoted.search(line)), None)
        where = f"{self.path}, line {line}" if line else self.path
        raise CodebookInvalid(what, where, ADVICE)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CodebookInvalid(f"is not UTF-8 (byte {error.start})", path, "Save it as UTF-8.") from None
    except OSError as error:
        raise CodebookInvalid(f"cannot be read ({error.strerror})", path, "Check the path.") from None


def _theme(place: _Place, name: str, each: Mapping[str, Any]) -> Theme:
    kind = each.get("kind", "content")
    if name == UNCODED or kind not in {"content", "residual"}:
        place.refuse(name, f"theme {name} needs a name of its own and kind content or residual")
    return Theme(name, each.get("name", name), kind, each.get("title", ""))


def _heading(
    place: _Place, each: Mapping[str, Any], themes: tuple[Theme, ...], sets: Mapping[str, tuple[str, ...]]
) -> Heading:
    name = str(each.get("id", ""))
    theme = each.get("theme", name.partition(".")[0])
    if not name or "name" not in each or "definition" not in each:
        place.refuse(name, f"heading {name or '?'} needs id, name and definition")
    if theme not in {known.id for known in themes}:
        place.refuse(name, f"heading {name} is under the theme {theme}, which is not there")
    if unknown := sorted(set(each) - FIELDS):
        place.refuse(unknown[0], f"heading {name} has {', '.join(unknown)}, which means nothing")
    for strength in ("strong", "weak", "unless"):
        for phrase in each.get(strength, ()):
            try:
                compiled(phrase, sets)
            except PhraseError as error:
                place.refuse(phrase, f"heading {name}, {strength}: {phrase!r} {error}")
    fields: dict[str, Any] = {field: tuple(each.get(field, ())) for field in LISTS}
    fields |= {field: str(each.get(field, "")) for field in ("definition", "include", "exclude")}
    return Heading(id=name, theme=theme, name=each["name"], negated=bool(each.get("negated", False)), **fields)


def _unique(place: _Place, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen or name == UNCODED:
            place.refuse(name, f"heading {name} is there twice, or takes a name that is spoken for")
        seen.add(name)
