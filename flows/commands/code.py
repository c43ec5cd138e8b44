"""`hushtag code`: codes the rows of a file by a coding frame."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

HELP = "code the rows of a file by a codebook"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the file, the codebook and the columns."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, JSONL or Parquet")
    parser.add_argument("--codebook", required=True, metavar="PATH", help="its file, or the id of one that ships")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="CSV, JSONL or Parquet")
    parser.add_argument("--text-column", default="text", metavar="NAME", help="the column of the words (default: text)")
    parser.add_argument("--question-column", metavar="NAME", help="the column of the question that each row answers, if any")


def execute(parsed: argparse.Namespace) -> None:
    """Adds primary, theme, headings and hits to every row, in order; a column of that name is kept as `<name>_given`."""
    from tasks import codebook as frames
    from tasks.pure.coding.assign_themes import coded_texts
    from tasks.pure.coding.questions import names_of
    from tasks.reading.command_files import read_table
    from tasks.reading.restored import restored
    from tasks.storage.table_files import text_of, write_table

    codebook = frames.load(frames.find(parsed.codebook))
    frame = read_table(parsed.file, partial(print, file=sys.stderr), parsed.text_column)
    questions = text_of(frame, parsed.question_column, parsed.file) if parsed.question_column else None
    asked = names_of(restored(questions), codebook) if questions is not None else None
    codes = coded_texts(restored(text_of(frame, parsed.text_column, parsed.file)), codebook, asked)
    kept = frame.rename(dict(kept_names(frame.columns, codes.columns)))
    write_table(kept.hstack(codes), parsed.output)


def kept_names(columns: Iterable[str], added: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The columns of a file whose names are wanted for others, each with the name that it gets."""
    taken = {*columns, *added}
    for name in added:
        if name in columns:
            given = f"{name}_given"
            while given in taken:
                given += "_given"
            taken.add(given)
            yield name, given
