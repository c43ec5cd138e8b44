"""The main flow: dumps in, a gated release out. Tasks hand each other receipts; a stage waits for all its parts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prefect import flow, runtime

from flows import artifacts
from flows.progress import each, one
from tasks import codebook as frames
from tasks import store
from tasks import study as studies
from tasks import study_file
from tasks.anonymise import anonymise, harvest
from tasks.assign_themes import assign_themes
from tasks.caching import Source
from tasks.deduplicate import deduplicate
from tasks.gate import gate
from tasks.ingest import Dump, find_dumps, ingest, read_dump
from tasks.keys import study_key
from tasks.publish import Published, publish
from tasks.quotes import quotes
from tasks.search_back import search_back
from tasks.tabulate import tabulate


def run_name() -> str:
    """The study's name, as far as the run's parameters tell it."""
    return Path(runtime.flow_run.parameters.get("file") or "dumps").stem


@flow(name="study", flow_run_name=run_name, result_storage=store.root() / "results")
def study(file: str = "data/studies/sample.toml", changes: dict[str, Any] | None = None) -> Published:
    """Runs one study from its dumps to its release.

    Raises: HushtagError as its stages do; nothing is published then.
    """
    spec, codebook, dumps = prepared(file, changes or {})
    read = each(read_dump, dumps, columns=spec.columns or None, timezone=spec.timezone)
    window = (spec.since and spec.since.isoformat(), spec.until and spec.until.isoformat())
    ingested = one(ingest, read, list(spec.hashtags), *window, spec.timezone)
    dictionary = one(harvest, ingested)
    anonymised = each(
        anonymise,
        ingested,
        dictionary=dictionary,
        study_key=study_key(spec.id, ingested),
        timezone=spec.timezone,
        strictness=spec.strictness,
    )
    deduplicated = one(deduplicate, anonymised, near=spec.near_duplicates, short_texts=spec.short_texts)
    coded = each(assign_themes, [deduplicated], codebook=codebook)
    quoted = one(quotes, deduplicated, coded, one(search_back, ingested, anonymised, deduplicated))
    tabulated = one(tabulate, ingested, anonymised, deduplicated, coded, codebook)
    artifacts.show_counts(spec.id, tabulated)
    verdict = one(gate, ingested, anonymised, deduplicated, coded, tabulated, codebook, spec.short_texts)
    published: Published = one(publish, spec, tabulated, verdict, codebook, quoted=quoted)
    artifacts.show_release(spec.id, verdict, str(store.root() / published.path / "report.html"))
    return published


def prepared(file: str, changes: Mapping[str, Any]) -> tuple[studies.Study, Source, list[Dump]]:
    """All that a run is given, held to its rules before anything is begun.

    Raises: StudyInvalid, CodebookInvalid or DumpUnreadable.
    """
    spec = declared(file, changes)
    codebook = Source.of(frames.find(spec.codebook))
    frames.load(Path(codebook.path))
    return spec, codebook, find_dumps(spec.dumps)


def declared(file: str, changes: Mapping[str, Any]) -> studies.Study:
    """The study of a file with the command line's changes, or, where no file is named, of dumps alone.

    Raises: StudyInvalid when it does not hold together.
    """
    if not file:
        return studies.of_dumps(changes)
    path = Path(file) if Path(file).is_absolute() else store.PROJECT / file
    return studies.changed(study_file.load(path), changes)
