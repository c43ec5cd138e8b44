"""Measures the shipped model: `python -m tasks.models.measure GOLD.jsonl` writes data/models/figures.json again.

A name leaks where a token of three characters or more of it keeps three in a row (a shorter name, where any of it stays).
Kept are the words outside every marked name that stay whole. Only lines that `en` marks as English count. Thresholds are
set on one half of the lines, drawn by a digest of a seed and the text; the other is sealed until the last look. Intervals are
Wilson's, of 95 %.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from math import sqrt
from pathlib import Path
from typing import Any

from tasks.models import load
from tasks.pure.anonymise.engine import Strictness, anonymised

NAMES = {"USER": "handles", "URL": "links", "PERSON": "people", "LOCATION": "places"}
WORD, TOKEN = re.compile(r"\w+"), re.compile(r"[^\W_]+")
LEAST = 3
SEED = "tarn-31"


def figures(gold: list[dict[str, Any]], strictness: Strictness) -> dict[str, float]:
    """Leaks by kind and words kept, in per cent."""
    return {name: _percent(*counts) for name, counts in counted(gold, strictness).items()}


def counted(gold: list[dict[str, Any]], strictness: Strictness) -> dict[str, tuple[int, int]]:
    """How many names of each kind leak of how many, and how many words are kept of how many."""
    spans = anonymised([line["text"] for line in gold], load.engine(), strictness).spans
    gone = [bytearray(len(line["text"])) for line in gold]
    for row, start, end in spans.select("row", "start", "end").iter_rows():
        gone[row][start:end] = b"\x01" * (end - start)
    marks = [mark for line, mask in zip(gold, gone, strict=True) for mark in _leaks(line, mask)]
    total, leaked = Counter(kind for kind, _ in marks), Counter(kind for kind, leaks in marks if leaks)
    words = [word for line, mask in zip(gold, gone, strict=True) for word in _outside(line, mask)]
    measured = {name: (leaked[kind], total[kind]) for kind, name in NAMES.items() if total[kind]}
    return measured | {"words kept": (sum(words), len(words))}


def _leaks(line: dict[str, Any], mask: bytearray) -> Iterator[tuple[str, bool]]:
    for start, end, kind, *_ in line["spans"]:
        tokens = [match.span() for match in TOKEN.finditer(line["text"], start, end)]
        long = [token for token in tokens if token[1] - token[0] >= LEAST]
        enough = bytes(LEAST if long else 1)
        yield kind, any(enough in mask[first:last] for first, last in long or tokens)


def _outside(line: dict[str, Any], mask: bytearray) -> Iterator[bool]:
    marked = bytearray(len(line["text"]))
    for start, end, *_ in line["spans"]:
        marked[start:end] = b"\x01" * (end - start)
    for match in WORD.finditer(line["text"]):
        if not any(marked[match.start() : match.end()]):
            yield not any(mask[match.start() : match.end()])


def interval(part: int, whole: int) -> tuple[float, float]:
    """Wilson's interval of 95 % for a share, in per cent."""
    if not whole:
        return 0.0, 100.0
    share, z = part / whole, 1.96
    middle, spread = share + z * z / (2 * whole), z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    low, high = ((middle + sign * spread) / (1 + z * z / whole) for sign in (-1, 1))
    return round(max(0, 100 * low), 1), round(100 * high, 1)


def half(line: dict[str, Any]) -> str:
    """Which half of a gold file a line belongs to."""
    return "tuned" if sha256((SEED + line["text"]).encode("utf-8", "replace")).digest()[0] % 2 else "sealed"


def _percent(part: int, whole: int) -> float:
    return round(100 * part / max(1, whole), 1)


def main(path: str) -> None:
    """Measures at standard strictness, the one a study takes unless it says otherwise, and writes the figures."""
    lines = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    english = [line for line in lines if line.get("en", 1)]
    for strictness in ("light", "standard", "strict"):
        for name in ("all", "tuned", "sealed"):
            some = [line for line in english if name in ("all", half(line))]
            told = {kind: (_percent(*counts), *interval(*counts)) for kind, counts in counted(some, strictness).items()}
            print(strictness, name, len(some), told)
    measured = figures(english, "standard")
    kept = measured.pop("words kept")
    leak = {f"{name} (%)": value for name, value in measured.items()}
    written = leak | {"other words lost (%)": round(100 - kept, 1), "tweets measured": len(english)}
    (load.MODELS / "figures.json").write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
