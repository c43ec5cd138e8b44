"""A study: which dumps, which hashtags, which days, which codebook, and how it may be released. One TOML file each."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from tasks.errors import StudyInvalid

ADVICE = "Compare it with data/studies/sample.toml."


class Study(BaseModel):
    """What a study declares; paths are relative to its file until `load` has resolved them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")
    title: str = ""
    hashtags: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    timezone: str = "UTC"
    dumps: tuple[str, ...] = Field(min_length=1)
    columns: dict[str, str] = {}
    codebook: str = "dearmhp"
    reference: str | None = None
    profile: Literal["team", "public"] = "team"
    strictness: Literal["light", "standard", "strict"] = "standard"
    near_duplicates: float | None = Field(default=0.9, ge=0.5, le=1)
    short_texts: Literal["merge", "keep"] = "merge"

    @field_validator("hashtags")
    @classmethod
    def _without_hash(cls, tags: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted({tag.lstrip("#＃").casefold() for tag in tags}))

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"{name!r} is no time zone; write one such as Europe/London") from None
        return name

    @field_validator("profile")
    @classmethod
    def _releasable(cls, profile: str) -> str:
        # A public bundle that held a team's files would be a leak; refusing is the safe answer until it is its own.
        if profile == "public":
            raise ValueError("the public profile is not released yet; write team, and publish no tweet's words")
        return profile

    @model_validator(mode="after")
    def _window_in_order(self) -> "Study":
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since ({self.since}) is after until ({self.until})")
        return self


def load(path: Path) -> Study:
    """A study file, its dumps and reference resolved against the file's own folder.

    Raises: StudyInvalid naming the file, and the line where there is one.
    """
    try:
        text = path.read_text(encoding="utf-8")
        declared = tomllib.loads(text)
    except FileNotFoundError:
        raise StudyInvalid("no such study file", path, "Check the path, or copy data/studies/sample.toml.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StudyInvalid(f"cannot be read as TOML: {error}", path, ADVICE) from None
    settings = {**declared.pop("study", {}), **declared}
    return _resolved(_validated(settings, path, text), path.parent)


def changed(study: Study, changes: Mapping[str, Any]) -> Study:
    """The study with some settings replaced, validated anew.

    Raises: StudyInvalid when they do not fit together.
    """
    return _validated({**study.model_dump(), **changes}, "command line", "")


def of_dumps(changes: Mapping[str, Any]) -> Study:
    """A study of dumps given without a file: the whole dump, under the name of the first.

    Raises: StudyInvalid as `changed` does.
    """
    first = Path(changes["dumps"][0])
    stem = (first.parent if any(mark in first.name for mark in "*?[") else first).name.split(".")[0]
    name = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:64] or "dump"
    return _validated({"id": name, **changes}, "command line", "")


def _validated(settings: Mapping[str, Any], where: object, text: str) -> Study:
    try:
        return Study.model_validate(settings)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0]) if first["loc"] else ""
        line = _line_of(key, text)
        place = f"{where}, line {line}" if line else where
        raise StudyInvalid(f"{key}: {first['msg']}" if key else first["msg"], place, ADVICE) from None


def _line_of(key: str, text: str) -> int | None:
    lines = (number for number, line in enumerate(text.splitlines(), 1) if key and re.match(rf"\s*{key}\s*=", line))
    return next(lines, None)


def _resolved(study: Study, folder: Path) -> Study:
    paths = {"dumps": tuple(str(_beside(folder, dump)) for dump in study.dumps)}
    if study.reference:
        paths["reference"] = str(_beside(folder, study.reference))  # type: ignore[assignment]
    if study.codebook.endswith(".toml"):
        paths["codebook"] = str(_beside(folder, study.codebook))  # type: ignore[assignment]
    return study.model_copy(update=paths)


def _beside(folder: Path, path: str) -> Path:
    return (folder / path).resolve() if not any(c in path for c in "*?[") else folder.resolve() / path
