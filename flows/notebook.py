"""Hushtag in a notebook or a script: what its commands do, from table to table, without a study and without a server.

    import hushtag

    dump = hushtag.read("archive.csv")                     # what it holds, and what was set aside
    safe = hushtag.anonymise(dump.tweets["text"])          # placeholders for people and places
    codes = hushtag.code(safe, "dearmhp")                  # primary, theme, headings, hits
    bundle = hushtag.bundle("data/released/sample/latest")
    bundle.tables["table1"]                                # a Polars frame
    bundle.connect().sql("FROM tweets").show()             # every table in DuckDB

Tweets as they are read are restricted data: keep them where only you can read them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import duckdb
    import polars as pl

__all__ = ["Bundle", "Dump", "anonymise", "bundle", "code", "read"]


@dataclass(frozen=True)
class Dump:
    """The tweets of a dump in the columns of `ingested`, each once, by their time; what was set aside; sentences on what is in
    doubt.
    """

    tweets: "pl.DataFrame"
    set_aside: "pl.DataFrame"
    doubts: list[str]


def read(
    *dumps: str | Path, columns: Mapping[str, str | bool | Mapping[str, str | bool]] | None = None, timezone: str = "UTC"
) -> Dump:
    """The tweets of files, folders or globs that are one dump, in memory.

    `columns` says what the columns mean where the format is not known, as `[columns]` of a study file does; `timezone` is that of
    times without one.
    Raises: DumpUnreadable when a file cannot be read, or no file holds a tweet.
    """
    import polars as pl

    from tasks.errors import DumpUnreadable
    from tasks.reading import on_disk, order
    from tasks.reading.dump_files import find_dumps, parts_of
    from tasks.storage import store

    with store.scratch() as aside:
        read, doubtful = on_disk.write(parts_of(find_dumps([str(each) for each in dumps]), columns, timezone, aside), aside)
        if not read.height:
            raise DumpUnreadable("no file of the dump holds a tweet", "", "Name a file of tweets; see `hushtag formats`.")
        found = order.ordered(read, {"since_at": None, "until_at": None, "hashtags": []}, aside)
        kept = pl.concat([found.part(start) for start in range(0, found.tweets, order.ROWS_A_PART)])
    said = [*doubtful, *found.undecided]
    return Dump(kept.with_columns(sequence=pl.int_range(kept.height, dtype=pl.Int64)), found.ledger, said)


def anonymise(
    texts: "pl.Series | Iterable[str | None]", strictness: Literal["light", "standard", "strict"] = "standard"
) -> "pl.Series":
    """The texts with placeholders for people, places, services, contacts and links; they are one corpus, as a dump is.

    Raises: StorageError when the shipped model is missing or altered.
    """
    from tasks.models.texts import left_of

    return left_of(_series(texts), strictness).texts


def code(
    texts: "pl.Series | Iterable[str | None]",
    codebook: str | Path = "dearmhp",
    questions: "pl.Series | Iterable[str | None] | None" = None,
) -> "pl.DataFrame":
    """The codes of texts: primary heading, its theme, all headings that hold, and how many phrases fired.

    `codebook` is the file of one, or the id of one that ships; `questions` are those that the texts answer, as they were put.
    Rows: one a text, in order; primary and theme are null where nothing fires.
    Raises: CodebookInvalid when there is none, or it is not valid.
    """
    from tasks import codebook as frames
    from tasks.pure.coding.assign_themes import coded_texts
    from tasks.pure.coding.questions import names_of

    frame = frames.load(frames.find(str(codebook)))
    asked = names_of(_series(questions), frame) if questions is not None else None
    return coded_texts(_series(texts), frame, asked)


@dataclass(frozen=True)
class Bundle:
    """A released bundle: its tables as Polars frames, by name."""

    path: Path
    tables: "dict[str, pl.DataFrame]"

    def connect(self) -> "duckdb.DuckDBPyConnection":
        """A DuckDB in memory that holds every table under its name."""
        import duckdb

        from tasks.reading.arrow_stream import Stream

        duck = duckdb.connect(":memory:")
        for name, table in self.tables.items():
            duck.register("given", Stream(table))
            duck.execute(f"CREATE TABLE {name} AS FROM given")
            duck.unregister("given")
        return duck


def bundle(path: str | Path) -> Bundle:
    """The bundle in a folder.

    Raises: DumpUnreadable when the folder holds none, or a table cannot be read.
    """
    from tasks.bundles.released import tables_of

    return Bundle(Path(path), tables_of(Path(path)))


def _series(texts: "pl.Series | Iterable[str | None]") -> "pl.Series":
    import polars as pl

    return pl.Series("text", texts, dtype=pl.String)
