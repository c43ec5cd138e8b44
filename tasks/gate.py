"""The gate: every rule of expectations/ held against the files that a release is made of."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import BaseModel, ConfigDict

from tasks import codebook as frames
from tasks.errors import GateClosed
from tasks.storage import store
from tasks.storage.caching import Source, uncached_task
from tasks.storage.store import PROJECT, Receipt
from tasks.studies.profiles import public_profile

MODELS = PROJECT / "data" / "models"
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

    @property
    def is_open(self) -> bool:
        """Closed by a critical rule that fails, by any that could not be held at all, and by there being none."""
        return bool(self.lines) and not any(
            line.outcome == "error" or (line.outcome == "fail" and line.severity == "critical") for line in self.lines
        )


@uncached_task
def gate(
    ingested: Sequence[Receipt],
    anonymised: Sequence[Receipt],
    deduplicated: Receipt,
    coded: Sequence[Receipt],
    tabulated: Receipt,
    codebook: Source,
    short_texts: Literal["merge", "keep"] = "merge",
    paraphrased: Receipt | None = None,
) -> Verdict:
    """Lets the release through, or raises GateClosed with the rules that failed and on how many rows."""
    with store.output("gated") as out:
        headings = out.path / "headings.parquet"
        frames.load(Path(codebook.path)).frame().write_parquet(headings)
        settings = out.path / "settings.parquet"
        settings_of(short_texts == "keep", public_profile().shared_words if paraphrased else None).write_parquet(
            settings
        )
        quoted = {"paraphrases": store.files(paraphrased, "paraphrases")} if paraphrased else {}
        views = {
            "ingested": store.files(ingested, "tweets"),
            "set_aside": store.files(ingested, "set_aside"),
            "anonymised": store.files(anonymised, "tweets"),
            "deduplicated": store.files(deduplicated, "tweets"),
            "copies": store.files(deduplicated, "copies"),
            "coded": store.files(coded, "codes"),
            **{table: store.files(tabulated, table) for table in tabulated.rows},
            **quoted,
            "headings": [str(headings)],
            "settings": [str(settings)],
        }
        return admit(verdict_on(tabulated.sha256[:16], views, without=() if quoted else ("paraphrases",)))


def settings_of(keeps_short_texts: bool, shared_words: int | None) -> pl.DataFrame:
    """What a study and its profile set that a rule depends on."""
    return pl.DataFrame(
        {"keeps_short_texts": [keeps_short_texts], "shared_words": [shared_words]},
        schema={"keeps_short_texts": pl.Boolean, "shared_words": pl.Int64},
    )


def verdict_on(
    name: str, views: dict[str, list[str]], tables: Sequence[str] = (), without: Sequence[str] = ()
) -> Verdict:
    """Every rule's outcome on the files of every table but those `without`, or of the tables named."""
    from expectations import suites
    from expectations.validation import findings

    tables = tables or [each for each in suites() if each not in without]
    lines = tuple(
        Line(rule=rule.name, table=table, why=rule.why, severity=rule.severity, outcome=outcome, rows=rows)
        for table, found in findings(name, views, LISTS, tables).items()
        for rule, outcome, rows in found
    )
    return Verdict(lines=lines, expectations_sha256=_rules_sha256())


def admit(verdict: Verdict) -> Verdict:
    """The verdict, if the gate is open.

    Raises: GateClosed naming each rule that failed and the number of rows, never their words.
    """
    if verdict.is_open:
        return verdict
    failed = [line for line in verdict.lines if line.outcome != "pass"]
    told = "; ".join(f"{line.table}: {line.rule} ({_count(line)})" for line in failed)
    raise GateClosed(f"the gate is closed: {told}", "", "Nothing was published. Mend the rule's cause and run again.")


def _count(line: Line) -> str:
    return "could not be checked" if line.outcome == "error" else f"{line.rows:,} row{'s' if line.rows != 1 else ''}"


def _rules_sha256() -> str:
    digest = hashlib.sha256()
    for path in sorted((PROJECT / "expectations").glob("*.[ps][yq]*")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
