"""What a study's outcome is made of, what of it changed since the last run that ended with one, and that run's end.

The last one is remembered in `<data>/runs/<study>.json`: digests and counts, no rows.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from tasks.errors import StorageError
from tasks.reading.dump_files import Dump
from tasks.storage import keys, store
from tasks.storage.code_digest import code_digest
from tasks.storage.digests import file_sha256
from tasks.storage.source import Source
from tasks.studies import allowances, attacks
from tasks.studies.profiles import public_profile
from tasks.studies.published import Published
from tasks.studies.stages import LIBRARIES, STAGES
from tasks.studies.states import State
from tasks.studies.study import BESIDE, Study


class Inputs(BaseModel):
    """All that decides a study's outcome, by digest."""

    model_config = ConfigDict(frozen=True)

    dumps: tuple[str, ...]
    codebook: str
    settings: str
    code: dict[str, str]
    libraries: dict[str, str]
    key: str = ""


class Outcome(BaseModel):
    """How the last run that came to an end of its own ended: released, or refused by the person who was asked.

    A release has what its run told of it, the states of the folders that it came from, by their places, and the flow's digest.
    """

    model_config = ConfigDict(frozen=True)

    inputs: Inputs
    end: Literal[State.RELEASED, State.REFUSED]
    version: str = ""
    release: Published | None = None
    stages: dict[str, str] = {}
    flow: str = ""


def inputs_of(study: Study, codebook: Source, dumps: Sequence[Dump]) -> Inputs:
    """A study's inputs as they are now; its schedule is not one of them."""
    settings = study.model_dump(mode="json", exclude={"dumps", "codebook", "schedule", *BESIDE})
    settings["public"] = public_profile().told if study.profile == "public" else None
    allowed = allowances.source(study.id)
    settings["allowed"] = allowed.sha256 if allowed else None
    settings["attack"] = attacks.of(study.id)
    settings |= {name: Source.of(Path(path)).sha256 if (path := getattr(study, name)) else None for name in BESIDE}
    return Inputs(
        dumps=tuple(sorted(source.sha256 for dump in dumps for file in dump.files for source in file.sources)),
        codebook=codebook.sha256,
        settings=json.dumps(settings, sort_keys=True),
        code={stage: code_digest(f"tasks.{stage}") for stage in STAGES},
        libraries={name: version(name) for name in LIBRARIES},
        key=file_sha256(keys.place(study.id)) if keys.place(study.id).is_file() else "",
    )


def changes(before: Inputs | None, now: Inputs) -> list[str]:
    """What changed, in words; nothing, when nothing did."""
    return ["first run"] if before is None else list(_changes(before, now))


def remember(study: str, outcome: Outcome) -> None:
    """Keeps a run's end for the next rerun to compare with.

    Raises: StorageError when it cannot be written.
    """
    path = _place(study)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = path.with_suffix(".aside")
        aside.write_text(outcome.model_dump_json(indent=2) + "\n", encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise StorageError(f"cannot write ({error.strerror})", path, "Free some space or fix permissions.") from None


def remembered(study: str) -> Outcome | None:
    """The last run's end; none when there was no run, when what it released is gone, or when it cannot be read."""
    try:
        outcome = Outcome.model_validate_json(_place(study).read_text(encoding="utf-8"))
    except (OSError, ValidationError, ValueError):
        return None
    bundle = store.root() / "released" / study / outcome.version / "manifest.json"
    return outcome if outcome.end == State.REFUSED or bundle.is_file() else None


def _changes(before: Inputs, now: Inputs) -> Iterator[str]:
    fresh, gone = Counter(now.dumps) - Counter(before.dumps), Counter(before.dumps) - Counter(now.dumps)
    if fresh:
        yield f"{fresh.total()} file{'s' if fresh.total() > 1 else ''} new or changed"
    if gone:
        yield f"{gone.total()} file{'s' if gone.total() > 1 else ''} gone or changed"
    if before.codebook != now.codebook:
        yield "codebook"
    if before.settings != now.settings:
        yield "settings"
    if before.key != now.key:
        yield "key"
    stages = [stage for stage in now.code if before.code.get(stage) != now.code[stage]]
    if stages:
        yield f"code of {', '.join(stages)}"
    for name in now.libraries:
        if before.libraries.get(name) != now.libraries[name]:
            yield f"{name} {before.libraries.get(name, '?')} to {now.libraries[name]}"


def _place(study: str) -> Path:
    return store.root() / "runs" / f"{study}.json"
