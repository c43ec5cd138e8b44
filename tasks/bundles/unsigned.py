"""A bundle as it is before a person has decided: every file and the manifest, written into a folder that nobody sees yet."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from expectations.verdict import Verdict
from tasks.bundles import key_sets
from tasks.bundles.added import added
from tasks.bundles.differencing import hold_apart
from tasks.bundles.files import TABLES, leak, write_bundle
from tasks.bundles.seal import sealing_key
from tasks.bundles.typed import UNTOLD
from tasks.pure.attack.figures import for_public
from tasks.storage import store
from tasks.storage.code_digest import code_digest
from tasks.storage.digests import file_sha256
from tasks.storage.ed25519 import public_of
from tasks.storage.source import Source
from tasks.storage.store import Receipt
from tasks.studies import attacks
from tasks.studies.profiles import public_profile
from tasks.studies.stages import LIBRARIES
from tasks.studies.study import Study

DRAWN_BY = "tasks.pure.report.files"
INPUTS = ("codebook", "reference", "expectations", "code", "report")
"""The digests of a manifest, in the order in which a report tells them."""


def write_unsigned(
    folder: Path,
    study: Study,
    tabulated: Receipt,
    verdict: Verdict,
    codebook: Source,
    quoted: Receipt | None,
    withheld: Receipt | None,
) -> None:
    """Writes every file of a bundle but its seal; the manifest names the key that seals it, and no decision.

    Raises: GateClosed when one of the files may not go out.
    """
    inputs = manifest_inputs(study, codebook, verdict) | {"sign_off": None}
    inputs["held_back"] = held_back(study, verdict, withheld)
    if study.profile == "team":
        inputs["added"] = added(store.root() / "released" / study.id, store.scan(tabulated, "tweets").select("tweet_key").collect())
    inputs["attack"] = attacked(study)
    inputs["sealed_by"] = public_of(sealing_key(study.id))
    write_bundle(folder, study, tabulated, verdict, codebook, inputs, quoted)


def held_apart(study: Study, tabulated: Receipt, ingested: Sequence[Receipt]) -> pl.DataFrame | None:
    """Holds a public release against those that are in place, and gives the tweets that it is made of, where they are known.

    Raises: GateClosed when a reader who has both would know too much.
    """
    if study.profile != "public":
        return None
    home = store.root() / "released" / study.id
    hold_apart(study, {name: store.read(tabulated, name) for name in TABLES["public"]}, home)
    made_of = key_sets.key_set(ingested) if ingested else None
    if made_of is not None:
        key_sets.hold_sets_apart(study, made_of, public_profile())
    return made_of


def manifest_inputs(study: Study, codebook: Source, verdict: Verdict) -> dict[str, Any]:
    """What decides the bundle besides rows: parameters, what people wrote by digest, the code and what it runs on.

    No digest is over rows that are not released: who has the archive could try rows until it fits.
    """
    settings = study.model_dump(mode="json", exclude=UNTOLD)
    return {
        "study": settings,
        "disclosure": public_profile().told if study.profile == "public" else None,
        "inputs": {
            "codebook": codebook.sha256,
            "reference": Source.of(Path(study.reference)).sha256 if study.reference else None,
            "expectations": verdict.expectations_sha256,
            "code": code_digest("tasks.publish"),
            "report": code_digest(DRAWN_BY),
        },
        "versions": {name: version(name) for name in LIBRARIES},
        "leak": leak(),
    }


def attacked(study: Study) -> dict[str, Any] | None:
    """The figures of the last attack on the study, as its profile tells counts; None where it has not been attacked.

    Where counts carry noise they are left out: they count tweets and authors by no key.
    """
    figures = attacks.of(study.id)
    if figures is None or study.profile != "public":
        return figures
    profile = public_profile()
    if profile.noise:
        return None
    return {**for_public(figures, profile.smallest_count, profile.round_to), "profile": study.profile}


def held_back(study: Study, verdict: Verdict, withheld: Receipt | None) -> dict[str, Any] | None:
    """How many texts are held back, by rule, and which a person let out and why; none where no words are released."""
    if study.profile == "public":
        return None
    let_out = store.read(withheld, "let_out").select("tweet_key", "rule", "by", "reason").to_dicts() if withheld else []
    return {"texts": sum(verdict.held_back.values()), "by_rule": verdict.held_back, "let_out": let_out}


def version_of(bundle: Path) -> str:
    """The name of a finished bundle: by its manifest, which has the digest of every other file of it."""
    return file_sha256(bundle / "manifest.json")[:12]


def let_out_by(sign_off: Mapping[str, Any] | None, account: str) -> dict[str, Any]:
    """What the log of releases tells of who let one out, and why: where nobody was asked, whose account ran the study."""
    if not sign_off:
        return {"by": f"account {account}", "reason": "no sign-off is asked for", "is_signed": False}
    people = [sign_off, *sign_off.get("others", ())]
    return {
        "by": ", ".join(each["by"] for each in people),
        "reason": " / ".join(each["reason"] for each in people),
        "is_signed": all(each["is_signed"] for each in people),
    }
