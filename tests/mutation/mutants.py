"""Small faults put into the code on purpose, one at a time: a comparison turned round, a number raised, a branch denied."""

import ast
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOMS = ("tasks", "expectations")
COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
RECKONED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult}
IN_SQL = {
    " AND ": " OR ", " OR ": " AND ", " < ": " <= ", " > ": " >= ", " <= ": " < ", " >= ": " > ", " = ": " <> ", " <> ": " = ",
    " DESC": " ASC", " + ": " - ", " - ": " + ", "min(": "max(", "max(": "min(", " NOT IN ": " IN ", " IS NULL": " IS NOT NULL",
}  # fmt: skip
SQL_TOKEN = re.compile("|".join(sorted(map(re.escape, IN_SQL), key=len, reverse=True)))


@dataclass(frozen=True)
class Mutant:
    """A file with one fault in it."""

    path: Path
    line: int
    was: str
    now: str
    source: str


def sample(project: Path, many: int, seed: int) -> list[Mutant]:
    """Faults at places drawn by a seed, over all code of the rooms; each file's share is that of its places."""
    files = sorted(path for room in ROOMS for path in (project / room).rglob("*") if path.suffix in {".py", ".sql"})
    every = [(path, number) for path in files for number in places(path)]
    drawn = random.Random(seed).sample(every, min(many, len(every)))  # noqa: S311  to be the same each night
    return [mutant(path, number) for path, number in drawn]


def places(path: Path) -> list[int]:
    """Where in a file a fault can be put, by number: of its syntax, or of SQL by letter."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        lines = text.splitlines()
        found = (each.start() for each in SQL_TOKEN.finditer(text))
        return [start for start in found if "--" not in lines[text.count("\n", 0, start)]]
    tree = ast.parse(text)
    said = {id(each) for top in _annotations(tree) for each in ast.walk(top)}
    return [number for number, node in enumerate(ast.walk(tree)) if _fits(node) and id(node) not in said]


def mutant(path: Path, number: int) -> Mutant:
    """A file with a fault at one of its places."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        was = SQL_TOKEN.match(text, number)
        assert was
        now = IN_SQL[was[0]]
        return Mutant(path, text.count("\n", 0, number) + 1, was[0], now, text[:number] + now + text[was.end() :])
    tree = ast.parse(text)
    node = list(ast.walk(tree))[number]
    assert isinstance(node, ast.expr)
    before = ast.unparse(node)
    _change(node)
    return Mutant(path, node.lineno, before, ast.unparse(node), ast.unparse(tree))


def _annotations(tree: ast.AST) -> Iterator[ast.expr]:
    """What no run looks at."""
    for each in ast.walk(tree):
        said = each.returns if isinstance(each, ast.FunctionDef) else getattr(each, "annotation", None)
        if said:
            yield said


def _fits(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return type(node.value) in {int, bool}
    if isinstance(node, ast.Compare):
        return type(node.ops[0]) in COMPARED
    if isinstance(node, ast.BinOp):
        return type(node.op) in RECKONED
    return isinstance(node, ast.BoolOp) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))


def _change(node: ast.expr) -> None:
    if isinstance(node, ast.Compare):
        node.ops[0] = COMPARED[type(node.ops[0])]()
    elif isinstance(node, ast.BinOp):
        node.op = RECKONED[type(node.op)]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.UnaryOp):
        node.operand = ast.UnaryOp(ast.Not(), node.operand)
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else int(node.value) + 1  # type: ignore[arg-type]
