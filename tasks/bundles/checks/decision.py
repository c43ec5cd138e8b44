"""The decision that let a bundle out: of this draft and no other, by as many people as the study asks, signed by their keys."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tasks.bundles.checks.bundle import MANIFEST, Bundle, Promise
from tasks.pure.report.decision import decided
from tasks.storage.ed25519 import is_signed

REPORT = "report.html"
SAID = {"decision", "by", "reason", "is_signed", "given_through", "draft", "key", "signature", "others"}


def draft_of(folder: Path) -> str:
    """The digest of the manifest that a bundle had before anybody decided on it.

    Raises: ValueError when its report has no place for a decision.
    """
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    page = decided((folder / REPORT).read_text(encoding="utf-8"), None)
    files = {**manifest["files"], REPORT: hashlib.sha256(page.encode()).hexdigest()}
    return hashlib.sha256(manifest_words({**manifest, "sign_off": None, "files": files}).encode()).hexdigest()


def manifest_words(manifest: Mapping[str, Any]) -> str:
    """A manifest as it stands in its file."""
    return json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def voted_words(study: str, draft: str, decision: str, reason: str) -> bytes:
    """The bytes that a steward signs."""
    said = {"study": study, "draft": draft, "decision": decision, "reason": reason}
    return b"hushtag decision\n" + json.dumps(said, sort_keys=True).encode()


def _broken(bundle: Bundle) -> list[str]:
    sign_off, study = bundle.manifest.get("sign_off"), bundle.manifest["study"]
    if not sign_off:
        is_asked = study.get("sign_off") or study.get("stewards")
        return [f"{MANIFEST}, sign_off: is missing, and the study asks for it"] if is_asked else []
    return [f"{MANIFEST}, sign_off: {fault}" for fault in _faults(bundle, study, sign_off)]


def _faults(bundle: Bundle, study: Mapping[str, Any], sign_off: Mapping[str, Any]) -> Iterator[str]:
    people, known = [sign_off, *sign_off.get("others", ())], {each["key"]: each["name"] for each in study.get("stewards", ())}
    if any(each.keys() - SAID for each in people):
        yield "says something else"
    if any(each["decision"] != "approve" for each in people):
        yield "is a refusal"
    # Before drafts were shown, a decision named none.
    draft = sign_off.get("draft")
    if (draft or known) and draft != draft_of(bundle.folder):
        yield "is of another draft"
    signed = [each for each in people if each["is_signed"] or known]
    for each in signed:
        words = voted_words(study["id"], str(draft), each["decision"], each["reason"])
        if known.get(each.get("key")) != each["by"] or not is_signed(each.get("key"), each.get("signature"), words):
            yield "is not signed by a steward of the study"
    if len({each.get("key") for each in signed}) < study.get("approvals", 1) and (known or signed):
        yield "is of fewer people than the study asks for"


PROMISE = Promise(
    "who let it out decided on this draft", "What is released is what was seen, by those who may let it out.", _broken
)
