"""Paraphrase: what people wrote instead of tweets, checked against every tweet of the study before it is quoted."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from expectations.verdict import LISTS
from tasks import codebook as frames
from tasks.errors import ParaphraseInvalid
from tasks.review import paraphrase_sheet as sheets
from tasks.schema import PARAPHRASES
from tasks.storage import parquet_sql, store
from tasks.storage.caching import stage_task
from tasks.storage.source import Source
from tasks.storage.store import Receipt
from tasks.studies.profiles import PublicProfile

SQL = Path(__file__).parent / "pure" / "review" / "paraphrases.sql"
SAY_IT_OTHERWISE = "Say it in other words."


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
    told = _told(disclosed, codebook)
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


def _told(disclosed: Receipt, codebook: Source) -> pl.DataFrame:
    """Headings whose count is told."""
    headings = frames.load(Path(codebook.path)).frame()
    named = headings.select("heading", theme="theme_name", name="heading_name")
    table1 = store.read(disclosed, "table1").drop_nulls("tweets").rename({"heading": "name"})
    return named.join(table1, on=["theme", "name"]).select("heading")


def _refuse(rows: pl.DataFrame, path: Path, what: str, advice: str) -> None:
    if rows.height:
        raise ParaphraseInvalid(f"{sheets.lines(rows['line'])}: {what}", path, advice)
