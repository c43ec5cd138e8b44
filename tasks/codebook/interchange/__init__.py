"""Coding frames in the forms of other tools: one module a form, found by presence.

A form declares its `TITLE`, its `ENDINGS`, a `SAMPLE` and what the sample holds (`HEADINGS`), and has three functions:
`decoded(content, name)` -> Codebook, `encoded(codebook)` -> bytes, `lost(codebook)` -> what the form cannot hold.
"""

import importlib
import io
import pkgutil
import re
import zipfile
import zlib
from functools import cache
from pathlib import Path
from types import ModuleType

from tasks.codebook.interchange.sheet_places import place
from tasks.codebook.loading import parsed
from tasks.codebook.model import Codebook
from tasks.codebook.writing import written
from tasks.errors import CodebookInvalid, StorageError, UsageError

# The archive of a REFI-QDA project, from which its codebook is read.
PACKED = ".qdpx"
SHARED = {"described", "flat", "sheet_places"}


@cache
def forms() -> dict[str, ModuleType]:
    """Every form by the endings of its files, A to Z."""
    names = sorted(each.name for each in pkgutil.iter_modules(__path__) if each.name not in SHARED)
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return {ending: module for module in modules for ending in module.ENDINGS}


def imported(path: Path) -> Codebook:
    """The coding frame in a file of another tool, held to the same rules as our own.

    Raises: CodebookInvalid naming file, place and what to do; UsageError for an unknown ending.
    """
    form = _form(path)
    try:
        content = _opened(path, path.read_bytes())
    except OSError as error:
        raise CodebookInvalid(f"cannot be read ({error.strerror})", path, "Check the path.") from None
    text = written(form.decoded(content, path))
    try:
        return parsed(text, path)
    except CodebookInvalid as error:
        line = re.search(r", line (\d+)$", error.where)
        if not hasattr(form, "rows_in") or not line:
            raise
        sheet, rows = form.rows_in(content, path)
        where = ", ".join(filter(None, [str(path), sheet, place(text, int(line[1]), rows)]))
        raise CodebookInvalid(error.what, where, error.advice) from None


def exported(codebook: Codebook, path: Path) -> list[str]:
    """Writes a coding frame by the ending of a path; says what the form could not hold.

    Raises: UsageError for an unknown ending; StorageError when it cannot be written.
    """
    form = _form(path)
    if path.suffix.lower() == PACKED:
        raise UsageError("a project's archive is only read", path, "Write a .qdc or a .qde.")
    content: bytes = form.encoded(codebook)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise StorageError(f"cannot write ({error.strerror})", path, "Choose another place.") from None
    losses: list[str] = form.lost(codebook)
    return losses


def _opened(path: Path, content: bytes) -> bytes:
    """The content of a file; of a REFI-QDA project's archive, the project."""
    if path.suffix.lower() != PACKED:
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.read("project.qde")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, zlib.error):
        raise CodebookInvalid("is not an archive with a project.qde", path, "Export the project again.") from None


def _form(path: Path) -> ModuleType:
    suffix = path.suffix.lower()
    found = forms().get(".qde" if suffix == PACKED else suffix)
    if found is None:
        raise UsageError("no form of codebook has this ending", path, f"Known are {', '.join(forms())}.")
    return found
