"""The pages of the documentation: the reference follows the code, and the first study's commands do what they say."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from flows.cli import parser
from tests.conftest import PROJECT, clean_environment, script

FIRST = PROJECT / "docs" / "pages" / "first-study.md"


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    return script(PROJECT / "docs" / "reference.py")


def test_every_page_of_the_reference_is_drawn_from_the_code(reference: ModuleType) -> None:
    pages = {name: "\n".join(page()) for name, page in reference.WRITTEN.items()}
    assert "## hushtag codebook" in pages["commands"]
    assert "`held_back_at_most`" in pages["study-file"]
    assert "`profile_location`" in pages["study-file"]
    assert "| `twarc-v1` |" in pages["formats"]
    assert "## deduplicated" in pages["tables"]
    assert "tweets has rows" in pages["gate"]
    assert "HUSHTAG_DATA" in pages["environment"]


def test_pages_lead_only_to_pages_that_are_there(reference: ModuleType) -> None:
    home = PROJECT / "docs" / "pages"
    drawn = {reference.PAGES / f"{name}.md" for name in reference.WRITTEN}
    for page in home.rglob("*.md"):
        for link in re.findall(r"\]\(([^)#]+\.md)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).is_file() or (page.parent / link).resolve() in drawn, (page.name, link)


@pytest.mark.parametrize("page", sorted((PROJECT / "docs" / "pages").rglob("*.md")), ids=lambda page: page.stem)
def test_the_commands_of_a_page_are_commands_with_such_options(page: Path) -> None:
    blocks = re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    for line in lines:
        if line.startswith("hushtag "):
            parser().parse_args(shlex.split(line)[1:])


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_the_first_study_is_released_by_the_commands_of_its_page(tmp_path: Path) -> None:
    blocks = re.findall(r"```console\n(.*?)```", FIRST.read_text(encoding="utf-8"), re.DOTALL)
    commands = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    environment = clean_environment(tmp_path / "prefect")
    environment |= {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HUSHTAG_DATA": str(tmp_path / "data")}
    for command in commands:
        shell = ["sh", "-c", command]
        done = subprocess.run(shell, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=280)
        assert done.returncode == 0, (command, done.stderr)
    table1 = (tmp_path / "data" / "released" / "bikes" / "latest" / "table1.csv").read_text(encoding="utf-8")
    assert "The road,Blocked,6" in table1
