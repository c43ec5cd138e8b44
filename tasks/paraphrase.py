"""Paraphrase: what people wrote instead of tweets, checked against every tweet of the study before it is quoted."""

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from expectations.verdict import LISTS
from tasks import codebook as frames
from tasks.attack.search import searched
from tasks.errors import ParaphraseInvalid
from tasks.models import load
from tasks.pure.anonymise.engine import anonymised as anonymised_texts
from tasks.review import paraphrase_sheet as sheets
from tasks.schema import PARAPHRASES
from tasks.storage import parquet_sql, store
from tasks.storage.caching import stage_task
from tasks.storage.source import Source
from tasks.storage.store import Receipt
from tasks.studies.profiles import PublicProfile

SQL = Path(__file__).parent / "pure" / "review" / "paraphrases.sql"
LEDGER = Path(__file__).parent / "pure" / "review" / "ledger_words.sql"
SAY_IT_OTHERWISE = "Say it in other words."
IN_GENERAL = "Say in general words who or where: a nurse, a town."
# An intruder reads so many answers; of a small dump half.
FIRST = 20
WORD = re.compile(r"\w+")


@stage_task
def paraphrase(
    sheet: Source,
    ingested: Sequence[Receipt],
    anonymised: Sequence[Receipt],
    deduplicated: Receipt,
    withheld: Receipt,
    coded: Sequence[Receipt],
    disclosed: Receipt,
    codebook: Source,
    profile: PublicProfile,
) -> Receipt:
    """The paraphrases that may be told; those whose heading's count is withheld are kept back, in a table of their own.

    Raises: ParaphraseInvalid naming the lines of those that are of no tweet here, or lead back to theirs.
    """
    path = Path(sheet.path)
    written = sheets.load(path)
    codes = store.read(coded, "codes").select("tweet_key", "heading", "theme").unique()
    _refuse(written.join(codes, on=["tweet_key", "heading"], how="anti"), path, "of no tweet of this study under that heading",
            "If the dump has changed since, lay the sheet out again; data/keys/STUDY.key keeps keys the same.")  # fmt: skip
    held = store.read(withheld, "withheld").select("tweet_key").unique()
    _refuse(written.join(held, on="tweet_key", how="semi"), path, "of a tweet whose words are held back", "Take another tweet.")
    inputs = {
        "ingested": store.files(ingested, "tweets"),
        "anonymised": store.files(anonymised, "tweets"),
        "replacements": store.files(anonymised, "replacements"),
        "deduplicated": store.files(deduplicated, "tweets"),
        "copies": store.files(deduplicated, "copies"),
    }
    close = written.with_row_index("place").join(_close(written, inputs, profile.shared_words), on="place")
    _refuse(
        close.filter("is_sharing"),
        path,
        f"{profile.shared_words} words in a row are the tweet's own, or six another's",
        SAY_IT_OTHERWISE,
    )
    _refuse(close, path, "three words in a row, or a rare one, lead to the tweet alone", SAY_IT_OTHERWISE)
    _refuse(_by_anonymiser(written), path, "the anonymiser at strict takes it for a name, a place or the like", IN_GENERAL)
    _refuse(_of_ledger(written, inputs), path, "gave way as a person or a place somewhere in the dump", IN_GENERAL)
    _refuse(_ranked(written, inputs), path, f"its tweet comes among the first {FIRST} of the dump for its words", SAY_IT_OTHERWISE)
    # With noise, 0 may stand for a few.
    told = _told(disclosed, codebook, least=1 if profile.noise else 0)
    found = PARAPHRASES.conform(written.join(codes, on=["tweet_key", "heading"], maintain_order="left"))
    return store.write(
        "paraphrased",
        paraphrases=found.join(told, on="heading", how="semi", maintain_order="left"),
        kept_back=found.join(told, on="heading", how="anti", maintain_order="left"),
    )


def _close(written: pl.DataFrame, inputs: dict[str, list[str]], shared_words: int) -> pl.DataFrame:
    with store.scratch() as folder:
        given, words, refused = (folder / f"{name}.parquet" for name in ("written", "words", "refused"))
        written.select("tweet_key", "text").with_row_index("place").write_parquet(given)
        pl.DataFrame({"word": LISTS["common_words"].read_text(encoding="utf-8").splitlines()}).write_parquet(words)
        inputs = inputs | {"written": [str(given)], "common_words": [str(words)]}
        parquet_sql.query(SQL.read_text(encoding="utf-8"), inputs, {"refused": refused}, {"shared_words": shared_words})
        return pl.read_parquet(refused)


def _told(disclosed: Receipt, codebook: Source, least: int) -> pl.DataFrame:
    """Headings whose count is told, and is so many at least."""
    headings = frames.load(Path(codebook.path)).frame()
    named = headings.select("heading", theme="theme_name", name="heading_name")
    table1 = store.read(disclosed, "table1").filter(pl.col("tweets") >= least).rename({"heading": "name"})
    return named.join(table1, on=["theme", "name"]).select("heading")


def _by_anonymiser(written: pl.DataFrame) -> pl.DataFrame:
    """The paraphrases in which the anonymiser at strict finds something, by line, and which words those are."""
    texts = written["text"].to_list()
    found = anonymised_texts(texts, load.engine(), "strict").spans
    lines = written["line"].to_list()
    rows = [
        (lines[row], number)
        for row, start, end in found.select("row", "start", "end").iter_rows()
        for number, word in enumerate(WORD.finditer(texts[row]), 1)
        if start < word.end() and word.start() < end
    ]
    return _by_line(pl.DataFrame(rows, schema={"line": pl.Int64, "number": pl.Int64}, orient="row"))


def _of_ledger(written: pl.DataFrame, inputs: dict[str, list[str]]) -> pl.DataFrame:
    """The paraphrases in which a word of the ledger stands, by line, and which words those are."""
    with store.scratch() as folder:
        ledger = folder / "ledger.parquet"
        needed = {name: inputs[name] for name in ("ingested", "anonymised", "replacements")}
        parquet_sql.query(LEDGER.read_text(encoding="utf-8"), needed, {"ledger": ledger})
        words = set(pl.read_parquet(ledger)["word"]) - set(LISTS["common_words"].read_text(encoding="utf-8").splitlines())
    rows = [
        (line, number)
        for line, text in written.select("line", "text").iter_rows()
        for number, word in enumerate(WORD.findall(text), 1)
        if word.casefold() in words or word.casefold().removesuffix("s") in words
    ]
    return _by_line(pl.DataFrame(rows, schema={"line": pl.Int64, "number": pl.Int64}, orient="row"))


def _ranked(written: pl.DataFrame, inputs: dict[str, list[str]]) -> pl.DataFrame:
    """The paraphrases whose own tweet comes too early among the answers to their words, by line, and at which place."""
    several = written.with_columns(turn=pl.int_range(pl.len()).over("tweet_key")).partition_by("turn")
    return pl.concat([pl.DataFrame(schema={"line": pl.Int64, "detail": pl.String}), *(_early(each, inputs) for each in several)])


def _early(written: pl.DataFrame, inputs: dict[str, list[str]]) -> pl.DataFrame:
    """`written` has no tweet twice."""
    originals = store.rows_of(inputs["deduplicated"])
    with store.scratch() as folder:
        sought = folder / "sought.parquet"
        written.select("tweet_key", "text").write_parquet(sought)
        ranks = searched({name: inputs[name] for name in ("ingested", "anonymised", "deduplicated")} | {"sought": [str(sought)]})
    early = written.join(ranks.select("tweet_key", "rank"), on="tweet_key", maintain_order="left")
    detail = pl.format("place {} of {}", "rank", pl.lit(originals))
    return early.filter(pl.col("rank") <= min(FIRST, originals // 2)).select("line", detail=detail)


def _by_line(found: pl.DataFrame) -> pl.DataFrame:
    told = pl.col("number").unique(maintain_order=True).cast(pl.String).str.join(", ")
    return found.group_by("line", maintain_order=True).agg(detail=pl.format("word {}", told))


def _refuse(rows: pl.DataFrame, path: Path, what: str, advice: str) -> None:
    if rows.height:
        detail = f" ({'; '.join(rows['detail'].head(10))})" if "detail" in rows.columns else ""
        raise ParaphraseInvalid(f"{sheets.lines(rows['line'])}{detail}: {what}", path, advice)
