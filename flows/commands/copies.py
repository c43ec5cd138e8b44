"""`hushtag copies`: which rows of a file are copies of others, and of which kind."""

import argparse
import sys
from functools import partial
from pathlib import Path

HELP = "say which rows of a file are copies, of which kind, and which row is kept"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the file, the ledger and the columns."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, JSON, Parquet or XLSX")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="LEDGER", help="CSV, JSONL or Parquet")
    parser.add_argument("--text-column", default="text", metavar="NAME", help="the column of the words (default: text)")


def execute(parsed: argparse.Namespace) -> None:
    """Reads the file, finds its copies and writes one row of ledger for each of its rows."""
    from tasks.copies.ledger import copies_of
    from tasks.reading.command_files import read_table
    from tasks.reading.restored import restored
    from tasks.storage.table_files import text_of, write_table

    frame = read_table(parsed.file, partial(print, file=sys.stderr), parsed.text_column)
    ledger, in_part = copies_of(frame, restored(text_of(frame, parsed.text_column, parsed.file)))
    write_table(ledger, parsed.output)
    if in_part:
        print(f"{in_part} rows resemble so many others that each was compared with some of them only.", file=sys.stderr)
