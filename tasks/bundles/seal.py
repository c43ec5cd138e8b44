"""Seals a finished bundle. The key follows from the study's secret, so that the same release has the same bytes."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tasks.bundles.checks.seal import SEAL, root_of, sealed_words
from tasks.bundles.files import json_of
from tasks.storage import keys
from tasks.storage.ed25519 import derived, public_of, signed


def sealing_key(study: str) -> Ed25519PrivateKey:
    """The key that seals a study's releases.

    Raises: StorageError when the study's secret is missing or is not secret.
    """
    return derived(Path(keys.study_key(study).path).read_bytes().strip(), "hushtag seal")


def seal(folder: Path, key: Ed25519PrivateKey) -> str:
    """Writes the seal as the last file of a bundle, and gives its root digest."""
    root = root_of(folder)
    words = {"root": root, "key": public_of(key), "signature": signed(key, sealed_words(root))}
    (folder / SEAL).write_text(json_of(words) + "\n", encoding="utf-8")
    return root
