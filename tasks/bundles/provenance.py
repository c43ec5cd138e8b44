"""Where a bundle comes from, as far as it can tell: who let it out, by whose key it is sealed, and whether the log has it."""

from collections.abc import Iterator
from pathlib import Path

from tasks.bundles.checks.bundle import Bundle, opened
from tasks.bundles.checks.seal import is_sealed, root_of
from tasks.bundles.release_log import NAME, entries
from tasks.errors import GateClosed

UNSEALED = "not sealed: a version of Hushtag made it that did not seal, or somebody took its seal away"


def told(folder: Path, key: str | None = None) -> Iterator[str]:
    """A line on the decision, one on the seal, and one on the log where one lies beside the bundle.

    Raises: GateClosed when it is not sealed by the key that is expected, or the log beside it tells of another.
    """
    bundle = opened(folder)
    by = str(bundle.manifest.get("sealed_by") or "")
    if key and by != key:
        raise GateClosed("is sealed by another key" if by else "is not sealed", folder.name, "Ask the team for its bundle.")
    if not is_sealed(bundle):
        yield f"? {UNSEALED}"
    elif key:
        yield f"✓ sealed by {by}"
    else:
        yield f"? sealed by {by}: compare it with the key that the team gives, or hand it to --key"
    yield _decided(bundle)
    yield from _logged(bundle)


def _decided(bundle: Bundle) -> str:
    """Whether keys stand behind the decision; names are for the report."""
    first = bundle.manifest.get("sign_off")
    people = [first, *first.get("others", ())] if first else []
    if not people:
        return "? let out by nobody named, not signed by a key"
    if not all(each["is_signed"] for each in people):
        return "? let out under a name as typed, not signed by a key"
    return f"✓ let out by {len(people)} of the study's stewards, signed by their keys"


def _logged(bundle: Bundle) -> Iterator[str]:
    home = bundle.folder.parent
    if not (home / NAME).is_file():
        return
    try:
        logged = [entry for entry in entries(home) if entry.version == bundle.folder.name]
    except PermissionError:
        yield f"? {NAME} lies beside it, and this account may not read it"
        return
    if not logged:
        raise GateClosed(f"{NAME} does not name it", bundle.folder.name, "It was not released here under this name.")
    if root_of(bundle.folder) not in {entry.root for entry in logged}:
        raise GateClosed(f"{NAME} has another seal for it", bundle.folder.name, "It was changed after its release.")
    yield f"✓ {NAME} has it, line {logged[-1].number}"
