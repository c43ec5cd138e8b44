"""What the whole corpus tells: who was surely found in one text is looked for in all, in any case, plural or hashtag.

Two passes. The first finds, text by text, and keeps a trace of each word that may be a name: where it stands, how it is
written, what it gave way as. The traces of all texts make each word's record; the record decides about the word
everywhere. A word of plain English or of the subject leaves no trace: alone it is not evidence.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from tasks.pure.anonymise import placeholders
from tasks.pure.anonymise.characters import Page, Places
from tasks.pure.anonymise.evidence import UNSPACED, Lists, terms
from tasks.pure.anonymise.features import KEPT, PLAIN, Seen
from tasks.pure.anonymise.spans import CONTEXT, KINDS, PERSON, PLACE, USER, Spans
from tasks.pure.anonymise.unspaced import in_runs
from tasks.pure.anonymise.words import NUMERIC

TRACES = {
    "row": pl.Int64, "start": pl.Int64, "end": pl.Int64, "word": pl.String, "kind": pl.String, "is_certain": pl.Boolean,
    "in_hashtag": pl.Boolean, "times": pl.Int64,
}  # fmt: skip
RECORDS = {
    "word": pl.String, "seen": pl.Int64, "people": pl.Int64, "places": pl.Int64, "surely_person": pl.Int64,
    "surely_place": pl.Int64, "handles": pl.Int64,
}  # fmt: skip
TOLD = {"word": pl.String, "kind": pl.String}
NOTHING = len(KINDS)
NAMES = (*KINDS, None)
SHORTEST, SHORTEST_NAMED = 3, 4
# A find of the tagger as sure as this is certain; so is what a rule finds.
CERTAIN = 0.7
# Of a word's appearances, the share that gave way from which the others do, too. Below it a find was chance.
MAJORITY = 0.4
# One sure find speaks for so many appearances. A word that stands more often is what the dump is about: of 4,800 that named an
# illness, a handful were sure.
SPEAKS_FOR = 100


def traced(page: Page, known: Seen, found: Spans, odd: Mapping[int, tuple[str, list[int]]], offset: int) -> pl.DataFrame:
    """A trace of each word on a page that may name somebody, and of each handle, as if each text were said once.

    Rows: the words, then the handles, then names in runs of letters without spaces, each by text and start, in code points
    of the text as given.
    """
    words = known.words
    other = (known.fields[:, PLAIN] == 0) & (known.fields[:, KEPT] == 0) & (words.shapes != NUMERIC)
    at = np.flatnonzero(other & (words.ends - words.starts >= SHORTEST))
    owner = np.searchsorted(found.starts, words.starts[at], side="right") - 1
    owner = np.where((owner >= 0) & (words.starts[at] < np.append(found.ends, 0)[owner]), owner, len(found))
    kinds = np.append(found.kinds, NOTHING)[owner]
    fits = np.isin(kinds, (PERSON, PLACE, NOTHING))
    at, owner, kinds = at[fits], owner[fits], kinds[fits]
    certain = (np.append(found.rules, 0)[owner] >= CONTEXT) | (np.append(found.scores, 0)[owner] >= CERTAIN)
    handles = found.where(found.kinds == USER)
    no_tags = np.zeros(len(handles), dtype=bool)
    told = found.where((found.kinds == PERSON) & (found.rules == CONTEXT) & in_runs(page, found))
    traces = pl.concat([
        _placed(page, words.starts[at], words.ends[at], odd, offset).with_columns(
            pl.Series("kind", NAMES, dtype=pl.String).gather(kinds.astype(np.uint32)),
            pl.Series("is_certain", certain),
            pl.Series("in_hashtag", words.in_hashtag[at]),
        ),
        _placed(page, handles.starts, handles.ends, odd, offset).with_columns(
            pl.lit("USER").alias("kind"), pl.Series("is_certain", ~no_tags), pl.Series("in_hashtag", no_tags)
        ),
        _placed(page, told.starts, told.ends, odd, offset).with_columns(
            kind=pl.lit("PERSON"), is_certain=pl.lit(True), in_hashtag=pl.lit(False)
        ),
    ])  # fmt: skip
    return traces.with_columns(times=pl.lit(1, pl.Int64))


def _placed(page: Page, starts: Places, ends: Places, odd: Mapping[int, tuple[str, list[int]]], offset: int) -> pl.DataFrame:
    """Words of a page where they stand in the texts as given, in lower case and without @."""
    none = np.zeros(len(starts), dtype=np.uint8)
    places = placeholders.frame(Spans(starts, ends, none, none, np.zeros(len(starts))), page, dict(odd), offset)
    text = page.text
    cut = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    written = pl.Series("word", cut, dtype=pl.String)
    return places.select("row", "start", "end", written.str.to_lowercase().str.strip_chars_start("@＠"))


def recorded(traces: pl.DataFrame) -> pl.DataFrame:
    """Each word's record; a trace counts as many times as its text is said.

    Rows: one a word, A-Z.
    """
    person, place, user = (pl.col("kind") == kind for kind in ("PERSON", "PLACE", "USER"))
    counts = {
        "seen": ~user.fill_null(False), "people": person, "places": place, "surely_person": person & pl.col("is_certain"),
        "surely_place": place & pl.col("is_certain"), "handles": user,
    }  # fmt: skip
    summed = [pl.col("times").filter(said.fill_null(False)).sum().alias(name) for name, said in counts.items()]
    return traces.group_by("word").agg(summed).sort("word").select(*RECORDS)


def together(records: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The records of several parts of a corpus as one."""
    every = pl.concat([pl.DataFrame(schema=RECORDS), *records])
    return every.group_by("word").agg(pl.all().sum()).sort("word").select(*RECORDS)



def told(records: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """What the corpus says of each word that gave way anywhere: PERSON, PLACE or USER; null where its finds were chance.

    Rows: one a word, A-Z. A name surely found once in a hundred appearances, or in most of them, is one in all of them; the
    more frequent of person and place, in ties a person.
    """
    found = pl.col("people") + pl.col("places")
    certain_finds = pl.col("surely_person") + pl.col("surely_place")
    sure = (certain_finds > 0) & (certain_finds * SPEAKS_FOR >= pl.col("seen"))
    named = (found > 0) & (sure | (found >= MAJORITY * pl.col("seen")))
    kind = pl.when(pl.col("people") >= pl.col("places")).then(pl.lit("PERSON")).otherwise(pl.lit("PLACE"))
    spaceless = pl.col("word").str.contains(f"^{UNSPACED.pattern}$") & (pl.col("word").str.len_chars() >= SHORTEST)
    long = (pl.col("word").str.len_chars() >= SHORTEST_NAMED) | spaceless
    words = records.filter((found > 0) & (long | ~named)).select("word", pl.when(named).then(kind).alias("kind"))
    said = records.filter(pl.col("handles") > 0)["word"].to_list()
    handles = [word for word in said if terms("handle", [word], lists)]
    spoken = pl.DataFrame({"word": handles, "kind": ["USER"] * len(handles)}, schema=TOLD)
    certain = records.filter(sure).select("word")
    known = words.join(spoken.join(certain, on="word", how="anti"), on="word", how="anti")
    return pl.concat([known, spoken.join(known.drop_nulls("kind"), on="word", how="anti")]).unique("word", keep="last").sort("word")
