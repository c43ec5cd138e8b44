"""Where rows live: Parquet folders under the data folder, written whole or not at all, named by their content.

    <data>/<stage>/<digest>/<table>.parquet

Tasks hand each other receipts; this module turns receipts into rows and rows into receipts.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from tasks.errors import StorageError
from tasks.storage import access, asides, parquet_files, remote
from tasks.storage.digests import folder_sha256
from tasks.storage.disk_errors import ADVICE, told
from tasks.storage.places import DATA_VARIABLE as DATA_VARIABLE
from tasks.storage.places import PROJECT as PROJECT
from tasks.storage.places import root as root
from tasks.storage.receipt import RESTRICTED_STAGE as RESTRICTED_STAGE
from tasks.storage.receipt import Receipt as Receipt
from tasks.storage.receipt import is_restricted

RUN_AGAIN = "Run the study again: what is missing is made again."


@dataclass
class Output:
    """A folder being written; its receipt is there once the folder is whole."""

    path: Path
    receipt: Receipt = field(init=False)


@contextmanager
def output(stage: str) -> Iterator[Output]:
    """A folder to write `<table>.parquet` files into; it takes its name from its content when the block ends well.

    Raises: StorageError when the disk is full or the folder cannot be written.
    """
    home = _stage_folder(stage)
    try:
        with asides.aside(home) as folder:
            written = Output(folder)
            yield written
            written.receipt = _settle(stage, folder)
    except OSError as error:
        raise _unwritable(home, error) from None


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of the restricted stage for what does not fit in memory, gone when the block ends."""
    with asides.aside(_stage_folder(RESTRICTED_STAGE)) as folder:
        yield folder


def sweep(study: str) -> None:
    """Removes what runs that were killed left aside, in the stages' folders and beside the study's releases."""
    asides.sweep([*(path for path in root().glob("*") if path.is_dir()), root() / "released" / study])


def share(receipts: Receipt | Sequence[Receipt], group: str | None) -> None:
    """Lets a study's group read what its team may see of some stages; without a group it is for the owner alone.

    Raises: StudyInvalid or StorageError as `access.for_readers` does.
    """
    for receipt in [receipts] if isinstance(receipts, Receipt) else receipts:
        if is_restricted(receipt.stage):
            continue
        if group:
            # Entered, not listed: the folders of other studies lie beside it.
            (root() / receipt.stage).chmod(0o711)
        secret = (f"{table}.parquet" for table in receipt.rows if is_restricted(table))
        try:
            access.for_readers(root() / receipt.path, group, secret)
        except OSError as error:
            raise _unwritable(root() / receipt.path, error) from None


def write(stage: str, **tables: pl.DataFrame) -> Receipt:
    """Frames as the tables of one folder; every file carries its rows in the order given."""
    with output(stage) as out:
        for name, frame in tables.items():
            parquet_files.write(frame, out.path / f"{name}.parquet")
    return out.receipt


def files(receipts: Receipt | Sequence[Receipt], table: str) -> list[str]:
    """Paths of one table's files over all receipts, in the receipts' order.

    Raises: StorageError when a folder is missing or its digest is not the receipt's.
    """
    many = [receipts] if isinstance(receipts, Receipt) else receipts
    for receipt in many:
        verify(receipt)
    return [str(root() / receipt.path / f"{table}.parquet") for receipt in many if table in receipt.rows]


def read(receipts: Receipt | Sequence[Receipt], table: str) -> pl.DataFrame:
    """One table's rows over all receipts, in the receipts' order.

    Raises: StorageError as `files` does.
    """
    return pl.concat([pl.read_parquet(path) for path in files(receipts, table)])


def scan(receipts: Receipt | Sequence[Receipt], table: str) -> pl.LazyFrame:
    """The same rows, to be read as they are asked for.

    Raises: StorageError as `files` does.
    """
    return pl.scan_parquet(files(receipts, table))


def verify(receipt: Receipt) -> None:
    """Holds a receipt against the files it speaks of; those that are missing are fetched where a remote is named.

    Raises: StorageError when they are missing or not the same bytes.
    """
    folder = root() / receipt.path
    if not folder.is_dir():
        _fetch(receipt)
    if folder_sha256(folder) != receipt.sha256:
        raise StorageError("a stage's files were altered after they were written", receipt.path, RUN_AGAIN)


def _fetch(receipt: Receipt) -> None:
    if not remote.is_named():
        raise StorageError("a stage's files are missing", receipt.path, RUN_AGAIN)
    home = _stage_folder(receipt.stage)
    try:
        with asides.aside(home) as folder:
            remote.pull(receipt, folder)
            if folder_sha256(folder) != receipt.sha256:
                raise StorageError("the remote store holds other bytes than were stored", receipt.path, remote.REMOVE_IT)
            _settle(receipt.stage, folder)
    except OSError as error:
        raise _unwritable(home, error) from None


def keep_secret(words: str, folder: str = ".keys") -> Path:
    """Writes what nobody else may read into the restricted folder, named by its digest, and says where."""
    name = f"{hashlib.sha256(words.encode()).hexdigest()[:16]}.txt"
    return write_secret(folder, name, words)


def write_secret(folder: str, name: str, words: str) -> Path:
    """Writes a file for its owner alone into a folder of the restricted one, in one step, and says where.

    Raises: StorageError when it cannot be written.
    """
    home = _stage_folder(RESTRICTED_STAGE) / folder
    path, aside = home / name, home / f".aside-{os.getpid()}-{name}"
    try:
        home.mkdir(mode=0o700, exist_ok=True)
        aside.touch(mode=0o600)
        aside.write_text(words, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise _unwritable(home, error) from None
    return path


def _stage_folder(stage: str) -> Path:
    folder = root() / stage
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if access.is_open_to_others(folder):
            folder.chmod(0o700 if is_restricted(stage) else 0o711)
    except OSError as error:
        raise _unwritable(folder, error) from None
    return folder


def _unwritable(folder: Path, error: OSError) -> StorageError:
    return StorageError(f"cannot write ({told(error)})", folder, ADVICE)


def _settle(stage: str, aside: Path) -> Receipt:
    tables = sorted(aside.glob("*.parquet"))
    access.for_readers(aside, None)
    sha256 = folder_sha256(aside)
    folder = root() / stage / sha256[:16]
    if folder.exists() and folder_sha256(folder) != sha256:
        shutil.rmtree(folder)
    if not folder.exists():
        try:
            aside.replace(folder)
        except OSError:
            # Another run settled the same content first.
            if not folder.is_dir():
                raise
    counts = {path.stem: rows(folder / path.name) for path in tables}
    return Receipt(stage=stage, path=f"{stage}/{sha256[:16]}", sha256=sha256, rows=counts)


def rows(path: Path) -> int:
    """The rows of a Parquet file."""
    return int(pl.scan_parquet(path).select(pl.len()).collect().item())


def rows_of(paths: Sequence[str]) -> int:
    """The rows of some Parquet files together."""
    return sum(rows(Path(path)) for path in paths)
