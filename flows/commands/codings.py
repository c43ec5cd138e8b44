"""`hushtag codings`: a bundle's codings as a file of other programs."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tasks.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

HELP = "a bundle's codings for other programs: a REFI-QDA project, a matrix of 0 and 1, or Taguette's table"
PROJECT = ".qdpx"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the bundle, the file and its form."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="a released bundle of profile team")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=".qdpx, .csv, .jsonl or .parquet")
    parser.add_argument("--as", dest="form", choices=("matrix", "taguette"), default="matrix", help="of a table (default: matrix)")
    parser.add_argument("--codes", type=Path, metavar="CODES", help="what `hushtag review import` wrote: coders beside the rules")
    parser.add_argument(
        "--layout", choices=("tweet", "month"), default="tweet", help="of a project: a text a tweet or a month (default: tweet)"
    )


def execute(parsed: argparse.Namespace) -> None:
    """Writes the file for its owner alone, without the texts that are held back."""
    from flows.told_tweets import told_tweets

    tweets = told_tweets(parsed.bundle)
    if parsed.output.suffix == PROJECT:
        _project(parsed, tweets)
    elif parsed.codes:
        raise UsageError("a table has no place for coders", parsed.output, f"Name a {PROJECT}, or no --codes.")
    else:
        _table(parsed, tweets)
    print(f"{parsed.output}: {tweets.height:,} tweets")
    print("It holds tweets' words: keep it where the team's other files are.")


def _project(parsed: argparse.Namespace, tweets: "pl.DataFrame") -> None:
    import polars as pl

    from tasks.bundles import released as bundles
    from tasks.bundles.agreement import RULES
    from tasks.bundles.codings import coders_codings, released_codings
    from tasks.review.qda_project import encoded
    from tasks.review.workbook import write_new

    tables = [released_codings(parsed.bundle), *([coders_codings(parsed.codes)] if parsed.codes else [])]
    codings = pl.concat(tables).join(tweets.select("tweet_key"), on="tweet_key", how="semi", maintain_order="left")
    coders = dict.fromkeys([RULES, *codings.get_column("coder")])
    codebook = bundles.codebook_of(parsed.bundle)
    write_new(encoded(tweets, codings, list(coders), codebook, parsed.layout), parsed.output)
    for (coder,), given in codings.group_by("coder", maintain_order=True):
        print(f"{coder}: {given.height:,} codings")


def _table(parsed: argparse.Namespace, tweets: "pl.DataFrame") -> None:
    from tasks.bundles import released as bundles
    from tasks.bundles.codings import released_codings
    from tasks.pure.review import code_tables
    from tasks.storage.table_files import write_table

    made = code_tables.matrix if parsed.form == "matrix" else code_tables.highlights
    write_table(made(tweets, released_codings(parsed.bundle), bundles.codebook_of(parsed.bundle)), parsed.output)
