"""Release profiles: the thresholds of data/profiles, with a study's exceptions from them."""

import tomllib
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tasks.errors import DeclarationError
from tasks.pure.disclosure.suppression import Policy
from tasks.pure.disclosure.tables import TOLD
from tasks.storage.store import PROJECT
from tasks.studies.settings import Waiver

PUBLIC = PROJECT / "data" / "profiles" / "public.toml"


class NoiseSettings(BaseModel):
    """How far the noise of a count goes at most, and its variance."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    maximum: int = Field(ge=1, le=1000)
    variance: float = Field(gt=0)


class PublicProfile(BaseModel):
    """The thresholds of the public profile, as the data steward wrote them; without `noise` counts carry none."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    smallest_count: int = Field(ge=1)
    fewest_authors: int = Field(ge=1)
    round_to: int = Field(ge=1)
    smallest_difference: int = Field(ge=1)
    shared_words: int = Field(ge=2)
    noise: NoiseSettings | None = None

    @property
    def told(self) -> dict[str, Any]:
        """The thresholds as a manifest tells them, and what is switched off left out."""
        return self.model_dump(mode="json", exclude_none=True)


def public_profile() -> PublicProfile:
    """The steward's thresholds.

    Raises: DeclarationError when the file is not a profile.
    """
    try:
        profile = PublicProfile.model_validate(tomllib.loads(PUBLIC.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        what = f"is not a profile ({type(error).__name__})"
        raise DeclarationError(
            what, PUBLIC.name, f"It sets {', '.join(PublicProfile.model_fields)}."
        ) from None
    if profile.smallest_count % profile.round_to:
        raise DeclarationError("round_to does not divide smallest_count", PUBLIC.name, "A count told would look small.")
    if profile.noise and profile.noise.maximum < profile.smallest_count - 1:
        what = f"noise of at most {profile.noise.maximum} cannot carry a count of 1 to {profile.smallest_count}"
        raise DeclarationError(what, PUBLIC.name, f"Let maximum be {profile.smallest_count - 1} or more.")
    return profile


def policies(profile: PublicProfile, exceptions: Iterable[Waiver]) -> dict[str, Policy]:
    """The policy of each table: the steward's, without the rules that the study is excepted from."""
    rules = {name: profile.model_dump(include={"smallest_count", "fewest_authors", "round_to"}) for name in TOLD}
    for exception in exceptions:
        if exception.rule in rules.get(exception.output, {}):
            rules[exception.output][exception.rule] = 1
    return {name: Policy(**thresholds) for name, thresholds in rules.items()}
