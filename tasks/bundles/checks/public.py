"""The tables of profile public: nothing small, nothing that gives it back, and nobody's words but signed paraphrases."""

import html
from collections import Counter
from pathlib import Path

import polars as pl

from tasks.bundles.checks.bundle import Bundle, Promise, has_noise
from tasks.pure.disclosure import promises
from tasks.pure.disclosure.outputs import OF_TWEETS, PUBLIC_KINDS
from tasks.pure.disclosure.spreadsheet_csv import restored
from tasks.pure.review.signatures import BLOCKQUOTE, signatures, unsigned


def _forbidden(bundle: Bundle) -> int:
    kinds = sum(name in OF_TWEETS or Path(name).suffix not in PUBLIC_KINDS for name in bundle.files)
    page = (bundle.folder / "report.html").read_text(encoding="utf-8")
    quoted = Counter(html.unescape(found["words"]) for found in BLOCKQUOTE.finditer(page))
    written = paraphrased(bundle)
    allowed = Counter() if written is None else Counter(written["text"])
    unwritten = (quoted - allowed).total() + abs(page.count("<blockquote") - quoted.total())
    return kinds + unwritten + promises.strange_columns(bundle.tables())


def paraphrased(bundle: Bundle) -> pl.DataFrame | None:
    """The paraphrases as they were written; none where there is no file of them."""
    if "paraphrases.csv" not in bundle.files:
        return None
    return bundle.cells("paraphrases").with_columns(restored(pl.col(pl.String)))


def _unsigned(bundle: Bundle) -> int:
    vouched, written = bundle.manifest["paraphrases"], paraphrased(bundle)
    if written is None:
        return len(vouched)
    return (
        unsigned(written)
        + sum(each not in vouched for each in signatures(written))
        + abs(len(vouched) - written.height)
    )


def _small(bundle: Bundle) -> int:
    removed = pl.DataFrame(bundle.manifest.get("removed", ()), schema={"kind": pl.String, "spans": pl.Int64, "tweets": pl.Int64})
    return promises.small_counts({**bundle.tables(), "removed": removed}, bundle.manifest["disclosure"], bundle.exceptions)


def _given_back(bundle: Bundle) -> int:
    excepted = {each["output"] for each in bundle.exceptions if each["rule"] == "smallest_count"}
    least = 0 if excepted & {"table1", "flow"} else bundle.manifest["disclosure"]["smallest_count"]
    return promises.given_back(bundle.tables(), least)


def _wrong_sums(bundle: Bundle) -> int:
    return promises.wrong_sums(bundle.tables(), bundle.distinct)


def _wrong_flow(bundle: Bundle) -> int:
    return promises.wrong_flow(bundle.tables()["flow"])


def _same_apart(bundle: Bundle) -> int:
    return promises.same_cells_apart(bundle.tables(), bundle.distinct)


def _sums_too_far(bundle: Bundle) -> int:
    return promises.sums_too_far(bundle.tables(), int(bundle.manifest["disclosure"]["noise"]["maximum"]))


ALWAYS = (
    Promise("no tweet, row of one or quotation", "The public profile lets nobody's own words out.", _forbidden),
    Promise("every paraphrase is signed", "Who lets somebody's words out says so.", _unsigned),
    Promise("no small count is told", "A small count can be one person.", _small),
)
EXACT = (
    *ALWAYS,
    Promise("no sum gives a withheld count back", "What is told takes the rest away.", _given_back),
    Promise("Table 1 sums to N", "A table that does not has lost or doubled tweets.", _wrong_sums),
    Promise("the flow reconciles", "Nothing disappears.", _wrong_flow),
)
NOISED = (
    *ALWAYS,
    Promise("what counts the same tweets is the same", "The same tweets have the same noise wherever they stand.", _same_apart),
    Promise("sums differ from their parts by noise at most", "Each count is told with its own, which has a bound.", _sums_too_far),
)


def promises_of(bundle: Bundle) -> tuple[Promise, ...]:
    """Those of a bundle whose counts carry noise, or of one whose counts add up."""
    return NOISED if has_noise(bundle.manifest) else EXACT
