"""What must still be there after a power cut: on the disk before its name is, and its name before anything goes."""

import os
import shutil
import tempfile
from pathlib import Path

from tasks.storage.asides import PREFIX


def on_disk(path: Path) -> None:
    """Returns once a file, or a folder with all that is in it, is on the disk."""
    for each in (*sorted(path.rglob("*")), path):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def take_place(folder: Path, place: Path) -> None:
    """Gives a finished folder its place and name; whatever stood there is removed once that is on the disk.

    The folder must lie beside its place. A power cut leaves the old one or the new one, or neither and the old one aside.
    """
    on_disk(folder)
    old = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place.parent))
    try:
        if place.is_dir():
            place.replace(old)
        folder.replace(place)
        _name_on_disk(place.parent)
    finally:
        shutil.rmtree(old, ignore_errors=True)


def point(link: Path, name: str) -> None:
    """Points a link to a name beside it, in one step that is on the disk when this returns."""
    aside = link.with_name(f".{link.name}-{os.getpid()}")
    aside.unlink(missing_ok=True)
    aside.symlink_to(name)
    aside.replace(link)
    _name_on_disk(link.parent)


def new_file(path: Path, content: bytes) -> bool:
    """Writes a file that only its owner can read, whole or not at all; false where it is there already.

    Raises: OSError when it cannot be written.
    """
    descriptor, name = tempfile.mkstemp(prefix=PREFIX, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, writes over nothing.
        os.link(name, path)
    except FileExistsError:
        return False
    finally:
        Path(name).unlink()
    _name_on_disk(path.parent)
    return True


def _name_on_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
