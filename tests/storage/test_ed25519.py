"""Keys are drawn once, kept for their owner alone, and sign what nobody else can."""

from pathlib import Path

import pytest

from tasks.errors import StorageError, UsageError
from tasks.storage import ed25519


def test_a_key_is_its_owners_alone_and_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "ada.key"
    public = ed25519.draw(path)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert ed25519.public_of(ed25519.read(path)) == public
    with pytest.raises(UsageError, match="is there already"):
        ed25519.draw(path)
    path.chmod(0o640)
    with pytest.raises(StorageError, match="can be read by others"):
        ed25519.read(path)


def test_a_passphrase_opens_it_and_no_other_does(tmp_path: Path) -> None:
    path = tmp_path / "ada.key"
    public = ed25519.draw(path, "three owls")
    assert ed25519.is_locked(path)
    assert ed25519.public_of(ed25519.read(path, "three owls")) == public
    for wrong in ("", "two owls"):
        with pytest.raises(UsageError, match="passphrase is another"):
            ed25519.read(path, wrong)


@pytest.mark.parametrize("content", [b"", b"not a key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_refused_in_a_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ada.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(UsageError, match="is not a key"):
        ed25519.read(path)
    with pytest.raises(StorageError):
        ed25519.read(tmp_path / "gone.key")


def test_a_signature_is_of_one_key_and_of_the_very_bytes() -> None:
    key, other = (ed25519.derived(secret, "owls") for secret in (b"one", b"two"))
    public, signature = ed25519.public_of(key), ed25519.signed(key, b"words")
    assert ed25519.is_signed(public, signature, b"words")
    assert not ed25519.is_signed(public, signature, b"word")
    assert not ed25519.is_signed(ed25519.public_of(other), signature, b"words")
    for nothing in (None, "", "ed25519:", "ed25519:" + "z" * 64, 7, {}):
        assert not ed25519.is_signed(nothing, signature, b"words")
        assert not ed25519.is_signed(public, nothing, b"words")


def test_a_secret_gives_one_key_a_purpose() -> None:
    given = [ed25519.public_of(ed25519.derived(b"one", purpose)) for purpose in ("owls", "owls", "finches")]
    assert given[0] == given[1] != given[2]
