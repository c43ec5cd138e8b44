"""Which format a file is in: by the columns or keys that its signature asks for, and which is nearest where none fits."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from tasks.errors import DumpUnreadable, StudyInvalid
from tasks.formats import JOINT, Format, bases, formats
from tasks.schema import INGESTED

# The names that a source begins from.
NAMED = rf"(?:^|(?<={re.escape(JOINT)}))[^/?+]+(?= \+ |[/?]|$)"
# Whom or what a tweet answers, repeats or names; but who repeats it is its author.
OF_ANOTHER = re.compile(
    r"(?:^|_)(?:in_reply_to|repl(?:y|ied)_to|replyto|retweeted|quoted|mention(?:s|ed)?|parent|conversation)(?!.*_by$)"
)
OF_OTHERS = {"handle": "other_handles", "display_name": "other_names", "profile_location": "other_locations"}
ADVICE = "See `hushtag formats`, or map its columns in the study file."


def keys(record: Mapping[str, Any]) -> frozenset[str]:
    """A record's keys, and those one step inside it: `user.name` of an object, `data[].id` of a list's first object."""
    found = set(record)
    for key, value in record.items():
        if isinstance(value, dict):
            found |= {f"{key}.{inner}" for inner in value}
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            found |= {f"{key}[].{inner}" for inner in value[0]}
    return frozenset(found)


def recognised(seen: Iterable[frozenset[str]], container: str) -> Format | None:
    """The format that claims most of the records, by the largest signature that fits each; A to Z if that ties."""
    claims = Counter(format.id for each in seen if (format := _claimant(each, container)))
    best = max(sorted(claims), key=lambda id: claims[id], default=None)
    return next((format for format in formats() if format.id == best), None)


def of_table(names: Iterable[str]) -> tuple[Format, Mapping[str, str]] | None:
    """The format of a table, and the names that its columns bear there: spelt alike, else but for case and what divides words."""
    return _of_table(frozenset(names))


# The files of a dump have mostly the same header, which is looked at several times in each.
@lru_cache(maxsize=256)
def _of_table(seen: frozenset[str]) -> tuple[Format, Mapping[str, str]] | None:
    spelt = {plain(name): name for name in sorted(seen, reverse=True)}
    exact, alike = _claimant(seen, "csv"), _claimant(frozenset(spelt), "csv", plain)
    # Names that only general tables share say less than a tool's own, spelt otherwise.
    format = alike if exact is None or (exact.is_general and alike) else exact
    if format is None:
        return None
    declared = {base.rstrip("?") for sources in format.columns.values() for source in sources for base in bases(source)}
    return format, {spelt[plain(name)]: name for name in sorted(declared - seen) if spelt.get(plain(name), name) not in declared}


def of_records(keys: Iterable[str]) -> Format | None:
    """The format of a table whose rows are written as objects, with its sources named as the keys are."""
    claim = of_table(keys)
    if claim is None:
        return None
    format, renamed = claim
    called = {declared: name for name, declared in renamed.items()}
    columns = {
        target: tuple(re.sub(NAMED, lambda base: called.get(base[0], base[0]), source) for source in sources)
        for target, sources in format.columns.items()
    }
    return replace(format, columns=columns)


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A column's name without case and with one sign for all that may divide its words."""
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")


def spaced(name: str) -> str:
    """A plain name in which capitals within it divide words too."""
    return plain(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name))


def is_of_others(name: str) -> bool:
    """Whether a column's name says that it holds whom or what a tweet answers, repeats or names."""
    return bool(OF_ANOTHER.search(spaced(name)))


def moved(said: Mapping[str, str | bool | Mapping[str, str | bool]]) -> Iterator[str]:
    """A sentence for each column that a study takes for the author's, and that by its name is another's."""
    for target, source in said.items():
        if isinstance(source, Mapping):
            yield from moved(source)
        elif target in OF_OTHERS and is_of_others(str(source)):
            yield f"[columns]: {source} is by its name not of the author; it is read as {OF_OTHERS[target]}, not as {target}"


def nearest(seen: frozenset[str], container: str) -> str:
    """A sentence on the format of which most is there, and what it also has."""
    known = [format for format in _of(container) if not format.is_general]
    signatures = [(each, format) for format in known for each in format.signatures]
    signature, format = max(signatures, key=lambda pair: (len(pair[0] & seen) / len(pair[0]), pair[1].id))
    lacking = ", ".join(sorted(signature - seen))
    return f"no format that is known; the nearest is {format.title}, which also has {lacking}"


def mapped(said: Mapping[str, str | bool], seen: frozenset[str], name: str) -> Format:
    """The format that a study's own [columns] declare; `is_escaped` among them says that new lines are a stroke and an n.

    A column that is by its name of somebody else than the author is read as theirs.

    Raises: StudyInvalid when it names a column of Hushtag's that is none, or no text; DumpUnreadable when it names one
    that the file has not.
    """
    columns = {target: source for target, source in said.items() if isinstance(source, str)}
    unknown = sorted(set(columns) - set(INGESTED.names[4:]))
    if unknown or "text" not in columns:
        what = f"names {', '.join(unknown)}, which Hushtag does not read" if unknown else "does not say where the text is"
        raise StudyInvalid(what, "[columns]", f"It reads {', '.join(INGESTED.names[4:])}.")
    absent = sorted(source for source in columns.values() if not _there(source, seen))
    if absent:
        raise DumpUnreadable(f"has no column {', '.join(absent)}", name, "Correct [columns] in the study file.")
    sources: dict[str, tuple[str, ...]] = {}
    for target, source in columns.items():
        meant = OF_OTHERS.get(target, target) if is_of_others(source) else target
        sources[meant] = (*sources.get(meant, ()), source)
    is_escaped = bool(said.get("is_escaped"))
    return Format("mapped", "columns mapped by the study", (), sources, "", (), container="any", is_escaped=is_escaped)


def _there(source: str, seen: frozenset[str]) -> bool:
    return source in seen or source.split("/")[0] in seen or source.split(".")[0].split("[")[0].rstrip("?") in seen


def _of(container: str) -> Sequence[Format]:
    return [format for format in formats() if format.container in {container, "any"} and format.signatures]


def _claimant(seen: frozenset[str], container: str, spelt: Callable[[str], str] = str) -> Format | None:
    fitting = [
        (not format.is_general, len(signature), format.id, format)
        for format in _of(container)
        for signature in format.signatures
        if {spelt(name) for name in signature} <= seen
    ]
    return max(fitting, key=lambda fit: fit[:3])[3] if fitting else None
