"""Whether the last release of a study is what a run would make again, so that no stage need be asked."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from tasks.bundles import release_log
from tasks.bundles.checks.bundle import opened
from tasks.bundles.checks.seal import PROMISES, is_sealed, root_of
from tasks.bundles.seal import sealing_key
from tasks.reading.dump_files import Dump
from tasks.storage import store
from tasks.storage.digests import file_sha256, folder_state
from tasks.storage.ed25519 import public_of
from tasks.storage.run_lock import cut_short, is_taken
from tasks.storage.source import Source
from tasks.storage.store import Receipt
from tasks.studies import record
from tasks.studies.fingerprint import Inputs, Outcome, inputs_of, remembered
from tasks.studies.published import Published
from tasks.studies.states import State
from tasks.studies.study import Study

# The order of the stages is in none of their code digests.
FLOW = Path(__file__).with_name("study.py")


def outcome(inputs: Inputs, release: Published, folders: Iterable[Receipt]) -> Outcome:
    """What is kept of a run that released: enough to see later that it would release the same."""
    stages = {receipt.path: folder_state(store.root() / receipt.path) for receipt in folders}
    return Outcome(
        inputs=inputs, end=State.RELEASED, version=release.version, release=release, stages=stages, flow=file_sha256(FLOW)
    )


def is_remembered(study: Study) -> bool:
    """Whether it is worth looking: the last run released, none was killed or is at work since, and none waits for a person."""
    last = remembered(study.id)
    return bool(last and last.release) and not (study.sign_off or is_taken(study.id) or cut_short(study.id))


def release_of(study: Study, codebook: Source, dumps: Sequence[Dump]) -> Published | None:
    """The release that stands, where inputs, code and libraries are those it was made of, under the same names; nothing else.

    The dump and the release are read and held to their digests. Stages' folders are not read: a file of them that was touched
    or is gone has the stage done again by a run.

    Raises: GateClosed when the log of releases was altered.
    """
    before, last = record.kept(study.id), remembered(study.id)
    if not before or not last or last.flow != file_sha256(FLOW):
        return None
    names = {file.name: file.source.sha256 for dump in dumps for file in dump.files}
    is_same = before.dumps == names and last.inputs == inputs_of(study, codebook, dumps)
    return (
        last.release if last.release and is_same and _are_as_they_were(last) and _stands(study, last.release) else None
    )


def _are_as_they_were(last: Outcome) -> bool:
    return all(folder_state(store.root() / path) == state for path, state in last.stages.items())


def _stands(study: Study, release: Published) -> bool:
    """Whether a release is whole, under the study's own seal, the newest of its profile in the log, and where `latest` leads."""
    folder = store.root() / release.path
    bundle, home = opened(folder), folder.parent
    newest = release_log.newest(release_log.entries(home), study.profile)
    links = [home / "latest", home / f"latest-{study.profile}"]
    return (
        is_sealed(bundle)
        and bundle.manifest.get("sealed_by") == public_of(sealing_key(study.id))
        and not any(promise.broken(bundle) for promise in PROMISES)
        and newest is not None
        and (newest.version, newest.root) == (release.version, root_of(folder))
        and all(link.resolve() == folder.resolve() for link in links)
    )
