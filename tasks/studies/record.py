"""What a run was made of, in enough detail to say later what changed: files, settings, phrases, functions, libraries.

Kept in `<data>/runs/<study>.record.json`: names, digests and settings, no rows.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from tasks.errors import StorageError
from tasks.reading import find
from tasks.storage import code_digest, keys, store
from tasks.storage.digests import file_sha256
from tasks.studies import allowances
from tasks.studies.profiles import public_profile
from tasks.studies.stages import LIBRARIES, STAGES
from tasks.studies.study import BESIDE, Study

STRENGTHS = ("strong", "weak", "unless")


class CodeFile(BaseModel):
    """A file that stages reach: when it was touched, what of it counts part by part, and of a module what it names."""

    model_config = ConfigDict(frozen=True)

    touched: int
    parts: dict[str, str]
    imports: tuple[tuple[int | None, str, tuple[str, ...]], ...] = ()
    files: tuple[str, ...] = ()


class Record(BaseModel):
    """All that decides a study's stages: files by name and settings by name, each with its digest or value."""

    model_config = ConfigDict(frozen=True)

    dumps: dict[str, str]
    settings: dict[str, Any]
    beside: dict[str, str]
    codebook: str
    phrases: dict[str, dict[str, list[str]]]
    public: dict[str, Any]
    libraries: dict[str, str]
    code: dict[str, CodeFile]
    reached: dict[str, list[str]]


def taken(
    study: Study, codebook: Path, known: Mapping[Path, str] = MappingProxyType({}), with_code: bool = True
) -> Record:
    """The record of a study as it is now; `known` are digests of dumps that were read already.

    Without its code, for which every module is read, it is enough for who has nothing to compare it with.

    Raises: DumpUnreadable when a dump is not there; StorageError when a file beside the study cannot be read.
    """
    where = find.places(study.dumps)
    digests = {path: known.get(path) or file_sha256(path) for path in {place.path for place in where}}
    found = code_digest.reached_by(f"tasks.{stage}" for stage in STAGES if with_code)
    reached = {module.removeprefix("tasks."): [_named(path) for path in paths] for module, paths in found.items()}
    return Record(
        dumps={name: digests[place.path] for name, place in zip(find.names(where), where, strict=True)},
        settings=study.model_dump(mode="json"),
        beside=dict(_beside(study)),
        codebook=file_sha256(codebook),
        phrases=_phrases(codebook),
        public=public_profile().told,
        libraries={name: version(name) for name in LIBRARIES},
        code={name: _code(store.PROJECT / name) for name in sorted({name for names in reached.values() for name in names})},
        reached=reached,
    )


def keep(study: str, record: Record) -> None:
    """Keeps a record for the next plan to compare with.

    Raises: StorageError when it cannot be written.
    """
    path = _place(study)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = path.with_suffix(".aside")
        aside.write_text(record.model_dump_json() + "\n", encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise StorageError(f"cannot write ({error.strerror})", path, "Free some space or fix permissions.") from None


def kept(study: str) -> Record | None:
    """The record of the last run whose gate was open; None when there was none, or it cannot be read.

    Modules that were not touched since are not read again.
    """
    try:
        record = Record.model_validate(json.loads(_place(study).read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError):
        return None
    for name, each in record.code.items():
        if name.endswith(".py"):
            page = code_digest.Page(each.imports, each.files, each.parts)
            code_digest.KNOWN[store.PROJECT / name, each.touched] = page
    return record


def _code(path: Path) -> CodeFile:
    touched = path.stat().st_mtime_ns
    if path.suffix != ".py":
        return CodeFile(touched=touched, parts=dict(code_digest.parts_of(path)))
    page = code_digest.page_of(path)
    return CodeFile(touched=touched, parts=dict(page.parts), imports=page.imports, files=page.files)


def _beside(study: Study) -> Iterator[tuple[str, str]]:
    """What lies beside a study and is named by no setting too: its key, and what people let out."""
    named: Mapping[str, Path | None] = {name: Path(path) if (path := getattr(study, name)) else None for name in BESIDE}
    key = keys.place(study.id)
    for name, path in {**named, "key": key if key.is_file() else None}.items():
        if path:
            yield name, file_sha256(path)
    if allowed := allowances.source(study.id):
        yield "allowed", allowed.sha256


def _phrases(codebook: Path) -> dict[str, dict[str, list[str]]]:
    declared = tomllib.loads(codebook.read_text(encoding="utf-8"))
    headings: Sequence[Mapping[str, Any]] = declared.get("headings", ())
    return {str(each.get("id")): {name: list(each.get(name, ())) for name in STRENGTHS} for each in headings}


def _named(path: Path) -> str:
    return path.relative_to(store.PROJECT).as_posix()


def _place(study: str) -> Path:
    return store.root() / "runs" / f"{study}.record.json"
