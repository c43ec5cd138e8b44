"""Keys and signatures by Ed25519, written as text: a public key as `ed25519:` and 64 hex digits, a signature as 128."""

import re
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from tasks.errors import StorageError, UsageError
from tasks.storage.access import is_open_to_others
from tasks.storage.disk_errors import ADVICE, told
from tasks.storage.durable import new_file

PUBLIC = r"^ed25519:[0-9a-f]{64}$"


def public_of(key: Ed25519PrivateKey) -> str:
    """The public half of a key."""
    return f"ed25519:{key.public_key().public_bytes_raw().hex()}"


def signed(key: Ed25519PrivateKey, content: bytes) -> str:
    """The key's signature over some bytes; the same bytes give the same signature."""
    return key.sign(content).hex()


def is_signed(public: object, signature: object, content: bytes) -> bool:
    """Whether a signature over some bytes is that of a public key; anything else is not."""
    if not isinstance(public, str) or not isinstance(signature, str) or not re.match(PUBLIC, public):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public.removeprefix("ed25519:"))).verify(
            bytes.fromhex(signature), content
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def derived(secret: bytes, purpose: str) -> Ed25519PrivateKey:
    """The key that a secret gives for a purpose: always the same one, and nobody without the secret finds it."""
    return Ed25519PrivateKey.from_private_bytes(HKDF(SHA256(), 32, None, purpose.encode()).derive(secret))


def draw(path: Path, passphrase: str = "") -> str:
    """Draws a key, writes it where only its owner can read it, and gives its public half.

    Raises: UsageError when a file is there already; StorageError when it cannot be written.
    """
    key = Ed25519PrivateKey.generate()
    locked = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_new = new_file(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked))
    except OSError as error:
        raise StorageError(f"cannot write ({told(error)})", path, ADVICE) from None
    if not is_new:
        raise UsageError("is there already", path, "Choose another name; a key that is gone signs nothing again.")
    return public_of(key)


def is_locked(path: Path) -> bool:
    """Whether a key's file asks for a passphrase.

    Raises: StorageError when it cannot be read.
    """
    return b"ENCRYPTED" in _bytes(path).partition(b"\n")[0]


def read(path: Path, passphrase: str = "") -> Ed25519PrivateKey:
    """The key in a file that `draw` wrote.

    Raises: StorageError when it cannot be read, or others can read it too; UsageError for a wrong passphrase.
    """
    content = _bytes(path)
    if is_open_to_others(path.resolve()):
        raise StorageError("the steward's key can be read by others", path, f"chmod 600 {path}")
    try:
        key = load_pem_private_key(content, passphrase.encode() or None)
    except (ValueError, TypeError):
        raise UsageError("is not a key, or its passphrase is another", path, "`hushtag steward new` draws one.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError("is a key of another kind", path, "`hushtag steward new` draws one of Ed25519.")
    return key


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StorageError(f"the key cannot be read ({told(error)})", path, "Check the path.") from None
