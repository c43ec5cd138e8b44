"""A coding frame as the TOML file that it is read from."""

import json
import re
from collections.abc import Iterable, Sequence

from tasks.codebook.model import Change, Codebook, Heading, Question, Subject, Theme

WIDTH = 120
LISTS = ("strong", "weak", "unless", "examples", "near_misses")
BARE = re.compile(r"[A-Za-z0-9_-]+")


def written(codebook: Codebook) -> str:
    """The file of a coding frame; read again it is the same frame."""
    parts = [
        _about(codebook),
        *([["[sets]", *(_listed(name, words) for name, words in codebook.sets.items())]] if codebook.sets else []),
        *([_subject(codebook.subject)] if codebook.subject else []),
        *(_question(each) for each in codebook.questions),
        *(_theme(each) for each in codebook.themes),
        *(_heading(each) for each in codebook.headings),
        *(_change(each) for each in codebook.history),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _about(codebook: Codebook) -> list[str]:
    lines = [
        "[codebook]",
        _pair("id", codebook.id),
        _pair("version", codebook.version),
        _pair("title", codebook.title),
    ]
    return [*lines, *([_listed("precedence", codebook.precedence)] if codebook.precedence else [])]


def _subject(subject: Subject) -> list[str]:
    return [
        "[subject]",
        f"enough = {subject.enough}",
        *([f"enough_for_weak = {subject.enough_for_weak}"] if subject.enough_for_weak is not None else []),
        "[subject.points]",
        *(_listed(str(number), words) for number, words in subject.by_points()),
    ]


def _question(question: Question) -> list[str]:
    lists = ("phrases", "examples", "near_misses")
    return [f"[questions.{_key(question.id)}]", *(_listed(key, said) for key in lists if (said := getattr(question, key)))]


def _theme(theme: Theme) -> list[str]:
    said = [_pair("title", theme.title)] if theme.title else []
    return [f"[themes.{_key(theme.id)}]", _pair("name", theme.name), _pair("kind", theme.kind), *said]


def _heading(heading: Heading) -> list[str]:
    lines = ["[[headings]]", _pair("id", heading.id), _pair("name", heading.name)]
    if heading.theme != heading.id.partition(".")[0]:
        lines.append(_pair("theme", heading.theme))
    lines.append(_pair("definition", heading.definition))
    lines += [_pair(key, said) for key in ("include", "exclude") if (said := getattr(heading, key))]
    lines += ["negated = true"] if heading.negated else []
    return lines + [_listed(key, phrases) for key in LISTS if (phrases := getattr(heading, key))]


def _change(change: Change) -> list[str]:
    sealed = [_pair("rules", change.rules)] if change.rules else []
    return [
        "[[history]]",
        _pair("version", change.version),
        _pair("date", change.date),
        _pair("change", change.change),
        *sealed,
    ]


def _pair(key: str, value: str) -> str:
    return f"{key} = {_quoted(value)}"


def _listed(key: str, values: Sequence[str]) -> str:
    quoted = [_quoted(value) for value in values]
    line = f"{_key(key)} = [{', '.join(quoted)}]"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"{_key(key)} = [", *_wrapped(quoted), "]"])


def _wrapped(quoted: Iterable[str]) -> list[str]:
    lines = [" "]
    for each in quoted:
        if len(lines[-1]) + len(each) + 2 > WIDTH and lines[-1] != " ":
            lines.append(" ")
        lines[-1] += f" {each},"
    return lines


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else _quoted(name)


def _quoted(value: str) -> str:
    """A literal string where there is a backslash and no apostrophe, else a basic one; JSON's escapes are TOML's but for DEL."""
    if "\\" in value and value.isprintable() and "'" not in value:
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
