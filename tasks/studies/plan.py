"""What a run of a study would do, before it is run: which stages, and why, from what the last run was made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tasks.storage.code_digest import SHAPING_LIBRARIES
from tasks.studies.record import Record
from tasks.studies.stages import EVERY_SETTING, GIVEN, READS
from tasks.studies.study import BESIDE

Outlook = Literal["runs", "may run", "kept"]
MOST_NAMED = 3


@dataclass(frozen=True)
class Step:
    """A stage: whether it runs, may run (where an earlier one gives other tables than before), or is kept; and why."""

    stage: str
    outlook: Outlook
    reasons: tuple[str, ...]


def steps(before: Record | None, now: Record) -> list[Step]:
    """Rows: one a stage that the study has, in the order in which they run; `publish` last, as a run always does it."""
    found: dict[str, Step] = {}
    for stage in (each for each in READS if _has(each, now)):
        reasons = tuple(_reasons(stage, before, now))
        after = tuple(name for name in READS[stage] if name in found and found[name].outlook != "kept")
        if reasons:
            found[stage] = Step(stage, "runs", reasons)
        elif after:
            found[stage] = Step(stage, "may run", (f"if {_listed(after, len(after))} gives other tables than before",))
        else:
            found[stage] = Step(stage, "kept", ())
    return [*found.values(), Step("publish", "runs", ("a run writes and checks the bundle, unless nothing at all changed",))]


def _has(stage: str, record: Record) -> bool:
    is_public = bool(record.settings["profile"] == "public")
    alone = {"quotes": not is_public, "search_back": not is_public, "disclose": is_public}
    return alone.get(stage, stage != "paraphrase" or (is_public and bool(record.settings["paraphrases"])))


def _reasons(stage: str, before: Record | None, now: Record) -> Iterator[str]:
    if before is None:
        yield "no run of this study is remembered"
        return
    if not _has(stage, before):
        yield "the last run did not have it"
        return
    for name in GIVEN[stage]:
        yield from _given(name, before, now)
    yield from _code(before, now, stage)
    for name in SHAPING_LIBRARIES:
        if before.libraries.get(name) != now.libraries[name]:
            yield f"{name} {before.libraries.get(name, '?')} to {now.libraries[name]}"


def _given(name: str, before: Record, now: Record) -> Iterator[str]:
    if name == EVERY_SETTING:
        for setting in now.settings:
            yield from _setting(setting, before.settings, now.settings)
    elif name == "dumps":
        yield from _files(before.dumps, now.dumps)
    elif name == "codebook":
        yield from _codebook(before, now)
    elif name == "public profile":
        if before.public != now.public:
            yield "the public profile"
    elif name == "shared words":
        yield from _setting("shared_words", before.public, now.public)
    elif name in {*BESIDE, "key", "allowed"}:
        if before.beside.get(name) != now.beside.get(name):
            yield f"file of {name}"
    else:
        yield from _setting(name, before.settings, now.settings)


def _setting(name: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    if before.get(name) != now.get(name):
        yield f"setting {name}: {_short(before.get(name))} to {_short(now.get(name))}"


def _files(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    changed = {
        "new": [name for name in now if name not in before],
        "gone": [name for name in before if name not in now],
        "changed": [name for name in now if name in before and before[name] != now[name]],
    }
    for what, names in changed.items():
        if names:
            yield f"file{'s' if len(names) > 1 else ''} {what}: {_listed(names)}"


def _codebook(before: Record, now: Record) -> Iterator[str]:
    if before.codebook == now.codebook:
        return
    moved = [
        f"{heading} {'+' if phrase in fresh else '-'}“{phrase}”"
        for heading in dict.fromkeys([*now.phrases, *before.phrases])
        for strength in ("strong", "weak", "unless")
        for old, fresh in [(_phrases(before, heading, strength), _phrases(now, heading, strength))]
        for phrase in sorted({*old} ^ {*fresh})
    ]
    yield f"codebook: {_listed(moved)}" if moved else "codebook: something else than its phrases"


def _phrases(record: Record, heading: str, strength: str) -> Sequence[str]:
    return record.phrases.get(heading, {}).get(strength, [])


def _code(before: Record, now: Record, stage: str) -> Iterator[str]:
    """What a stage's code has, lacks or says otherwise, function by function."""
    old, new = before.reached.get(stage, []), now.reached[stage]
    moved = [(name, "reached now") for name in new if name not in old]
    moved += [(name, "reached no more") for name in old if name not in new]
    parts = [
        (name, f"{part}()" if part else "top level" if name.endswith(".py") else "changed")
        for name in new
        if name in old
        for ours, theirs in [(before.code[name].parts, now.code[name].parts)]
        for part in dict.fromkeys([*theirs, *ours])
        if ours.get(part) != theirs.get(part)
    ]
    order = [
        (name, "order of its parts") for name in new
        if name in old and before.code[name].parts == now.code[name].parts and [*before.code[name].parts] != [*now.code[name].parts]
    ]  # fmt: skip
    if found := [f"{name} {part}" for name, part in (*parts, *order, *moved)]:
        yield f"code: {_listed(found)}"


def _listed(names: Sequence[str], most: int = MOST_NAMED) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _short(value: Any) -> str:
    words = "none" if value in (None, "", [], {}) else str(value)
    return words if len(words) <= 40 else f"{words[:39]}…"
