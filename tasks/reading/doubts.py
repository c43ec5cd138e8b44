"""What of a dump's columns could not be read, or holds what it should not: counted by file, and told in a sentence each."""

from collections.abc import Iterator

import polars as pl

from tasks.formats import Format
from tasks.reading import people, personal_archives
from tasks.reading.ingested_rows import are_filled, destroyed_ids

# What is told, and from which share of the cells on; the ids of a file are told from the first.
ROUNDED, ASTRAY, ZONES, CUT = "rounded ids", "times astray", "unknown zones", "cut"
SENTENCES = {
    ROUNDED: "{cells:,} ids were rounded by a spreadsheet; they are not used",
    "tweet_id": "{cells:,} of {filled:,} ids could not be read; they are not used",
    "posted_at": "{cells:,} of {filled:,} times could not be read; those tweets have none",
    ZONES: "{cells:,} times bear a zone that is unknown or means several; those tweets have none: write its offset, as +0530",
    ASTRAY: "{cells:,} of {filled:,} times are of another day than their ids tell; check which columns hold them",
    CUT: "{cells:,} long tweets were cut, and no note-tweet.js beside them holds them whole",
    "handle": "{cells:,} of {filled:,} cells taken for handles are not formed as handles; check which column names the author",
    "display_name": "{cells:,} of {filled:,} cells taken for display names hold none; check which column names the author",
    "profile_location": "{cells:,} of {filled:,} cells taken for places hold none; check which column holds them",
}
LEAST = {
    ROUNDED: 0.0, ZONES: 0.0, CUT: 0.0, ASTRAY: 0.05, "tweet_id": 0.05, "posted_at": 0.05,
    "handle": 0.5, "display_name": 0.5, "profile_location": 0.5,
}  # fmt: skip
EMPTY = pl.DataFrame(schema={"dump": pl.String, "about": pl.String, "cells": pl.Int64, "filled": pl.Int64})


def doubts(sources: pl.DataFrame, tweets: pl.DataFrame, format: Format) -> pl.DataFrame:
    """What is doubtful in some records: their opened sources beside the tweets read from them, with their `dump`.

    Rows: one a file and column in doubt.
    """
    looked = list(_looked_at(sources, tweets, format))
    # All columns are counted at once: to tell rows by their file takes longer than to sum them.
    cells = {f"cells of {about}": doubtful for about, doubtful, _ in looked}
    every = cells | {f"filled of {about}": filled for about, _, filled in looked}
    counts = tweets.select("dump", **every).group_by("dump", maintain_order=True).agg(pl.col(*every).sum().cast(pl.Int64))
    found = [
        counts.select("dump", about=pl.lit(about), cells=f"cells of {about}", filled=f"filled of {about}") for about, *_ in looked
    ]
    return pl.concat([EMPTY, *found])


def told(found: pl.DataFrame) -> Iterator[str]:
    """A sentence for each file and column of which enough is doubtful, in order of the files."""
    sums = found.group_by("dump", "about").agg(pl.col("cells", "filled").sum()).sort("dump", "about")
    for row in sums.iter_rows(named=True):
        if row["cells"] and row["cells"] >= LEAST[row["about"]] * row["filled"]:
            yield f"{row['dump']}: {SENTENCES[row['about']].format(**row)}"


def _looked_at(
    sources: pl.DataFrame, tweets: pl.DataFrame, format: Format
) -> Iterator[tuple[str, pl.Series, pl.Series]]:
    for name in ("tweet_id", "posted_at", "display_name", "profile_location"):
        filled = are_filled(sources, name, format)
        unread = filled & tweets[name].is_null()
        if name == "tweet_id":
            rounded = destroyed_ids(sources, format) if unread.any() else unread
            yield ROUNDED, rounded, filled
            unread = unread & ~rounded.fill_null(False)
        if name == "posted_at":
            yield ZONES, tweets["is_zone_unknown"], filled
            unread = unread & ~tweets["is_zone_unknown"]
        if name == "display_name":
            unread = unread | people.are_answers(tweets[name])
        yield name, unread, filled
    if format.id in personal_archives.FORMATS:
        yield CUT, personal_archives.are_cut(tweets["text"]), tweets["text"].is_not_null()
    yield ASTRAY, tweets["is_astray"], tweets["posted_at"].is_not_null()
    handles = tweets["handle"]
    yield "handle", ~people.are_handles(handles).fill_null(True) | people.are_answers(handles), handles.is_not_null()
