"""The log of a study's releases: a line each time one was put in place, chained by digests, signed by the study's key.

    <data>/released/<study>/releases.jsonl

Lines are added, never changed: each holds the digest of the line before it, so that none can be changed, moved or taken out.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import BaseModel, ConfigDict, ValidationError

from tasks.bundles.checks.bundle import MANIFEST
from tasks.bundles.checks.seal import root_of
from tasks.errors import GateClosed
from tasks.pure.drift.releases import settings_between
from tasks.storage.ed25519 import is_signed, public_of, signed

NAME = "releases.jsonl"
BEGINNING = "0" * 64
COMPARED = ("study", "disclosure", "inputs", "versions", "counts", "decisions", "held_back")
"""The parts of a manifest that say how a release came about."""
FOUND = "here before the log was begun"


class Entry(BaseModel):
    """A release: which, for whom, when, who let it out and why, and what differs from the one of its profile before it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    at: str
    version: str
    profile: str
    root: str
    by: str
    reason: str
    is_signed: bool
    changed: tuple[str, ...]
    previous: str
    key: str
    signature: str = ""

    def words(self) -> bytes:
        """What its signature is over."""
        return b"hushtag release\n" + self.model_dump_json(exclude={"signature"}).encode()


def entries(home: Path) -> list[Entry]:
    """The log's lines, oldest first; none where there is no log.

    Raises: GateClosed when a line was changed, moved or taken out, or is not signed by the key that it names.
    """
    lines = _lines(home)
    found: list[Entry] = []
    for number, line in enumerate(lines, 1):
        try:
            entry = Entry.model_validate_json(line)
        except ValidationError:
            raise _broken(home, number, "is not a line of a log") from None
        expected = _digest(lines[number - 2]) if number > 1 else BEGINNING
        if entry.previous != expected or entry.number != number:
            raise _broken(home, number, "does not follow the line before it")
        if not is_signed(entry.key, entry.signature, entry.words()):
            raise _broken(home, number, "is not signed by the key that it names")
        found.append(entry)
    return found


def newest(found: Iterable[Entry], profile: str) -> Entry | None:
    """The last release of a profile."""
    return next((entry for entry in reversed([*found]) if entry.profile == profile), None)


def enter(home: Path, version: str, key: Ed25519PrivateKey, told: Mapping[str, Any]) -> None:
    """Adds a release that is in place, unless it is the newest of its profile already; `told` has by, reason, is_signed.

    Releases that are older than the log are entered first, as they were found.

    Raises: GateClosed as `entries` does; OSError when the log cannot be written.
    """
    descriptor = os.open(home / NAME, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known = entries(home)
        if not known:
            older = (each for each in _bundles(home) if each.name != version)
            known = _added(home, file.fileno(), known, [(each.name, FOUND_THERE) for each in older], key)
        last = newest(known, _manifest(home / version)["study"]["profile"])
        if not last or (last.version, last.root) != (version, root_of(home / version)):
            _added(home, file.fileno(), known, [(version, told)], key)
        os.fsync(file.fileno())


FOUND_THERE = {"by": "", "reason": FOUND, "is_signed": False}


def _added(
    home: Path, log: int, known: list[Entry], releases: list[tuple[str, Mapping[str, Any]]], key: Ed25519PrivateKey
) -> list[Entry]:
    for version, told in releases:
        manifest = _manifest(home / version)
        profile = str(manifest["study"]["profile"])
        lines = _lines(home)
        entry = Entry(
            number=len(lines) + 1,
            at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            version=version,
            profile=profile,
            root=root_of(home / version),
            changed=tuple(_changed(home, newest(known, profile), manifest)),
            previous=_digest(lines[-1]) if lines else BEGINNING,
            key=public_of(key),
            **told,
        )
        entry = entry.model_copy(update={"signature": signed(key, entry.words())})
        os.write(log, entry.model_dump_json().encode() + b"\n")
        known = [*known, entry]
    return known


def _changed(home: Path, before: Entry | None, manifest: Mapping[str, Any]) -> Iterator[str]:
    if before is None:
        yield "first release"
    elif (home / before.version / MANIFEST).is_file():
        old = _manifest(home / before.version)
        then, now = ({name: each.get(name) for name in COMPARED} for each in (old, manifest))
        yield from (name for name, _, _ in settings_between(then, now))


def _bundles(home: Path) -> Iterator[Path]:
    found = [path.parent for path in home.glob(f"[!.]*/{MANIFEST}") if not path.parent.is_symlink()]
    yield from sorted(found, key=lambda path: (path.stat().st_mtime, path.name))


def _manifest(bundle: Path) -> dict[str, Any]:
    return dict(json.loads((bundle / MANIFEST).read_text(encoding="utf-8")))


def _lines(home: Path) -> list[bytes]:
    path = home / NAME
    return path.read_bytes().splitlines() if path.is_file() else []


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _broken(home: Path, number: int, what: str) -> GateClosed:
    return GateClosed(f"{NAME}: line {number} {what}", home.name, "The log of releases was altered: ask who keeps its copy.")
