"""Release profiles: the thresholds of data/profiles, with a study's exceptions from them."""

import tomllib
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tasks.errors import DeclarationError
from tasks.pure.disclosure.suppression import Policy
from tasks.pure.disclosure.tables import TOLD
from tasks.storage.store import PROJECT
from tasks.studies.settings import Waiver

PUBLIC = PROJECT / "data" / "profiles" / "public.toml"


class PublicProfile(BaseModel):
    """The thresholds of the public profile, as the data steward wrote them."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    smallest_count: int = Field(ge=1)
    fewest_authors: int = Field(ge=1)
    round_to: int = Field(ge=1)
    smallest_difference: int = Field(ge=1)
    shared_words: int = Field(ge=2)


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
    return profile


def policies(profile: PublicProfile, exceptions: Iterable[Waiver]) -> dict[str, Policy]:
    """The policy of each table: the steward's, without the rules that the study is excepted from."""
    rules = {name: profile.model_dump(include={"smallest_count", "fewest_authors", "round_to"}) for name in TOLD}
    for exception in exceptions:
        if exception.rule in rules.get(exception.output, {}):
            rules[exception.output][exception.rule] = 1
    return {name: Policy(**thresholds) for name, thresholds in rules.items()}
