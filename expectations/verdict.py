"""The gate's verdict: what each rule found on given files, and whether a release may go out."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import BaseModel, ConfigDict

from expectations import suites
from expectations.canaries import Canaries

HERE = Path(__file__).parent
# The same rules have the same digest installed, where the names of modules begin with `hushtag.`.
INSTALLED_IN = __name__.removesuffix("expectations.verdict").encode()
MODELS = HERE.parent / "data" / "models"
LISTS = {
    "common_words": MODELS / "common_words.txt",
    "given_names": MODELS / "given_names.txt",
    "places": MODELS / "places.txt",
}


class Line(BaseModel):
    """One rule's outcome: counts, never values."""

    model_config = ConfigDict(frozen=True)

    rule: str
    table: str
    why: str
    severity: Literal["critical", "warning"]
    outcome: Literal["pass", "fail", "error"]
    rows: int


class Verdict(BaseModel):
    """What the gate says, and by which rules."""

    model_config = ConfigDict(frozen=True)

    lines: tuple[Line, ...]
    expectations_sha256: str
    held_back: dict[str, int] = {}
    """Texts whose words are released nowhere, each under the first rule that it breaks."""
    canaries: Canaries | None = None
    """How the gate itself was tested before it judged."""

    @property
    def is_open(self) -> bool:
        """Closed by a critical rule that fails, by any that could not be held at all, and by there being none."""
        return bool(self.lines) and not any(
            line.outcome == "error" or (line.outcome == "fail" and line.severity == "critical") for line in self.lines
        )


def settings_of(
    keeps_short_texts: bool,
    shared_words: int | None = None,
    held_back_at_most: float | None = None,
    has_questions: bool = False,
) -> pl.DataFrame:
    """What a study and its profile set that a rule depends on."""
    return pl.DataFrame(
        {
            "keeps_short_texts": [keeps_short_texts],
            "shared_words": [shared_words],
            "held_back_at_most": [held_back_at_most],
            "has_questions": [has_questions],
        },
        schema={
            "keeps_short_texts": pl.Boolean,
            "shared_words": pl.Int64,
            "held_back_at_most": pl.Float64,
            "has_questions": pl.Boolean,
        },
    )


def verdict_on(
    name: str,
    views: dict[str, list[str]],
    tables: Sequence[str] = (),
    without: Sequence[str] = (),
    spill: Path | None = None,
    memory: str | None = None,
) -> Verdict:
    """Every rule's outcome on the files of every table but those `without`, or of the tables named.

    Rows that do not fit in `memory`, half of the machine's where it is not given, go into the folder `spill`.
    """
    # Great Expectations takes seconds to import, and is needed here only.
    from expectations.duckdb_source import MOST_MEMORY
    from expectations.validation import findings

    rules = {table: held for table, held in suites().items() if (table in tables if tables else table not in without)}
    lines = tuple(
        Line(rule=rule.name, table=table, why=rule.why, severity=rule.severity, outcome=outcome, rows=rows)
        for table, found in findings(name, views, LISTS, rules, spill, memory or MOST_MEMORY).items()
        for rule, outcome, rows in found
    )
    return Verdict(lines=lines, expectations_sha256=_rules_sha256())


def judged_by(*inputs: str) -> pl.DataFrame:
    """What decides which rules on words a text breaks: the rules, their lists and the tables by digest. One row."""
    digest = hashlib.sha256(_rules_sha256().encode())
    for path in LISTS.values():
        digest.update(path.read_bytes())
    digest.update("".join(f"\0{each}" for each in inputs).encode())
    return pl.DataFrame({"sha256": [digest.hexdigest()]})


def _rules_sha256() -> str:
    digest = hashlib.sha256()
    for path in sorted(HERE.glob("*.[ps][yq]*")):
        digest.update(path.name.encode() + path.read_bytes().replace(b"from " + INSTALLED_IN, b"from "))
    return digest.hexdigest()
