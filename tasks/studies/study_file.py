"""Study files: one TOML a study, read with its mistakes named, and written so that it reads the same."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tasks.errors import StudyInvalid
from tasks.storage.places import IS_CHECKOUT, PROJECT, root
from tasks.studies.study import ADVICE, BESIDE, Study, validated
from tasks.studies.toml_lines import toml_value

FOLDER = "data/studies"


def placed(folder: str = "") -> Path:
    """The folder of study files that is named, by default a checkout's `data/studies`; once installed, that of the data folder."""
    named = folder or FOLDER
    return root() / "studies" if named == FOLDER and not IS_CHECKOUT else PROJECT / named


def load(path: Path) -> Study:
    """A study file, its dumps, reference and codebook resolved against the file's own folder.

    Raises: StudyInvalid naming the file, and every mistake with its line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise StudyInvalid("no such study file", path, "Check the path, or see `hushtag study new`.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise StudyInvalid(f"cannot be read: {error}", path, "Check its permissions; it is UTF-8.") from None
    return _resolved(read(text, path), path.parent)


def read(text: str, path: Path) -> Study:
    """A study from the words of its file, paths as they are written.

    Raises: StudyInvalid as `load` does.
    """
    try:
        declared = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise StudyInvalid(f"cannot be read as TOML: {error}", path, ADVICE) from None
    if not isinstance(declared.get("study", {}), dict):
        raise StudyInvalid("study: is a table of settings, [study]", path, ADVICE)
    return validated({**declared.pop("study", {}), **declared}, path, text)


def every(folder: Path) -> Iterator[tuple[Path, Study | StudyInvalid]]:
    """Each study file of a folder, A to Z, with its study or with what is wrong."""
    for path in sorted(folder.glob("*.toml")):
        try:
            study = load(path)
        except StudyInvalid as mistake:
            yield path, mistake
            continue
        # Two files with one id would take each other's deployment and bundle.
        is_named = study.id == path.stem
        yield path, study if is_named else StudyInvalid(f'id: is "{study.id}"', path, "Name the file for the study.")


def written(study: Study) -> str:
    """The words of a study's file: what it sets, in the order of the schema; what is left at its default is left out."""
    settings = study.model_dump(exclude_defaults=True)
    tables = {name: settings.pop(name) for name in list(settings) if isinstance(settings[name], dict)}
    many = [(f"[[{name}]]", each) for name in ("stewards", "exceptions") for each in settings.pop(name, ())]
    named = [(f"[{name}]", table) for name, table in {"study": settings, **tables}.items()]
    return "\n".join(f"{head}\n{_lines(table)}" for head, table in [*named, *many])


def _lines(settings: Mapping[str, Any]) -> str:
    return "".join(f"{_key(name)} = {toml_value(value)}\n" for name, value in settings.items() if value is not None)


def _key(name: str) -> str:
    return name if name.replace("_", "").isalnum() and name.isascii() else toml_value(name)


def _resolved(study: Study, folder: Path) -> Study:
    paths: dict[str, Any] = {"dumps": tuple(str(_beside(folder, dump)) for dump in study.dumps)}
    beside = {name: getattr(study, name) for name in BESIDE}
    paths |= {name: str(_beside(folder, path)) for name, path in beside.items() if path}
    if study.codebook.endswith(".toml"):
        paths["codebook"] = str(_beside(folder, study.codebook))
    return study.model_copy(update=paths)


def _beside(folder: Path, path: str) -> Path:
    return (folder / path).resolve() if not any(c in path for c in "*?[") else folder.resolve() / path
