"""Builds the wheel: all that is ours in one package, `hushtag`, so that it shadows no `tasks` of somebody else's.

In a checkout the rooms stand at the top level and import each other as `tasks.schema`; in the wheel the same files stand in
`hushtag` and say `hushtag.tasks.schema`. An editable install gets the package's door alone, which leads to the checkout.
"""

import ast
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOMS = ("flows", "tasks", "expectations")
# What ships beside the code; studies, dumps and tables are the user's, and lie where the user works.
SHIPPED = ("data/codebooks", "data/models", "data/profiles", "data/sample", "data/studies/sample.toml", "prefect.yaml")
DOOR = {
    "__init__.py": "from {prefix}flows.notebook import *\nfrom {prefix}flows.notebook import __all__, __doc__\n",
    "__main__.py": 'from {prefix}flows.cli import command\n\nif __name__ == "__main__":\n    command()\n',
    "py.typed": "",
}


class Wheel(BuildHookInterface):  # type: ignore[misc]
    """Lays the package out in a folder of its own, from which hatchling packs it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Has hatchling pack the door of an editable install, or the whole package."""
        self.aside = Path(tempfile.mkdtemp(prefix="hushtag-wheel-"))
        is_editable = version == "editable"
        if not is_editable:
            lay_out(Path(self.root), self.aside)
        for name, words in DOOR.items():
            (self.aside / name).write_text(words.format(prefix="" if is_editable else "hushtag."), encoding="utf-8")
        build_data["force_include_editable" if is_editable else "force_include"][str(self.aside)] = "hushtag"

    def finalize(self, *_: object) -> None:
        """Removes the folder."""
        shutil.rmtree(self.aside)


def lay_out(project: Path, package: Path) -> None:
    """Copies what ships into the package's folder, with the names of its modules as they are there."""
    for name in (*ROOMS, *SHIPPED):
        source, target = project / name, package / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    for room in ROOMS:
        for path in (package / room).rglob("*.py"):
            path.write_text(renamed(path.read_text(encoding="utf-8")), encoding="utf-8")
    declared = package / "prefect.yaml"
    words = declared.read_text(encoding="utf-8")
    declared.write_text(re.sub(rf"(- )((?:{'|'.join(ROOMS)})\.[\w.]+:)", r"\1hushtag.\2", words), encoding="utf-8")


def renamed(source: str) -> str:
    """A module whose imports of our own say `hushtag.` before the name; nothing else of it changes.

    Raises: ValueError for an import that binds a room's own name, which would no longer be bound.
    """
    lines = source.encode().splitlines(keepends=True)
    for number, column in sorted(_imports(ast.parse(source)), reverse=True):
        line = lines[number - 1]
        lines[number - 1] = line[:column] + re.sub(rb"^(from|import) ", rb"\1 hushtag.", line[column:], count=1)
    return b"".join(lines).decode()


def _imports(tree: ast.Module) -> Iterator[tuple[int, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and _is_ours(node.module or ""):
            yield node.lineno, node.col_offset
        elif isinstance(node, ast.Import) and any(_is_ours(each.name) for each in node.names):
            if len(node.names) > 1 or not node.names[0].asname:
                raise ValueError(f"line {node.lineno}: write `from ... import ...` for a module of our own")
            yield node.lineno, node.col_offset


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in ROOMS
