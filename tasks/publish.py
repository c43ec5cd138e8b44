"""Publish: the bundle, written aside, checked and put in place whole; `latest` points to the newest."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from expectations.verdict import Verdict
from tasks.bundles import key_sets
from tasks.bundles.added import added
from tasks.bundles.check import hold
from tasks.bundles.differencing import hold_apart
from tasks.bundles.files import TABLES, counts_of, leak, write_bundle
from tasks.bundles.typed import UNTOLD
from tasks.errors import StorageError
from tasks.storage import access, asides, durable, store
from tasks.storage.caching import uncached_task
from tasks.storage.code_digest import code_digest
from tasks.storage.digests import file_sha256, folder_sha256
from tasks.storage.disk_errors import ADVICE, told
from tasks.storage.source import Source
from tasks.storage.store import Receipt
from tasks.studies.fingerprint import LIBRARIES
from tasks.studies.profiles import public_profile
from tasks.studies.study import Study


class Published(BaseModel):
    """What a run ends with: where the bundle lies, and its counts."""

    model_config = ConfigDict(frozen=True)

    study: str
    version: str
    path: str
    counts: dict[str, int | None]
    held_back: dict[str, int] = {}


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
) -> Published:
    """Writes the bundle of one study and puts it in place; `sign_off` says who let it out, and why.

    `tabulated` are the tables of the paper, or for profile public what `disclose` made of them; `ingested` the tweets that it is
    made of, by which public releases are held apart.

    Raises: GateClosed when a finished file breaks a promise of the bundle; StorageError when one cannot be written.
        Nothing is in place then.
    """
    inputs = manifest_inputs(study, codebook, verdict) | {"sign_off": sign_off}
    inputs["held_back"] = held_back(study, verdict, withheld)
    home = store.root() / "released" / study.id
    try:
        home.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        home.mkdir(mode=0o755, exist_ok=True)
        made_of = None
        if study.profile == "team":
            inputs["added"] = added(home, store.read(tabulated, "tweets"))
        if study.profile == "public":
            hold_apart(study, {name: store.read(tabulated, name) for name in TABLES["public"]}, home)
            made_of = key_sets.key_set(ingested) if ingested else None
            if made_of is not None:
                key_sets.hold_sets_apart(study, made_of, public_profile())
        with asides.aside(home) as aside:
            write_bundle(aside, study, tabulated, verdict, codebook, inputs, quoted)
            hold(aside, study.id)
            name = version_of(aside)
            opened_for(aside, study)
            if made_of is not None:
                key_sets.remember(study.id, name, made_of)
            put_in_place(aside, home / name)
        durable.point(home / "latest", name)
    except OSError as error:
        raise StorageError(f"cannot write ({told(error)})", home, ADVICE) from None
    counts = counts_of(store.read(tabulated, "flow"))
    path = f"released/{study.id}/{name}"
    return Published(study=study.id, version=name, path=path, counts=counts, held_back=verdict.held_back)


def manifest_inputs(study: Study, codebook: Source, verdict: Verdict) -> dict[str, Any]:
    """What decides the bundle besides rows: parameters, what people wrote by digest, the code and what it runs on.

    No digest is over rows that are not released: who has the archive could try rows until it fits.
    """
    settings = study.model_dump(mode="json", exclude=UNTOLD)
    return {
        "study": settings,
        "disclosure": public_profile().model_dump() if study.profile == "public" else None,
        "inputs": {
            "codebook": codebook.sha256,
            "reference": Source.of(Path(study.reference)).sha256 if study.reference else None,
            "expectations": verdict.expectations_sha256,
            "code": code_digest("tasks.publish"),
        },
        "versions": {name: version(name) for name in LIBRARIES},
        "leak": leak(),
    }


def held_back(study: Study, verdict: Verdict, withheld: Receipt | None) -> dict[str, Any] | None:
    """How many texts are held back, by rule, and which a person let out and why; none where no words are released."""
    if study.profile == "public":
        return None
    let_out = store.read(withheld, "let_out").select("tweet_key", "rule", "by", "reason").to_dicts() if withheld else []
    return {"texts": sum(verdict.held_back.values()), "by_rule": verdict.held_back, "let_out": let_out}


def version_of(bundle: Path) -> str:
    """The name of a finished bundle: by its manifest, which has the digest of every other file of it."""
    return file_sha256(bundle / "manifest.json")[:12]


def opened_for(folder: Path, study: Study) -> None:
    """Lets those read a bundle for whom it is: everybody a public one, the study's group or its owner one for the team.

    Raises: StudyInvalid or StorageError as `access.for_readers` does.
    """
    if study.profile == "public":
        access.for_everybody(folder)
    else:
        access.for_readers(folder, study.group)


def put_in_place(aside: Path, place: Path) -> None:
    """Gives a finished bundle its place; where the same release stands there already, only its readers may have changed."""
    if place.is_dir() and folder_sha256(place) == folder_sha256(aside):
        access.like(place, aside)
    else:
        durable.take_place(aside, place)
