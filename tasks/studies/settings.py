"""Settings of a study that are tables themselves: when it runs, limits on its result, exceptions, how it is cited."""

from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


def known_zone(name: str) -> str:
    """The name, if there is such a time zone.

    Raises: ValueError when there is none.
    """
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is not a time zone; write one such as Europe/London") from None
    return name


class Schedule(BaseModel):
    """When a study runs by itself: a cron line, in the study's time zone unless it names another."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cron: str
    timezone: str | None = None

    @field_validator("cron")
    @classmethod
    def _keeps_time(cls, cron: str) -> str:
        from prefect.client.schemas.schedules import CronSchedule

        try:
            CronSchedule(cron=cron)
        except ValueError:
            raise ValueError(f'{cron!r} is not a cron line; "30 4 * * 1" is every Monday at half past four') from None
        return cron

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str | None) -> str | None:
        return name and known_zone(name)


class Thresholds(BaseModel):
    """Limits on a result; beyond one the gate is closed, for people to look. None means no limit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    least_tweets: int | None = Field(default=None, ge=1)
    uncoded_share: float | None = Field(default=None, ge=0, le=1)
    drift_points: float | None = Field(default=None, ge=0, le=100)


RULES = ("smallest_count", "fewest_authors", "round_to", "differencing")
TYPED_IN = ("codebook.toml, ", "study, ")


class Waiver(BaseModel):
    """An exception from a rule of the public profile, for one output, or for words that a person typed: why, and who answers.

    Of `typed_words` the rule is the place at which they stand, as the gate tells it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    output: Literal["table1", "overlap", "timeline", "flow", "removed", "typed_words"]
    rule: str
    reason: str
    by: str

    @field_validator("reason", "by")
    @classmethod
    def _is_written(cls, words: str) -> str:
        if not words.strip():
            raise ValueError("an exception says why, and who answers for it")
        return words.strip()

    @model_validator(mode="after")
    def _is_a_rule(self) -> "Waiver":
        known = TYPED_IN if self.output == "typed_words" else RULES
        if not self.rule.startswith(known):
            raise ValueError(f"exceptions of {self.output} are from {', '.join(known)}")
        return self


class Citation(BaseModel):
    """How a release is cited and may be used: its creators, its licence by SPDX's short name, when it is published, its DOI."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    creators: tuple[str, ...] = ()
    licence: str = Field(default="", pattern=r"^([A-Za-z0-9][A-Za-z0-9.+-]*)?$")
    published: date | None = None
    doi: str = Field(default="", pattern=r"^(10\.\d{4,9}/\S+)?$")
