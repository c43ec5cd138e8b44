"""Draft: the whole bundle, gated and sealed, for those who decide whether it goes out.

    <data>/drafts/<study>/<version>/

A study has one draft at a time: the next one takes its place. It goes when somebody has decided on it.
"""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from expectations.verdict import Verdict
from tasks.bundles.check import hold
from tasks.bundles.placed import put_in_place
from tasks.bundles.seal import seal, sealing_key
from tasks.bundles.unsigned import held_apart, version_of, write_unsigned
from tasks.errors import StorageError
from tasks.storage import access, asides, store
from tasks.storage.caching import uncached_task
from tasks.storage.digests import file_sha256
from tasks.storage.disk_errors import ADVICE, told
from tasks.storage.source import Source
from tasks.storage.store import Receipt
from tasks.studies.study import Study

FOLDER = "drafts"


class Draft(BaseModel):
    """What people decide on: the digest of the draft's manifest, and where it lies in the data folder."""

    model_config = ConfigDict(frozen=True)

    study: str
    sha256: str
    path: str

    @property
    def folder(self) -> Path:
        """Where it lies on this machine."""
        return store.root() / self.path


@uncached_task
def draft(
    study: Study,
    tabulated: Receipt,
    verdict: Verdict,
    codebook: Source,
    quoted: Receipt | None = None,
    withheld: Receipt | None = None,
    ingested: Sequence[Receipt] = (),
) -> Draft:
    """Writes what would be published, for the study's owner or group alone; the arguments are those of `publish`.

    Raises: GateClosed when a finished file breaks a promise of the bundle; StorageError when one cannot be written.
    """
    held_apart(study, tabulated, ingested)
    home = store.root() / FOLDER / study.id
    try:
        # A study's group finds its own draft, and nobody lists those of others.
        home.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        home.mkdir(mode=0o700, exist_ok=True)
        with asides.aside(home) as aside:
            write_unsigned(aside, study, tabulated, verdict, codebook, quoted, withheld)
            seal(aside, sealing_key(study.id))
            hold(aside, study.id, is_draft=True, judged=tabulated)
            name, sha256 = version_of(aside), file_sha256(aside / "manifest.json")
            put_in_place(aside, home / name)
        for other in home.glob("[!.]*"):
            if other.name != name:
                shutil.rmtree(other)
        access.for_readers(home, study.group)
    except OSError as error:
        raise StorageError(f"cannot write ({told(error)})", home, ADVICE) from None
    return Draft(study=study.id, sha256=sha256, path=f"{FOLDER}/{study.id}/{name}")


def discard(decided: Draft) -> None:
    """Removes a draft that was decided on, if it is there still."""
    shutil.rmtree(decided.folder, ignore_errors=True)
    with suppress(OSError):
        decided.folder.parent.rmdir()
