"""A file that a task or a study is given, known by its content."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from tasks.storage.digests import file_sha256


class Source(BaseModel):
    """A file given to a task, known by its content: two names for the same bytes are the same input."""

    model_config = ConfigDict(frozen=True)

    path: str
    sha256: str

    @classmethod
    def of(cls, path: Path) -> "Source":
        return cls(path=str(path.resolve()), sha256=file_sha256(path))
