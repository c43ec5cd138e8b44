"""The stewards of a study, by their public keys, and the votes that they cast on its draft.

    <data>/votes/<study>/<draft>/<key>.json

A vote is a steward's signature over the draft's digest, a decision and a reason. Nobody is shown another's vote.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tasks.bundles.checks.decision import voted_words
from tasks.errors import StorageError, UsageError
from tasks.storage import store
from tasks.storage.disk_errors import ADVICE, told
from tasks.storage.durable import new_file
from tasks.storage.ed25519 import PUBLIC, is_signed

FOLDER = "votes"


class Steward(BaseModel):
    """A person who may let a study's releases out, and the public half of their key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"\S")
    key: str = Field(pattern=PUBLIC)


class Vote(BaseModel):
    """A decision on a draft, signed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    study: str
    draft: str
    decision: Literal["approve", "refuse"]
    reason: str = Field(pattern=r"\S")
    key: str = Field(pattern=PUBLIC)
    signature: str

    @property
    def is_valid(self) -> bool:
        """Whether the key that it names has signed it."""
        return is_signed(self.key, self.signature, voted_words(self.study, self.draft, self.decision, self.reason))


def distinct(stewards: tuple[Steward, ...]) -> tuple[Steward, ...]:
    """The stewards, if each has a name and a key of their own.

    Raises: ValueError when two share one.
    """
    if len({each.key for each in stewards}) < len(stewards) or len({each.name for each in stewards}) < len(stewards):
        raise ValueError("two have one name or one key")
    return stewards


def read(words: str, where: object) -> Vote:
    """A vote from its words.

    Raises: UsageError when it is none, or its signature is not its key's.
    """
    try:
        vote = Vote.model_validate_json(words)
    except ValidationError:
        raise UsageError("is not a vote", where, "`hushtag steward sign` writes one.") from None
    if not vote.is_valid:
        raise UsageError("is a vote that its key has not signed", where, "Sign it again: hushtag steward sign")
    return vote


def keep(vote: Vote, stewards: Iterable[Steward]) -> None:
    """Keeps a vote; the first of each key on a draft counts.

    Raises: UsageError when it is of nobody who may vote; StorageError when it cannot be written.
    """
    if vote.key not in {each.key for each in stewards}:
        raise UsageError("is signed by a key that the study does not name", vote.study, "Add it to stewards first.")
    place = _place(vote.study, vote.draft)
    try:
        for folder in (store.root() / FOLDER, place.parent, place):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        new_file(place / f"{vote.key[8:24]}.json", f"{vote.model_dump_json(indent=1)}\n".encode())
    except OSError as error:
        raise StorageError(f"cannot write ({told(error)})", place, ADVICE) from None


def votes(study: str, draft: str, stewards: Sequence[Steward]) -> list[tuple[Steward, Vote]]:
    """The votes on a draft that count, in the order of the stewards."""
    found = [_kept(path) for path in sorted(_place(study, draft).glob("*.json"))]
    cast = {vote.key: vote for vote in found if vote and (vote.study, vote.draft) == (study, draft) and vote.is_valid}
    return [(each, cast[each.key]) for each in stewards if each.key in cast]


def _kept(path: Path) -> Vote | None:
    try:
        return Vote.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def _place(study: str, draft: str) -> Path:
    return store.root() / FOLDER / study / draft[:12]
