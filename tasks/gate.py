"""The gate: every rule of expectations/ held against the files that a release is made of."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from expectations.verdict import Line, Verdict, settings_of, verdict_on
from tasks import codebook as frames
from tasks.errors import GateClosed
from tasks.storage import store
from tasks.storage.caching import Source, uncached_task
from tasks.storage.store import Receipt
from tasks.studies.profiles import public_profile


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


def admit(verdict: Verdict) -> Verdict:
    """The verdict, if the gate is open.

    Raises: GateClosed naming each rule that failed and the number of rows, never their words.
    """
    if verdict.is_open:
        return verdict
    failed = [line for line in verdict.lines if line.outcome != "pass"]
    told = "; ".join(f"{line.table}: {line.rule} ({_count(line)})" for line in failed)
    raise GateClosed(f"the gate is closed: {told}", "", "Nothing was published. Fix the rule's cause and run again.")


def _count(line: Line) -> str:
    return "could not be checked" if line.outcome == "error" else f"{line.rows:,} row{'s' if line.rows != 1 else ''}"
