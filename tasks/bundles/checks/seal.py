"""The seal of a bundle: one digest over all its files and the manifest, signed by the study's own key."""

import hashlib
from pathlib import Path

from tasks.bundles.checks.bundle import Bundle, Promise
from tasks.storage.digests import file_sha256
from tasks.storage.ed25519 import is_signed

SEAL = "seal.json"
SAID = {"root", "key", "signature"}
CONTEXT = b"hushtag seal\n"


def root_of(folder: Path) -> str:
    """The digest over the names and bytes of every file but the seal itself."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / SEAL):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{file_sha256(path)}\n".encode())
    return digest.hexdigest()


def sealed_words(root: str) -> bytes:
    """The bytes that a seal's signature is over."""
    return CONTEXT + root.encode()


def is_sealed(bundle: Bundle) -> bool:
    """Whether a bundle has a seal, or says that it had one; those of earlier versions had none."""
    return SEAL in bundle.files or bool(bundle.manifest.get("sealed_by"))


def _broken(bundle: Bundle) -> list[str]:
    if not is_sealed(bundle):
        return []
    if SEAL not in bundle.files:
        return [f"{SEAL}: is missing"]
    seal, by = bundle.json(SEAL), bundle.manifest.get("sealed_by")
    faults = {
        f"{SEAL}: says something else": seal.keys() != SAID,
        f"{SEAL}, root: is of other files": seal["root"] != root_of(bundle.folder),
        f"{SEAL}, key: is not that of the manifest": seal["key"] != by,
        f"{SEAL}, signature: is not the key's": not is_signed(by, seal["signature"], sealed_words(seal["root"])),
    }
    return [fault for fault, is_there in faults.items() if is_there]


PROMISES = (Promise("the seal is whole", "Who changed a file could change its digest, but not the signature over all.", _broken),)
