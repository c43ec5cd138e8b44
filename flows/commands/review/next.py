"""`hushtag review next`: which tweets people should read next, and why; as workbooks for coders where they are named."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tasks.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

    from tasks.codebook.model import Codebook

HELP = "which tweets to read next: Uncoded, claimed by several themes, decided narrowly, in turns"
WHY = {
    "uncoded": "no rule found a heading",
    "themes apart": "rules or coders gave headings of several themes",
    "narrow": "weak cues alone, or a late step of the ladder, decided",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the bundle, what was read already, and where workbooks go."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="a released bundle of profile team")
    parser.add_argument("--tweets", type=int, default=50, metavar="N", help="so many (default: 50)")
    parser.add_argument("--decisions", type=Path, metavar="FILE", help="leave out what people decided")
    parser.add_argument("--codes", type=Path, metavar="CODES", help="what `hushtag review import` wrote: coders' themes count too")
    parser.add_argument("--coder", action="append", default=[], metavar="NAME", help="initials; a workbook for each")
    parser.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="where workbooks go")


def execute(parsed: argparse.Namespace) -> None:
    """Prints keys, headings and reasons, or writes a workbook a coder without them."""
    from rich.console import Console

    from flows.terminal_tables import figures
    from flows.told_tweets import told_tweets
    from tasks.bundles import released as bundles

    if bool(parsed.coder) != bool(parsed.output):
        raise UsageError("workbooks need a coder and a folder", "", "Give --coder NAME and -o FOLDER, or neither.")
    codebook, tweets = bundles.codebook_of(parsed.bundle), told_tweets(parsed.bundle)
    order = _order(parsed, codebook, tweets).head(parsed.tweets)
    if parsed.output:
        sample = order.select("tweet_key").join(tweets, on="tweet_key", how="left", maintain_order="left")
        _write(sample, codebook, parsed)
        return
    Console().print(figures(order))
    for why, meaning in WHY.items():
        print(f"{why}: {meaning}")


def _order(parsed: argparse.Namespace, codebook: "Codebook", tweets: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    from tasks.bundles import released as bundles
    from tasks.bundles.agreement import RULES, codes_in
    from tasks.pure.review.reading_order import reading_order
    from tasks.review.decisions import load

    _, codes = bundles.recoded(tweets, codebook)
    read = load(parsed.decisions, codebook).get_column("tweet_key") if parsed.decisions else pl.Series(dtype=pl.String)
    themes = codebook.frame().select("heading", "theme")
    given = pl.DataFrame(schema={"tweet_key": pl.String, "theme": pl.String})
    if parsed.codes:
        given = codes_in(parsed.codes).filter(pl.col("coder") != RULES).join(themes, on="heading")
    return reading_order(codes, given, read)


def _write(sample: "pl.DataFrame", codebook: "Codebook", parsed: argparse.Namespace) -> None:
    from tasks.review.workbook import encoded, written

    for coder in dict.fromkeys(parsed.coder):
        path = written(encoded(sample, codebook, coder), parsed.output, coder)
        print(f"{path}: {sample.height:,} tweets to code")
    print("They were not drawn by lot: what coders agree on here says little about the other tweets.")
    print("They hold tweets' words: keep them where the team's other files are.")
