"""`hushtag plan`: which stages a run would do, and why; nothing is run, and no server is needed."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

HELP = "which stages a run of a study would do, and why: files, phrases, settings, libraries, functions"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the study and the data folder."""
    parser.add_argument("study", metavar="STUDY", help="a study's file, or its name under data/studies")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: data)")
    parser.add_argument("--json", action="store_true", help="print one JSON list")


def execute(parsed: argparse.Namespace) -> None:
    """Prints a line a stage."""
    import os

    from tasks.storage import store

    if parsed.data:
        os.environ[store.DATA_VARIABLE] = str(parsed.data.resolve())
    from tasks.codebook import loading
    from tasks.studies import record, study_file
    from tasks.studies.plan import steps

    path = Path(parsed.study)
    study = study_file.load(path if path.suffix == ".toml" else store.PROJECT / study_file.FOLDER / f"{parsed.study}.toml")
    before = record.kept(study.id)
    found = steps(before, record.taken(study, loading.find(study.codebook), with_code=before is not None))
    if parsed.json:
        print(json.dumps([asdict(step) for step in found], indent=1))
        return
    for step in found:
        why = f"  {'; '.join(step.reasons)}" if step.reasons else ""
        print(f"{step.stage:14} {step.outlook:8}{why}".rstrip())
