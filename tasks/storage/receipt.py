"""What tasks hand each other instead of rows."""

from pydantic import BaseModel, ConfigDict

from tasks.schema import TABLES

RESTRICTED_STAGE = "ingested"


class Receipt(BaseModel):
    """What a task hands on instead of rows: a stage's folder, the digest of its files, and rows a table."""

    model_config = ConfigDict(frozen=True)

    stage: str
    path: str
    sha256: str
    rows: dict[str, int]


def is_restricted(name: str) -> bool:
    """Whether a stage or a table is for the owner alone, whatever group a study names."""
    return name == RESTRICTED_STAGE or (name in TABLES and TABLES[name].audience == "restricted")
