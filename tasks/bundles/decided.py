"""A draft becomes a release: the decision goes into its report and its manifest, and nothing else changes."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tasks.bundles.checks.bundle import MANIFEST
from tasks.bundles.checks.decision import REPORT, manifest_words
from tasks.pure.report.decision import decided
from tasks.storage.digests import file_sha256


def decide(folder: Path, sign_off: Mapping[str, Any]) -> None:
    """Writes a decision into an unsealed bundle."""
    report, manifest = folder / REPORT, json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    report.write_text(decided(report.read_text(encoding="utf-8"), sign_off), encoding="utf-8")
    files = {**manifest["files"], REPORT: file_sha256(report)}
    (folder / MANIFEST).write_text(manifest_words({**manifest, "sign_off": dict(sign_off), "files": files}), encoding="utf-8")
