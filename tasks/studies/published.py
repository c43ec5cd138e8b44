"""What a run ends with when its release is in place."""

from pydantic import BaseModel, ConfigDict


class Published(BaseModel):
    """What a run ends with: where the bundle lies, and its counts."""

    model_config = ConfigDict(frozen=True)

    study: str
    version: str
    path: str
    counts: dict[str, int | None]
    held_back: dict[str, int] = {}
