"""A study: which dumps, which hashtags, which days, which codebook, when it runs, and how it may be released."""

import difflib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    StrictBool,
    Tag,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails

from tasks.errors import StudyInvalid
from tasks.pure.ingest.hashtags import folded
from tasks.studies.settings import Citation, Schedule, Thresholds, Waiver, known_zone
from tasks.studies.stewards import Steward, distinct
from tasks.studies.toml_lines import line_of

ID = r"^[a-z0-9][a-z0-9_-]{0,63}$"
ADVICE = "Compare it with data/studies/sample.toml."
PLAINLY = {
    "extra_forbidden": "is not a setting of a study",
    "missing": "is missing",
    "tuple_type": 'is a list, as in ["one", "another"]',
    "string_type": "is text, in quotes",
    "bool_type": "is true or false",
    "model_type": "is a table of settings",
    "dict_type": "is a table of settings",
    "too_short": "names nothing",
}

OF_ALL, OF_SOME = "<all files>", "<some files>"
"""Which of its two shapes a setting of `columns` has; part of an error's place, and no key that is written."""

BESIDE = ("reference", "paraphrases", "decisions", "agreement")
"""Settings that name a file, which counts by what it holds."""


def _meaning(said: object) -> str | bool:
    if not isinstance(said, str | bool):
        raise ValueError(PLAINLY["string_type"])
    return said


Meaning = Annotated[str | bool, PlainValidator(_meaning)]
Said = Annotated[
    Annotated[Meaning, Tag(OF_ALL)] | Annotated[dict[str, Meaning], Tag(OF_SOME)],
    Discriminator(lambda said: OF_SOME if isinstance(said, dict) else OF_ALL),
]


TABLES_OF: dict[str, type[BaseModel]] = {
    "schedule": Schedule, "thresholds": Thresholds, "citation": Citation, "exceptions": Waiver, "stewards": Steward,
}  # fmt: skip
"""The settings of a study that are tables of settings themselves."""


class Study(BaseModel):
    """What a study declares; paths are relative to its file until `load` has resolved them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=ID)
    title: str = ""
    hashtags: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    timezone: str = "UTC"
    dumps: tuple[str, ...] = Field(min_length=1)
    leave_out: tuple[str, ...] = ()
    columns: dict[str, Said] = {}
    codebook: str = "dearmhp"
    reference: str | None = None
    paraphrases: str | None = None
    decisions: str | None = None
    agreement: str | None = None
    profile: Literal["team", "public"] = "team"
    strictness: Literal["light", "standard", "strict"] = "standard"
    near_duplicates: float | None = Field(default=0.9, ge=0.5, le=1)
    short_texts: Literal["merge", "keep"] = "merge"
    held_back_at_most: float = Field(default=0.005, ge=0, le=1)
    sign_off: StrictBool = False
    stewards: tuple[Steward, ...] = ()
    approvals: int = Field(default=1, ge=1)
    group: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_.-]*\$?$")
    thresholds: Thresholds = Thresholds()
    schedule: Schedule | None = None
    citation: Citation = Citation()
    exceptions: tuple[Waiver, ...] = ()

    @property
    def names_codebook(self) -> bool:
        """Whether a coding frame was named, or the shipped one is used for want of another."""
        return "codebook" in self.model_fields_set

    @field_validator("hashtags")
    @classmethod
    def _without_hash(cls, tags: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted({folded(tag) for tag in tags}))

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        return known_zone(name)

    @field_validator("stewards")
    @classmethod
    def _are_asked(cls, stewards: tuple[Steward, ...], info: ValidationInfo) -> tuple[Steward, ...]:
        if stewards and not info.data.get("sign_off"):
            raise ValueError("nobody asks them: write sign_off = true")
        return distinct(stewards)

    @field_validator("approvals")
    @classmethod
    def _are_enough(cls, approvals: int, info: ValidationInfo) -> int:
        if approvals > max(1, len(info.data.get("stewards", ()))):
            raise ValueError(f"{approvals} people decide, and stewards names fewer; only keys tell people apart")
        return approvals

    @field_validator("until")
    @classmethod
    def _window_in_order(cls, until: date | None, info: ValidationInfo) -> date | None:
        since = info.data.get("since")
        if since and until and since > until:
            raise ValueError(f"since ({since}) is after until ({until})")
        return until


def changed(study: Study, changes: Mapping[str, Any]) -> Study:
    """The study with some settings replaced, validated again.

    Raises: StudyInvalid when they do not fit together.
    """
    # What was left at its default stays so: whether a frame was named is told.
    return validated({**study.model_dump(exclude_unset=True), **changes}, "command line", "")


def of_dumps(changes: Mapping[str, Any]) -> Study:
    """A study of dumps given without a file: the whole dump, under the name of the first.

    Raises: StudyInvalid as `changed` does.
    """
    first = Path(changes["dumps"][0])
    stem = (first.parent if any(mark in first.name for mark in "*?[") else first).name.split(".")[0]
    name = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:64] or "dump"
    return validated({"id": name, **changes}, "command line", "")


def validated(settings: Mapping[str, Any], where: object, text: str) -> Study:
    """The study of these settings; `text` is the file in which they stand, if they stand in one.

    Raises: StudyInvalid naming every mistake with its line.
    """
    try:
        return Study.model_validate(settings)
    except ValidationError as error:
        told = sorted(_mistakes(error.errors(), text), key=lambda mistake: mistake[0] or 0)
        lines = (f"line {line}: {words}" if line else words for line, words in told)
        raise StudyInvalid("; ".join(lines), where, ADVICE) from None


def _mistakes(errors: list[ErrorDetails], text: str) -> Iterator[tuple[int | None, str]]:
    for error in errors:
        names = [part for part in error["loc"] if isinstance(part, str) and part not in {OF_ALL, OF_SOME}]
        line = line_of(names, text) or line_of(["study", *names], text)
        words = PLAINLY.get(error["type"], error["msg"].removeprefix("Value error, "))
        yield line, f"{'.'.join(names)}: {words}{_nearest(names) if error['type'] == 'extra_forbidden' else ''}"


def _nearest(names: list[str]) -> str:
    known = TABLES_OF.get(names[0] if names[1:] else "", Study)
    close = difflib.get_close_matches(names[-1], known.model_fields, 1)
    return f"; do you mean {close[0]}?" if close else ""
