"""The workbook in which coders settle their disagreements, and the decisions that it gives back."""

import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tasks.bundles.agreement import RULES
from tasks.codebook.model import Codebook
from tasks.errors import ReviewInvalid
from tasks.pure.coding.decide import text_digest
from tasks.pure.review.settlement import agreed, to_settle
from tasks.review.decisions import Decision
from tasks.review.workbook import (
    CHOICES,
    QUESTION,
    ROW,
    Sheet,
    beside_text,
    chosen,
    filled,
    headings_by_label,
    labels,
    offer_headings,
    read_sheet,
)

SIGNED = ("decided_by", "decided_on", "reason")
ASKED = ("tweet_key", "text", *CHOICES, *SIGNED)
ADVICE = "Lay the sheet out again with `hushtag review settle`."
ALL_AGREED = "all coders gave the same headings"


@dataclass(frozen=True)
class Settled:
    """What a workbook gave back: decisions, and how many disagreements are still open."""

    decisions: tuple[Decision, ...]
    open: int


def encoded(
    codes: pl.DataFrame, sheets: Sequence[Sheet], codebook: Codebook, why: Mapping[str, str], asked: Mapping[str, str]
) -> bytes:
    """A workbook with a row for each tweet that coders differ on, to fill in.

    Beside the text stand its question, where any is `asked`, each coder's headings and note, the rules' headings, and `why`:
    the rules' own words. Both mappings are by tweet_key.
    """
    from xlsxwriter import Workbook

    coders = [sheet.coder for sheet in sheets]
    said = [name for coder in coders for name in (f"{coder} chose", f"{coder} noted")]
    columns = ("tweet_key", "text", *said, "rules chose", "rules fired on", *CHOICES, *SIGNED)
    widths = beside_text(dict(zip(columns, (18, 70, *(30 for _ in columns[2:])), strict=True)), asked)
    rows = [{**row, QUESTION: asked.get(row["tweet_key"])} for row in _rows(codes, sheets, codebook, why)]
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)})
    sheet = filled(book, "settle", list(widths), rows, list(widths.values()))
    offer_headings(book, sheet, codebook, list(widths).index(CHOICES[0]), len(rows))
    book.close()
    return out.getvalue()


def decoded(path: Path, codes: pl.DataFrame, sheets: Sequence[Sheet], codebook: Codebook, first_number: int) -> Settled:
    """The decisions of a workbook that was filled in, numbered from `first_number` in its order.

    Raises: ReviewInvalid naming the row of an unknown heading, of one without a name, day or reason, or of a tweet that is
    not among the disagreements.
    """
    coders = [sheet.coder for sheet in sheets]
    asked = set(to_settle(codes, coders, RULES).get_column("tweet_key"))
    known, texts = headings_by_label(codebook), _texts(sheets)
    decisions: list[Decision] = []
    rows = list(read_sheet(path, "settle", ASKED).iter_rows(named=True))
    for row in rows:
        where = f"{path}, row {row[ROW]}"
        if row["tweet_key"] not in asked:
            raise ReviewInvalid("is not a tweet that these coders differ on", where, ADVICE)
        if headings := chosen(row, known, where):
            decisions.append(_decision(row, headings, texts, first_number + len(decisions), where))
    return Settled(tuple(decisions), len(asked) - len({each.tweet_key for each in decisions}))


def agreements(codes: pl.DataFrame, sheets: Sequence[Sheet], day: datetime.date, first_number: int) -> list[Decision]:
    """A decision for each tweet on which all coders agree, by tweet_key."""
    texts = _texts(sheets)
    same = agreed(codes, [sheet.coder for sheet in sheets])
    return [
        Decision(
            number=number, tweet_key=key, text_sha256=text_digest(texts[key]), headings=tuple(headings),
            decided_by=", ".join(coders), decided_on=day, reason=ALL_AGREED,
        )
        for number, (key, headings, coders) in enumerate(same.iter_rows(), first_number)
    ]  # fmt: skip


def _rows(
    codes: pl.DataFrame, sheets: Sequence[Sheet], codebook: Codebook, why: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    names = {heading: label for label, heading in labels(codebook).items()}
    texts = _texts(sheets)
    notes = {sheet.coder: dict(sheet.rows.select("tweet_key", "note").iter_rows()) for sheet in sheets}
    blank = dict.fromkeys((*CHOICES, *SIGNED), "")
    for row in to_settle(codes, list(notes), RULES).iter_rows(named=True):
        key = row["tweet_key"]
        said = {f"{coder} chose": _labels(row[coder], names) for coder in notes}
        said |= {f"{coder} noted": notes[coder].get(key) or "" for coder in notes}
        rules = {"rules chose": _labels(row[RULES], names), "rules fired on": why.get(key, "")}
        yield {"tweet_key": key, "text": texts[key], **said, **rules, **blank}


def _labels(given: str | None, names: Mapping[str, str]) -> str:
    return "; ".join(names.get(each, each) for each in given.split("; ")) if given else ""


def _texts(sheets: Sequence[Sheet]) -> dict[str, str]:
    return dict(sheets[0].rows.select("tweet_key", "text").iter_rows())


def _decision(
    row: Mapping[str, str | None], headings: Sequence[str], texts: Mapping[str, str], number: int, where: str
) -> Decision:
    signed = {name: (row[name] or "").strip() for name in SIGNED}
    if missing := [name for name, value in signed.items() if not value]:
        raise ReviewInvalid(f"has headings but no {missing[0]}", where, "Say who decided, on which day, and why.")
    key = str(row["tweet_key"])
    try:
        day = datetime.date.fromisoformat(signed["decided_on"][:10])
    except ValueError:
        raise ReviewInvalid("decided_on is not a day", where, "Write it as 2026-01-31.") from None
    return Decision(
        number=number, tweet_key=key, text_sha256=text_digest(texts[key]), headings=tuple(headings),
        decided_by=signed["decided_by"], decided_on=day, reason=signed["reason"],
    )  # fmt: skip
