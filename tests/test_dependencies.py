"""What is installed with us may be used as we are: licences of every locked package that running, or an extra, needs."""

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PROJECT

LOCKED: dict[str, Any] = {
    each["name"]: each for each in tomllib.loads((PROJECT / "uv.lock").read_text(encoding="utf-8"))["package"]
}
ALLOWED = {
    "0BSD", "Apache Software License", "Apache-2.0", "BSD", "BSD License", "BSD-2-Clause", "BSD-3-Clause", "3-Clause BSD License",
    "CC0-1.0", "CNRI-Python", "HPND", "ISC", "ISC License (ISCL)", "MIT", "MIT Licence", "MIT License", "MIT-0", "MPL-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)", "PSF-2.0", "Python Software Foundation License", "Unlicense", "Zlib",
}  # fmt: skip
# A choice that its authors leave us, read from their words.
CHOSEN = {"text-unidecode": "Artistic License", "python-dateutil": "Apache Software License"}
# What other systems or Pythons install, and so is not here to be asked.
ELSEWHERE = {"async-timeout": "Apache-2.0", "pywin32": "PSF-2.0", "whenever": "MIT"}
# Extras that say in pyproject.toml what they bring, and one that is never installed for tests.
WITH_COPYLEFT, APART = {"numbers"}, {"second-opinion"}


def needed(extra: str = "") -> set[str]:
    """Every locked package that we need, or that an extra needs, however far down."""
    ours = LOCKED["hushtag"]
    waiting = [each["name"] for each in (ours["optional-dependencies"][extra] if extra else ours["dependencies"])]
    found: set[str] = set()
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting += [each["name"] for each in LOCKED[name].get("dependencies", ())]
    return found


def licences(name: str) -> list[str]:
    """The licences that a package names: of its expression, else of its classifiers, else of its one line."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return [ELSEWHERE[name]]
    if name in CHOSEN:
        return [CHOSEN[name]]
    classified = [each.rpartition(":: ")[2] for each in told.get_all("Classifier") or () if each.startswith("License")]
    lines = [(told.get("License") or "nothing").splitlines()[0]]
    if expression := told.get("License-Expression"):
        return [each for each in re.split(r" AND | OR | WITH LLVM-exception|[()]", expression) if each.strip()]
    return classified or [each for words in lines for each in words.split(" AND ")]


@pytest.mark.parametrize("extra", ["", *sorted(LOCKED["hushtag"]["optional-dependencies"].keys() - WITH_COPYLEFT - APART)])
def test_every_package_has_a_licence_that_may_be_used_with_ours(extra: str) -> None:
    names = needed(extra) - set(CHOSEN)
    assert {name: unlike for name in names if (unlike := set(licences(name)) - ALLOWED)} == {}


def test_what_asks_more_of_its_users_is_an_extra_and_nothing_else_brings_it() -> None:
    assert "enum-tools" in needed("numbers")
    others = {name for extra in ("", "train", "server") for name in needed(extra)}
    assert not {"enum-tools", "numbers-parser", "unidecode"} & others
    assert "unidecode" not in LOCKED


def test_each_file_says_whose_it_is_and_each_licence_lies_beside() -> None:
    lint = [sys.executable, "-m", "reuse", "lint", "--json"]
    told = subprocess.run(lint, cwd=PROJECT, capture_output=True, text=True, timeout=120)
    found = json.loads(told.stdout)
    assert found["summary"]["compliant"], found["non_compliant"]
    assert set(found["summary"]["used_licenses"]) == {path.stem for path in (PROJECT / "LICENSES").iterdir()}
    assert (PROJECT / "LICENSES" / "Apache-2.0.txt").read_bytes() == (PROJECT / "LICENSE").read_bytes()


def test_a_numbers_document_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "dump.numbers").write_bytes(b"PK\5\6" + b"\0" * 18)
    script = "import sys; sys.modules['numbers_parser'] = None; from flows.cli import main; main(['formats', sys.argv[1]])"
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "dump.numbers"], cwd=PROJECT, capture_output=True, text=True, timeout=120
    )
    assert "dump.numbers: is an Apple Numbers document, whose reader is not installed. Install it: pip install" in done.stdout
