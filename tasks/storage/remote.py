"""Where machines that share no disk hand each other what is stored: an object store, or a folder that all of them reach.

    <remote>/restricted/<stage>/<digest>/<table>.parquet    tables for the owner alone
    <remote>/internal/<stage>/<digest>/<table>.parquet      tables that a study's team may see
    <remote>/restricted/sources/<digest>                    files that a stage is given: the study's key, codebook, decisions
    <remote>/internal/results/<key>                         receipts of what workers made
    <remote>/internal/runs/<study>/<claim>                  who runs a study (`claims`)

A table is named by its folder's digest and held to it when it is fetched: what came over in part is as good as absent.
"""

import io
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from tasks.errors import StorageError, UsageError
from tasks.storage.access import OWNER
from tasks.storage.disk_errors import ADVICE, OF_STORAGE, told
from tasks.storage.places import root
from tasks.storage.receipt import Receipt, is_restricted

VARIABLE = "HUSHTAG_REMOTE"
ASK = "See that it is up, and that this machine may read and write there. Stages that were done are kept."
REMOVE_IT = "Remove it there, and run the study again."
AWS_KIND = re.compile(r"AWS Error (\w+)")
CREDENTIALS = re.compile(r"(?<=//)[^/@]*@|\?.*")
BLOCK = 8 << 20
RESTRICTED, INTERNAL = "restricted", "internal"


def is_named() -> bool:
    """Whether a remote is named at all."""
    return bool(os.environ.get(VARIABLE))


def push(receipt: Receipt) -> None:
    """Puts a stage's folder there; a table that is there is left alone.

    Raises: StorageError when it cannot be reached or written.
    """
    for table in receipt.rows:
        local = root() / receipt.path / f"{table}.parquet"
        put(place_of(receipt, table), local)


def pull(receipt: Receipt, folder: Path) -> None:
    """Fetches a stage's tables into a folder, for its owner alone.

    Raises: StorageError when it cannot be reached, or does not hold them.
    """
    for table in receipt.rows:
        get(place_of(receipt, table), folder / f"{table}.parquet")


def place_of(receipt: Receipt, table: str) -> str:
    """Where a table lies, by who may read it."""
    audience = RESTRICTED if is_restricted(receipt.stage) or is_restricted(table) else INTERNAL
    return f"{audience}/{receipt.path}/{table}.parquet"


def put(name: str, local: Path) -> None:
    """Puts a file there, whole or not at all; one of this name and size is left alone.

    Raises: StorageError as `push` does.
    """
    with _told() as (files, base):
        known = files.get_file_info(f"{base}/{name}")
        if known.is_file and known.size == local.stat().st_size:
            return
        with local.open("rb") as source:
            _copy(source, files, f"{base}/{name}")


def write(name: str, content: bytes) -> None:
    """Puts some bytes there under a name, over what it has.

    Raises: StorageError as `push` does.
    """
    with _told() as (files, base):
        _copy(io.BytesIO(content), files, f"{base}/{name}")


def get(name: str, local: Path) -> None:
    """Fetches a file, for its owner alone.

    Raises: StorageError as `pull` does.
    """
    with _told() as (files, base), files.open_input_stream(f"{base}/{name}") as stream:
        local.touch(mode=OWNER[1])
        with local.open("wb") as file:
            _pour(stream, file)


def read(name: str) -> bytes:
    """What is there under a name.

    Raises: StorageError as `pull` does.
    """
    with _told() as (files, base), files.open_input_stream(f"{base}/{name}") as stream:
        return bytes(stream.read())


def probe() -> str:
    """Writes something, reads it again and says under which name.

    Raises: StorageError as `push` does.
    """
    name = f"{INTERNAL}/probe"
    write(name, secrets.token_bytes(16))
    read(name)
    return name


def listed(folder: str) -> dict[str, int]:
    """The names in a folder, each with the time at which it was written in nanoseconds of the remote's clock.

    Raises: StorageError when it cannot be reached.
    """
    from pyarrow.fs import FileSelector

    with _told() as (files, base):
        found = files.get_file_info(FileSelector(f"{base}/{folder}", allow_not_found=True))
        return {each.base_name: each.mtime_ns for each in found if each.is_file and not each.base_name.startswith(".")}


def remove(name: str) -> None:
    """Takes away what is there under a name; that nothing is there is no mistake.

    Raises: StorageError when it cannot be reached.
    """
    with _told() as (files, base):
        if files.get_file_info(f"{base}/{name}").is_file:
            files.delete_file(f"{base}/{name}")


def _copy(source: BinaryIO, files: Any, place: str) -> None:
    if files.type_name != "local":
        # An object is there once its last byte is.
        with files.open_output_stream(place) as stream:
            _pour(source, stream)
        return
    home = Path(place).parent
    # Of parents that are missing, `mkdir` would make all but the last with the usual mode.
    for folder in reversed([home, *home.parents]):
        if not folder.is_dir():
            folder.mkdir(mode=OWNER[0], exist_ok=True)
    descriptor, aside = tempfile.mkstemp(prefix=".aside-", dir=home)
    with os.fdopen(descriptor, "wb") as stream:
        _pour(source, stream)
    Path(aside).replace(place)


def _pour(source: BinaryIO, stream: BinaryIO) -> None:
    while block := source.read(BLOCK):
        stream.write(block)


@contextmanager
def _told() -> Iterator[tuple[Any, str]]:
    """The remote's files and the folder in which ours lie; whatever fails is told in a line."""
    address = os.environ[VARIABLE]
    where = f"{VARIABLE}={CREDENTIALS.sub('', address)}"
    try:
        files, base = _opened(address)
        if files.type_name == "local" and not Path(base).is_dir():
            raise StorageError("there is no such folder", where, ASK)
        yield files, base
    except FileNotFoundError:
        raise StorageError("the remote store does not hold what was stored there", where, "Run the study again.") from None
    except OSError as error:
        kind = AWS_KIND.search(str(error))
        if error.errno in OF_STORAGE and not kind:
            raise StorageError(f"cannot be written or read ({told(error)})", where, ADVICE) from None
        what = f"the remote store does not answer ({kind[1] if kind else told(error)})"
        raise StorageError(what, where, ASK) from None


@lru_cache
def _opened(address: str) -> tuple[Any, str]:
    from pyarrow import ArrowInvalid
    from pyarrow.fs import FileSystem

    try:
        files, base = FileSystem.from_uri(address)
    except ArrowInvalid:
        advice = "Write it as s3://bucket/prefix, or as a folder that every machine reaches."
        raise UsageError("names no place of a kind that is known", VARIABLE, advice) from None
    return files, base.rstrip("/")
