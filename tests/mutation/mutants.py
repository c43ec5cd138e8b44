"""Small faults put into the code on purpose, one at a time: a comparison turned round, a number raised, a branch denied.

Of SQL, in files and in texts of Python, an operator; of a regular expression, a sign.
"""

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
IN_PATTERNS = {
    r"\b": "",
    r"\s": r"\S",
    r"\d": r"\D",
    "]+": "]",
    ")+": ")",
    "]*": "]+",
    ")*": ")+",
    "]?": "]",
    ")?": ")",
}


def _any(tokens: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, tokens), key=len, reverse=True)))


SQL_TOKEN, PATTERN_TOKEN = _any(IN_SQL), _any(IN_PATTERNS)
A_QUERY = re.compile(r"\b(?:SELECT|WHERE|CASE WHEN|FROM)\b")
Place = tuple[int, int]
"""Of Python a node of its syntax and, in a text, a letter; of SQL the letter alone."""


@dataclass(frozen=True)
class Mutant:
    """A file with one fault in it; `place` makes it again."""

    path: Path
    place: Place
    line: int
    was: str
    now: str
    source: str


def sample(project: Path, many: int, seed: int) -> list[Mutant]:
    """Faults at places drawn by a seed, over all code of the rooms; each file's share is that of its places."""
    files = sorted(path for room in ROOMS for path in (project / room).rglob("*") if path.suffix in {".py", ".sql"})
    every = [(path, place) for path in files for place in places(path)]
    drawn = random.Random(seed).sample(every, min(many, len(every)))  # noqa: S311  to be the same each night
    return [mutant(path, place) for path, place in drawn]


def places(path: Path) -> list[Place]:
    """Where in a file a fault can be put."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        lines = text.splitlines()
        found = (each.start() for each in SQL_TOKEN.finditer(text))
        return [(0, start) for start in found if "--" not in lines[text.count("\n", 0, start)]]
    tree = ast.parse(text)
    said = {id(each) for top in _annotations(tree) for each in ast.walk(top)}
    patterns = _patterns(tree)
    every = [(number, node) for number, node in enumerate(ast.walk(tree)) if id(node) not in said]
    whole = [(number, 0) for number, node in every if _fits(node)]
    return whole + [(number, at.start()) for number, node in every for at in _within(node, patterns)]


def mutant(path: Path, place: Place) -> Mutant:
    """A file with a fault at one of its places."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        was, now = _turned(text, place[1], SQL_TOKEN)
        line = text.count("\n", 0, place[1]) + 1
        return Mutant(path, place, line, was, now, text[: place[1]] + now + text[place[1] + len(was) :])
    whole, node, was = faulty(text, place)
    return Mutant(path, place, node.lineno, was, ast.unparse(node), ast.unparse(whole))


def faulty(text: str, place: Place) -> tuple[ast.Module, ast.expr, str]:
    """The syntax of a module with a fault in it, at the lines where it stood; the node that has it, and how that was written."""
    whole = ast.parse(text)
    patterns = _patterns(whole)
    node = list(ast.walk(whole))[place[0]]
    assert isinstance(node, ast.expr)
    was = ast.unparse(node)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        sign, instead = _turned(node.value, place[1], PATTERN_TOKEN if id(node) in patterns else SQL_TOKEN)
        node.value = node.value[: place[1]] + instead + node.value[place[1] + len(sign) :]
    else:
        _change(node)
    return whole, node, was


def _turned(text: str, letter: int, tokens: re.Pattern[str]) -> tuple[str, str]:
    found = tokens.match(text, letter)
    assert found
    return found[0], (IN_SQL | IN_PATTERNS)[found[0]]


def _annotations(tree: ast.AST) -> Iterator[ast.expr]:
    """What no run looks at."""
    for each in ast.walk(tree):
        said = each.returns if isinstance(each, ast.FunctionDef) else getattr(each, "annotation", None)
        if said:
            yield said


def _patterns(tree: ast.AST) -> set[int]:
    """The texts that are handed to `re`."""
    calls = (each for each in ast.walk(tree) if isinstance(each, ast.Call) and ast.unparse(each.func).startswith("re."))
    inside = (each for call in calls for handed in call.args[:1] for each in ast.walk(handed))
    return {id(each) for each in inside if isinstance(each, ast.Constant)}


def _within(node: ast.AST, patterns: set[int]) -> Iterator[re.Match[str]]:
    """Places in a text of Python that is a pattern or a query."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return
    if id(node) in patterns:
        yield from PATTERN_TOKEN.finditer(node.value)
    elif A_QUERY.search(node.value):
        yield from SQL_TOKEN.finditer(node.value)


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
