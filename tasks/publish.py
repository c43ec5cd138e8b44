"""Publish: the bundle, written aside, sealed, checked and put in place whole; `latest` points to the newest."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from expectations.verdict import Verdict
from tasks.bundles import key_sets
from tasks.bundles.check import hold
from tasks.bundles.decided import decide
from tasks.bundles.files import counts_of
from tasks.bundles.placed import opened_for, put_in_place
from tasks.bundles.release_log import enter
from tasks.bundles.seal import seal, sealing_key
from tasks.bundles.unsigned import held_apart, let_out_by, version_of, write_unsigned
from tasks.errors import GateClosed, StorageError
from tasks.storage import access, asides, durable, memory, store
from tasks.storage.caching import uncached_task
from tasks.storage.digests import file_sha256
from tasks.storage.disk_errors import ADVICE, told
from tasks.storage.source import Source
from tasks.storage.store import Receipt
from tasks.studies.published import Published
from tasks.studies.study import Study


@uncached_task
def publish(
    study: Study,
    tabulated: Receipt,
    verdict: Verdict,
    codebook: Source,
    sign_off: Mapping[str, Any] | None = None,
    quoted: Receipt | None = None,
    withheld: Receipt | None = None,
    ingested: Sequence[Receipt] = (),
    draft: Path | None = None,
) -> Published:
    """Writes the bundle of one study and puts it in place; `sign_off` says who let it out, and why.

    `tabulated` are the tables of the paper, or for profile public what `disclose` made of them; `ingested` the tweets that it is
    made of, by which public releases are held apart. Where people have seen a draft, the release is that draft and their decision.

    Raises: GateClosed when a finished file breaks a promise of the bundle, or the draft is not the one that was seen;
        StorageError when one cannot be written. Nothing is in place then.
    """
    key = sealing_key(study.id)
    home = store.root() / "released" / study.id
    try:
        home.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        home.mkdir(mode=0o755, exist_ok=True)
        made_of = held_apart(study, tabulated, ingested)
        with asides.aside(home) as aside:
            if draft:
                _take_over(draft, aside, sign_off)
            else:
                write_unsigned(aside, study, tabulated, verdict, codebook, quoted, withheld)
            if sign_off:
                decide(aside, sign_off)
            seal(aside, key)
            memory.give_back()
            hold(aside, study.id, judged=tabulated)
            name = version_of(aside)
            opened_for(aside, study)
            if made_of is not None:
                key_sets.remember(study.id, name, made_of)
            put_in_place(aside, home / name)
        enter(home, name, key, let_out_by(sign_off, access.account()))
        for link in ("latest", f"latest-{study.profile}"):
            durable.point(home / link, name)
    except OSError as error:
        raise StorageError(f"cannot write ({told(error)})", home, ADVICE) from None
    counts = counts_of(store.read(tabulated, "flow"))
    path = f"released/{study.id}/{name}"
    return Published(study=study.id, version=name, path=path, counts=counts, held_back=verdict.held_back)


def _take_over(draft: Path, aside: Path, sign_off: Mapping[str, Any] | None) -> None:
    """The files of a draft, if they are those that the decision is about; its promises are held once it is decided."""
    if not sign_off or file_sha256(draft / "manifest.json") != sign_off.get("draft"):
        raise GateClosed("the draft is not the one that was decided on", draft.parent.name, "Run the study again.")
    shutil.copytree(draft, aside, dirs_exist_ok=True)
