"""All that a run is given, read and held to its rules before anything is begun; no orchestrator is needed for it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tasks import codebook as frames
from tasks.bundles.agreement import agreement
from tasks.reading.dump_files import Dump, find_dumps
from tasks.review import decisions, paraphrase_sheet
from tasks.storage import access, keys, store
from tasks.storage.source import Source
from tasks.studies import study as studies
from tasks.studies import study_file


def prepared(file: str, changes: Mapping[str, Any]) -> tuple[studies.Study, Source, list[Dump]]:
    """All that a run is given, held to its rules before anything is begun.

    Raises: StudyInvalid, CodebookInvalid, ReviewInvalid, ParaphraseInvalid or DumpUnreadable; StorageError for a key that
        is not secret.
    """
    spec = declared(file, changes)
    codebook = Source.of(frames.find(spec.codebook))
    frame = frames.load(Path(codebook.path))
    if spec.decisions:
        decisions.load(Path(spec.decisions), frame)
    if spec.agreement:
        agreement(Path(spec.agreement), with_headings=False)
    if spec.paraphrases:
        paraphrase_sheet.load(Path(spec.paraphrases))
    if spec.group:
        access.group_number(spec.group)
    keys.check_if_there(spec.id)
    return spec, codebook, find_dumps(spec.dumps, spec.leave_out)


def declared(file: str, changes: Mapping[str, Any]) -> studies.Study:
    """The study of a file with the command line's changes, or, where no file is named, of dumps alone.

    Raises: StudyInvalid when it does not hold together.
    """
    if not file:
        return studies.of_dumps(changes)
    path = Path(file) if Path(file).is_absolute() else store.PROJECT / file
    return studies.changed(study_file.load(path), changes)
