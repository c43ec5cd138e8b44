"""The kit for people: quotes, twenty minutes, and a sheet in which each says whom they found; and how it is read back."""

import csv
import datetime
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from tasks.attack.attacked import quoted
from tasks.errors import ReviewInvalid
from tasks.pure.review.sample import sample_digest
from tasks.review.workbook import ROW, filled, read_sheet
from tasks.storage import store
from tasks.studies.last_run import LastRun

GIVEN = ("number", "tweet_key", "text")
ANSWERS = ("account", "how", "minutes", "sure", "note")
COLUMNS = (*GIVEN, *ANSWERS)
WIDTHS = (8, 18, 70, 24, 34, 9, 9, 40)
MINUTES = 20
FORM = (
    ("What this is", "A test whether somebody who wants to can find who wrote a tweet, from its words as they are quoted."),
    ("You have", f"{MINUTES} minutes in all, a search engine, the platform's own search, and what you know. No special access."),
    ("You may not", "Write to anybody, log in as somebody else, or keep what you found after this sheet is given back."),
    ("account", "The handle, or the address of the account, of who you think wrote it. Leave it empty where you found nobody."),
    ("how", "What led there: the words in quotation marks, a place, a job, a date, somebody you know."),
    ("minutes", "How long you tried this one. Write 0 where you did not come to it; an empty cell means the same."),
    ("sure", "1 a guess, 5 certain."),
    ("Afterwards", "Give the sheet back to who gave it to you, and delete your copy: it holds people's words."),
)  # fmt: skip
ADVICE = "Fill in a fresh copy of the kit."
SEPARATORS = ",;\t"
# "5", "2.5", "4 min"
SPENT = re.compile(r"\d+(?:[.,]\d+)?")


def drawn(last: LastRun, quotes: pl.DataFrame, size: int) -> pl.DataFrame:
    """The texts of a kit: quotes first, then other released texts, each in the order of keys, which is drawn by lot."""
    more = [quotes.head(0)]
    if last.profile != "public" and quotes.height < size:
        held = store.scan(last.withheld, "withheld").select("tweet_key")
        texts = store.scan(last.deduplicated, "tweets").select("tweet_key", "text").join(held, on="tweet_key", how="anti")
        others = texts.join(quotes.lazy(), on="tweet_key", how="anti").sort("tweet_key").head(size - quotes.height)
        more.append(others.collect())
    return pl.concat([quotes.head(size), *more])


def encoded(texts: pl.DataFrame, study: str, tester: str) -> bytes:
    """A workbook: the texts with columns to fill in, the form, and what it was made from."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)})
    empty = dict.fromkeys(ANSWERS, "")
    rows = [{"number": str(number), **row, **empty} for number, row in enumerate(texts.iter_rows(named=True), 1)]
    filled(book, "quotes", COLUMNS, rows, WIDTHS)
    filled(book, "form", ("what", "is"), [{"what": what, "is": words} for what, words in FORM], (14, 100))
    facts = {"study": study, "tester": tester, "sample": sample_digest(texts)}
    filled(book, "about", ("fact", "is"), [{"fact": fact, "is": said} for fact, said in facts.items()], (14, 70))
    book.close()
    return out.getvalue()


def decoded(path: Path, study: str, last: LastRun, tester: str = "") -> dict[str, Any]:
    """What a person found: how many quotes they tried, for how many they named an account, how often that is the author's, and
    in how many minutes. A CSV of the sheet of quotes says neither whose it is, `tester` does, nor what was handed out: its
    texts must be those of a kit of the last run.

    Raises: ReviewInvalid when it is not a kit of this study, or its texts are not those that were handed out.
    """
    if path.suffix.lower() == ".csv":
        rows = _csv(path)
        about = {"study": study, "tester": tester, "sample": sample_digest(drawn(last, quoted(last), rows.height))}
        if not tester:
            raise ReviewInvalid("does not say whose it is", path, "Say it with --tester.")
    else:
        about = dict(read_sheet(path, "about", ("fact", "is")).drop(ROW).iter_rows())
        rows = read_sheet(path, "quotes", COLUMNS).drop(ROW).with_columns(pl.col(pl.String).fill_null(""))
    if about.get("study") != study:
        raise ReviewInvalid("is a kit of another study", path, ADVICE)
    if sample_digest(rows) != about.get("sample"):
        raise ReviewInvalid("its texts are not those that were handed out", path, ADVICE)
    answers = [row for row in rows.iter_rows(named=True) if _is_tried(row)]
    claims = [row for row in answers if row["account"].strip()]
    authors = _authors(last, [row["tweet_key"] for row in claims])
    right = sum(_handle(row["account"]) in authors.get(row["tweet_key"], ()) for row in claims)
    return {
        "tester": about.get("tester") or "",
        "sample": about["sample"],
        "texts": rows.height,
        "tried": len(answers),
        "claims": len(claims),
        "right": right,
        "minutes": sum(_minutes(cell, f"{path}, row {number}") for number, cell in enumerate(rows["minutes"], 2)),
    }


def _csv(path: Path) -> pl.DataFrame:
    """The sheet of quotes as an office program saves it; its separator is what stands after the first name."""
    try:
        words = path.read_text(encoding="utf-8-sig")
        after = words.replace('"', "")[len(GIVEN[0]) : len(GIVEN[0]) + 1]
        separator = after if after and after in SEPARATORS else ","
        rows = list(csv.DictReader(io.StringIO(words, newline=""), delimiter=separator, strict=True))
        cells = {name: [row[name] or "" for row in rows] for name in COLUMNS}
        return pl.DataFrame(cells, schema=dict.fromkeys(COLUMNS, pl.String))
    except (OSError, UnicodeError, csv.Error, KeyError) as error:
        advice = "Save the sheet of quotes as “CSV UTF-8”."
        raise ReviewInvalid(f"is not a sheet of a kit ({type(error).__name__})", path, advice) from None


def _minutes(cell: str, where: str) -> float:
    found = SPENT.match(cell.strip())
    if cell.strip() and not found:
        raise ReviewInvalid("has minutes that are not a number", where, "Write a number, or nothing.")
    return float(found.group().replace(",", ".")) if found else 0.0


def _is_tried(row: Mapping[str, str]) -> bool:
    minutes = row["minutes"].strip().replace(",", ".")
    return any(row[name].strip() for name in ("account", "how", "sure", "note")) or minutes.strip("0.") != ""


def _handle(account: str) -> str:
    return account.strip().rstrip("/").rpartition("/")[2].partition("?")[0].lstrip("@＠").casefold()


def _authors(last: LastRun, keys: list[str]) -> dict[str, set[str]]:
    """The handles of who wrote each tweet or a copy of it."""
    copies = store.scan(last.deduplicated, "copies").select("tweet_key", "kept_key")
    every = store.scan(list(last.anonymised), "tweets").select("tweet_key", "sequence").join(copies, on="tweet_key", how="left")
    owned = every.with_columns(owner=pl.coalesce("kept_key", "tweet_key")).filter(pl.col("owner").is_in(keys))
    handles = store.scan(list(last.ingested), "tweets").select("sequence", "handle")
    found: dict[str, set[str]] = {}
    for owner, handle in owned.join(handles, on="sequence").select("owner", "handle").drop_nulls().collect().iter_rows():
        found.setdefault(owner, set()).add(_handle(handle))
    return found
