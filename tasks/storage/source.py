"""A file that a task or a study is given, known by its content."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from tasks.errors import StorageError
from tasks.storage import access, asides, remote
from tasks.storage.digests import file_sha256
from tasks.storage.places import root

CHANGED = "was changed or taken away while the study ran"


class Source(BaseModel):
    """A file given to a task, known by its content: two names for the same bytes are the same input."""

    model_config = ConfigDict(frozen=True)

    path: str
    sha256: str

    @classmethod
    def of(cls, path: Path) -> "Source":
        return cls(path=str(path.resolve()), sha256=file_sha256(path))

    def here(self) -> Path:
        """The file on this machine: itself, else a copy that is fetched from the remote, for its owner alone.

        Raises: StorageError when there is neither.
        """
        named, copy = Path(self.path), root() / "ingested" / ".sources" / self.sha256
        for path in (named, copy):
            if path.is_file() and file_sha256(path) == self.sha256:
                return path
        if not remote.is_named():
            raise StorageError(CHANGED, named, "Run the study again.")
        return self._fetched(copy)

    def push(self) -> None:
        """Puts it where machines hand each other files, among those that are restricted.

        Raises: StorageError as `here` and `remote.put` do.
        """
        remote.put(self._place, self.here())

    @property
    def _place(self) -> str:
        return f"{remote.RESTRICTED}/sources/{self.sha256}"

    def _fetched(self, copy: Path) -> Path:
        for folder in (copy.parent.parent, copy.parent):
            folder.mkdir(mode=access.OWNER[0], parents=True, exist_ok=True)
        with asides.aside(copy.parent.parent) as folder:
            remote.get(self._place, arrived := folder / copy.name)
            if file_sha256(arrived) != self.sha256:
                raise StorageError("the remote store holds other bytes than were stored", self._place, remote.REMOVE_IT)
            arrived.replace(copy)
        return copy
