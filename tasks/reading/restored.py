"""Words that a tool wrote in codes of its own: Python's literals, R's code points and bytes, escapes, a spreadsheet's line ends."""

import ast
import re
from collections.abc import Callable

import polars as pl

# One that was cut shows by its codes.
OF_PYTHON = r"^[bu](?:'.*'|\".*\")$|^b['\"].*\\x[0-9a-f]{2}"
CUT_CODE = re.compile(r"\\(?:x[0-9a-f]?)?$")
CODES = (
    r"[<{]U\+[0-9A-Fa-f]{4,8}[>}]|<[0-9a-f]{2}><[0-9a-f]{2}>|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\x[0-9a-fA-F]{2}|_x[0-9A-F]{4}_"
    r"|\\[ux]\{[0-9a-fA-F]{2,6}\}"
)
POINTS = re.compile(r"(?:<U\+[0-9A-Fa-f]{4,8}>|\{U\+[0-9A-Fa-f]{4,8}\})+")
R_BYTES = re.compile(r"(?:<[0-9a-f]{2}>){2,}")
# What is written as JSON twice has two strokes.
ESCAPES = re.compile(r"(?:\\{1,2}u[0-9a-fA-F]{4}|\\{1,2}U[0-9a-fA-F]{8}|\\{1,2}[ux]\{[0-9a-fA-F]{2,6}\})+")
BYTES = re.compile(r"(?:\\x[0-9a-fA-F]{2})+")
SHEET = re.compile(r"_x([0-9A-F]{4})_")
HEX = re.compile(r"[0-9a-fA-F]{2,8}")


def restored(words: pl.Series) -> pl.Series:
    """Words as they were typed, where they are written in codes that no person types.

    Rows: as given.
    """
    for pattern, change in ((OF_PYTHON, _from_python), (CODES, _from_codes)):
        words = changed(words, words.str.contains(f"(?s){pattern}"), change)
    return words


def changed(words: pl.Series, chosen: pl.Series, change: Callable[[str], str]) -> pl.Series:
    """Words with the chosen ones changed one by one."""
    places = chosen.fill_null(False).arg_true()
    return words.clone().scatter(places, [change(each) for each in words.gather(places)]) if len(places) else words


def _from_python(words: str) -> str:
    if words[-1] != words[1]:
        words = CUT_CODE.sub("", words) + words[1]
    try:
        value = ast.literal_eval(words)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        # A tool may have cut it, or let a quote stand within it.
        value = None
    if isinstance(value, str):
        return _joined(value)
    if not isinstance(value, bytes):
        return _from_codes(words[2:-1].replace("\\n", "\n").replace("\\'", "'").replace('\\"', '"'))
    return value.decode("utf-8", "replace").rstrip("\ufffd")


def _from_codes(words: str) -> str:
    words = SHEET.sub(_of_sheet, POINTS.sub(_of_points, words))
    words = R_BYTES.sub(lambda run: _of_utf8(run, bytes.fromhex(run[0].replace("<", "").replace(">", ""))), words)
    return BYTES.sub(lambda run: _of_utf8(run, bytes.fromhex(run[0].replace("\\x", ""))), ESCAPES.sub(_of_points, words))


def _of_points(run: re.Match[str]) -> str:
    points = [int(code, 16) for code in HEX.findall(run[0])]
    if any(point > 0x10FFFF for point in points):
        return run[0]
    typed = _joined("".join(map(chr, points)))
    # Half of one alone after a backslash is the path of a file: `c:\ud800`.
    return run[0] if typed == "\ufffd" and run[0].startswith("\\") else typed


def _joined(halves: str) -> str:
    """An emoji may be written as its two halves."""
    return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _of_utf8(run: re.Match[str], held: bytes) -> str:
    try:
        return held.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return held.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    except UnicodeDecodeError:
        return held.decode("latin-1") if "\\" in run[0] else run[0]


def _of_sheet(code: re.Match[str]) -> str:
    # A carriage return stands before a line end that is there already.
    return "" if code[1] == "000D" else chr(int(code[1], 16))
