"""Where Prefect keeps the results of stages: receipts as JSON, in a folder that only its owner can enter.

Prefect lets a stored result choose how it is read: as a pickle, or as any class that it names. Here a result is read as
receipts. Anything else is a cache miss, and its stage runs again.
"""

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

from prefect.filesystems import LocalFileSystem
from prefect.serializers import Serializer
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from tasks.storage import remote, store
from tasks.storage.store import Receipt, verify

FOLDER = "results"
KIND = "hushtag-receipts"
# Names that lead to no other folder: what is fetched is written where a receipt says.
SHAPE = re.compile(r"\A[a-z_]+ [0-9a-f]{64}(?: \w+)*", re.ASCII)
RECEIPTS: TypeAdapter[Receipt | list[Receipt]] = TypeAdapter(Receipt | list[Receipt])


class ReceiptSerializer(Serializer):
    """Writes a receipt, or a list of them, and reads nothing else."""

    type: str = Field(default=KIND, frozen=True)

    def dumps(self, obj: Any) -> bytes:
        """The receipts as JSON.

        Raises: ValueError for anything else.
        """
        return RECEIPTS.dump_json(RECEIPTS.validate_python(obj, strict=True))

    def loads(self, blob: bytes) -> Any:
        """The receipts, each held against its files.

        Raises: ValueError for anything else; StorageError when files are gone or altered.
        """
        found = RECEIPTS.validate_json(blob)
        for receipt in [found] if isinstance(found, Receipt) else found:
            if receipt.path != f"{receipt.stage}/{receipt.sha256[:16]}" or not SHAPE.fullmatch(_shape(receipt)):
                raise ValueError("a receipt names a folder that is not its stage's")
            verify(receipt)
        return found


def _shape(receipt: Receipt) -> str:
    return " ".join((receipt.stage, receipt.sha256, *receipt.rows))


class _Metadata(BaseModel):
    """What Prefect notes beside a result, as far as we take its word."""

    model_config = ConfigDict(extra="ignore")

    storage_key: str
    serializer: dict[str, str]


class _Record(BaseModel):
    """A stored result. No further key is allowed: an older form of Prefect's chose the serializer by one."""

    model_config = ConfigDict(extra="forbid")

    metadata: _Metadata
    result: str


class ResultFolder(LocalFileSystem):
    """The folder of results, for its owner only; returns a result only under the key that it was written for."""

    # Without a name of its own it would replace Prefect's local folders everywhere.
    _block_type_name = "Hushtag results"
    _block_type_slug = "hushtag-results"

    def read_path(self, path: str, _sync: bool = True) -> bytes:  # type: ignore[override]
        """A stored result, rebuilt from the fields that we trust.

        Raises: ValueError when it is of another kind, or another key's; OSError when there is none.
        """
        place = self._resolve_path(path)
        record = _Record.model_validate_json(place.read_bytes())
        if record.metadata.serializer != {"type": KIND} or Path(record.metadata.storage_key).name != place.name:
            raise ValueError("a stored result is not what was stored under its name")
        return json.dumps(record.model_dump()).encode()

    async def aread_path(self, path: str) -> bytes:
        """As `read_path`."""
        return self.read_path(path)

    def write_path(self, path: str, content: bytes, _sync: bool = True) -> str:  # type: ignore[override]
        """Writes a result whole or not at all, for its owner alone."""
        place = self._resolve_path(path)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The folder may be there from before, or be made under another umask.
        place.parent.chmod(0o700)
        descriptor, aside = tempfile.mkstemp(prefix=".aside-", dir=place.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(aside).replace(place)
        return str(place)

    async def awrite_path(self, path: str, content: bytes) -> str:
        """As `write_path`."""
        return self.write_path(path, content)

    def _resolve_path(self, path: str) -> Path:
        """Keys are names: whatever stands before the last stroke of one is left out."""
        return store.root() / FOLDER / Path(path).name


def receipts_in(content: bytes) -> Receipt | list[Receipt]:
    """The receipts of a stored result, each held against its files.

    Raises: ValueError for anything else; StorageError when files are gone or altered.
    """
    found: Receipt | list[Receipt] = ReceiptSerializer().loads(_Record.model_validate_json(content).result.encode())
    return found


class SharedResults(ResultFolder):
    """The folder of results of a worker: what it made is put where the others find it, the folders first, then their receipts.

    A result that another machine put there is as good as one of its own.
    """

    # As above: no name that Prefect, or the class above, has.
    _block_type_name = "Hushtag shared results"
    _block_type_slug = "hushtag-shared-results"

    def read_path(self, path: str, _sync: bool = True) -> bytes:  # type: ignore[override]
        """A stored result as `ResultFolder` reads it, from here or from there; one from here is put there too.

        Raises: as it does, and StorageError when there is none, or the remote cannot be reached.
        """
        place = self._resolve_path(path)
        if not place.is_file():
            super().write_path(path, remote.read(_there(place)))
            return super().read_path(path)
        content = super().read_path(path)
        _share(place, content)
        return content

    def write_path(self, path: str, content: bytes, _sync: bool = True) -> str:  # type: ignore[override]
        """Writes a result here and puts it there.

        Raises: StorageError as `remote.push` does.
        """
        written = super().write_path(path, content)
        _share(Path(written), content)
        return written


def _share(place: Path, content: bytes) -> None:
    found = receipts_in(content)
    for receipt in [found] if isinstance(found, Receipt) else found:
        remote.push(receipt)
    remote.write(_there(place), content)


def _there(place: Path) -> str:
    return f"{remote.INTERNAL}/{FOLDER}/{place.name}"
