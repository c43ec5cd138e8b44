"""The gate: every rule of expectations/ held against the files that a release is made of."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from expectations import suites
from expectations.canaries import canaries
from expectations.own_sample import own_sample
from expectations.verdict import LISTS, Line, Verdict, settings_of, verdict_on
from tasks import codebook as frames
from tasks.bundles import typed
from tasks.bundles.checks.bundle import has_questions
from tasks.errors import GateClosed
from tasks.pure.disclosure.held_back import by_rule
from tasks.storage import parquet_sql, store
from tasks.storage.caching import stage_task
from tasks.storage.source import Source
from tasks.storage.store import Receipt
from tasks.studies.study import Study
from tasks.withhold import judged

# What a public release has no rows of.
OF_WORDS = ("tweets", "codes", "withheld")


@stage_task
def gate(
    ingested: Sequence[Receipt],
    anonymised: Sequence[Receipt],
    deduplicated: Receipt,
    withheld: Receipt,
    coded: Sequence[Receipt],
    tabulated: Receipt,
    codebook: Source,
    study: Study,
    paraphrased: Receipt | None = None,
    shared_words: int | None = None,
) -> Receipt:
    """Lets the release through with a receipt for its verdict, or raises GateClosed with the rules that failed and how often.

    A public release is not held to the words of tweets: it holds none. Its paraphrases share fewer than `shared_words` in a
    row with their tweets. A gate that opened for the same files by the same rules is not asked again; one that is closed is.
    Nor is a text that was judged before it was coded, where it is released word for word.
    """
    with store.output("gated") as out, store.scratch() as spill:
        headings = out.path / "headings.parquet"
        frames.load(Path(codebook.path)).frame().write_parquet(headings)
        settings = out.path / "settings.parquet"
        limit = shared_words if paraphrased else None
        is_survey = has_questions(study.columns)
        settings_of(study.short_texts == "keep", limit, study.held_back_at_most, is_survey).write_parquet(settings)
        words = typed.of_study(study, codebook, None if study.profile == "public" else withheld, paraphrased)
        words.write_parquet(out.path / "typed_words.parquet")
        quoted = {"paraphrases": store.files(paraphrased, "paraphrases")} if paraphrased else {}
        views = {
            "ingested": store.files(ingested, "tweets"),
            "set_aside": store.files(ingested, "set_aside"),
            "anonymised": store.files(anonymised, "tweets"),
            "replacements": store.files(anonymised, "replacements"),
            "deduplicated": store.files(deduplicated, "tweets"),
            "copies": store.files(deduplicated, "copies"),
            "withheld": store.files(withheld, "withheld"),
            "let_out": store.files(withheld, "let_out"),
            "coded": store.files(coded, "codes"),
            **{table: store.files(tabulated, table) for table in tabulated.rows},
            **quoted,
            **judged(ingested, anonymised, deduplicated, withheld),
            "headings": [str(headings)],
            "settings": [str(settings)],
            "typed_words": [str(out.path / "typed_words.parquet")],
        }
        without = (*(OF_WORDS if study.profile == "public" else ()), *(() if quoted else ("paraphrases",)))
        memory = f"{parquet_sql.memory_for(sum(part.rows['tweets'] for part in ingested))}B"
        tables = suites().keys() - set(without)
        tested = canaries(f"canaries-{tabulated.sha256[:16]}", LISTS, tables, spill, own_sample(views))
        if tested.missed:
            what = f"the gate does not see what it is shown: {'; '.join(tested.missed)}"
            raise GateClosed(what, study.id, "Its rules or their lists were changed: see what `hushtag doctor` finds.")
        verdict = verdict_on(tabulated.sha256[:16], views, without=without, spill=spill, memory=memory)
        held = {} if study.profile == "public" else by_rule(store.read(withheld, "withheld"))
        if any(line.table == typed.OUTPUT and line.outcome == "fail" for line in verdict.lines):
            raise typed.closed(typed.broken_places(words, views), study.id)
        admitted = admit(verdict.model_copy(update={"held_back": held, "canaries": tested}), study.id)
        pl.DataFrame({"verdict": [admitted.model_dump_json()]}).write_parquet(out.path / "verdict.parquet")
    return out.receipt


@stage_task
def hold_reason(
    reason: str, study: str, ingested: Sequence[Receipt], anonymised: Sequence[Receipt], deduplicated: Receipt
) -> Receipt:
    """Holds what a person typed when letting a release out to the rules of the gate.

    Raises: GateClosed when it leads to somebody or repeats a tweet.
    """
    words = typed.of_reason(reason)
    views = {
        "ingested": store.files(ingested, "tweets"),
        "anonymised": store.files(anonymised, "tweets"),
        "replacements": store.files(anonymised, "replacements"),
        "copies": store.files(deduplicated, "copies"),
    }
    if places := typed.broken_places(words, views):
        raise typed.closed(places, study)
    return store.write("gated", typed_words=words)


def verdict_of(gated: Receipt) -> Verdict:
    """The verdict of a gate that opened."""
    return Verdict.model_validate_json(store.read(gated, "verdict").item())


def admit(verdict: Verdict, study: str = "STUDY") -> Verdict:
    """The verdict, if the gate is open.

    Raises: GateClosed naming each rule that failed and the number of rows, never their words.
    """
    if verdict.is_open:
        return verdict
    failed = [line for line in verdict.lines if line.outcome != "pass"]
    told = "; ".join(f"{line.table}: {line.rule} ({_count(line)})" for line in failed)
    held = ", ".join(f"{rule} {texts:,}" for rule, texts in verdict.held_back.items())
    told += f"; held back: {held}" if held else ""
    advice = f"Nothing was published. `hushtag held {study}` shows the texts that were held back, and why."
    raise GateClosed(f"the gate is closed: {told}", "", advice)


def _count(line: Line) -> str:
    return "could not be checked" if line.outcome == "error" else f"{line.rows:,} row{'s' if line.rows != 1 else ''}"
