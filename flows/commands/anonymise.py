"""`hushtag anonymise`: the texts of a file with placeholders for people, places, services, contacts and links."""

import argparse
import sys
from functools import partial
from pathlib import Path

HELP = "replace people, places, services, contacts and links in a column of text by placeholders"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the file, the outputs, the column and the strictness."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, JSON, Parquet or XLSX")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="CSV, JSONL or Parquet")
    parser.add_argument("--text-column", default="text", metavar="NAME", help="the column of the words (default: text)")
    parser.add_argument("--strictness", choices=("light", "standard", "strict"), default="standard")
    parser.add_argument("--only-text", action="store_true", help="do not read the columns of handles, names and places")
    parser.add_argument("--spans", type=Path, metavar="SPANS", help="where to list what was replaced: keep it restricted")
    parser.add_argument(
        "--doubts",
        type=Path,
        metavar="DOUBTS",
        help="where to list what fell just short of being replaced, the surest first, for a person to look at",
    )
    parser.add_argument(
        "--second-opinion",
        type=Path,
        metavar="REVIEW",
        help="where to list the rows in which Presidio or spaCy still finds names, the surest first",
    )


def execute(parsed: argparse.Namespace) -> None:
    """Writes the file with its text column replaced; every other column and the order of rows stay."""
    from tasks.models import second_opinion
    from tasks.models.texts import left_of
    from tasks.reading import people_columns
    from tasks.reading.command_files import read_table
    from tasks.reading.restored import restored
    from tasks.storage.table_files import text_of, write_table

    recogniser = second_opinion.installed() if parsed.second_opinion else None
    frame = read_table(parsed.file, partial(print, file=sys.stderr), parsed.text_column)
    written = text_of(frame, parsed.text_column, parsed.file)
    texts = restored(written)
    if coded := int((texts != written).sum()):
        print(f"{coded:,} texts are written in codes (b'...', <U+2026>, \\u2026) and were restored first.", file=sys.stderr)
    people = {} if parsed.only_text else people_columns.values(frame, but=parsed.text_column)
    left = left_of(texts, parsed.strictness, people)
    write_table(frame.with_columns(left.texts.alias(parsed.text_column)), parsed.output)
    for places, output in ((left.spans, parsed.spans), (left.doubts, parsed.doubts)):
        if output:
            write_table(places.select("row", "start", "end", "kind", "score"), output)
    if recogniser:
        write_table(second_opinion.ranked(left.texts.to_list(), recogniser), parsed.second_opinion)
    _tell(sorted({name for columns in people.values() for name in columns}), parsed.output)


def _tell(columns: list[str], output: Path) -> None:
    if columns:
        print(
            f"Names of the columns {', '.join(columns)} were looked for in the texts. The columns themselves stay in {output}:"
            " take them out before you pass it on.",
            file=sys.stderr,
        )
