"""`hushtag explain`: why a tweet of a bundle has the codes that it has."""

import argparse
from pathlib import Path

from tasks.errors import DumpUnreadable, UsageError

HELP = "say why a tweet has its codes: rules, words, struck hits and the step that decided"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the bundle and the tweet."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="a released bundle of profile team")
    parser.add_argument("tweet_key", metavar="TWEET_KEY", help="the tweet's key in tweets.parquet")


def execute(parsed: argparse.Namespace) -> None:
    """Codes the one tweet anew by the bundle's own codebook and prints all evidence."""
    import polars as pl

    from tasks import codebook as frames
    from tasks.pure.assign_themes import assign_themes
    from tasks.schema import DEDUPLICATED

    path = parsed.bundle / "tweets.parquet"
    if not path.is_file():
        raise DumpUnreadable("holds no tweets", parsed.bundle, "Name a bundle of profile team.")
    tweet = pl.read_parquet(path).filter(pl.col("tweet_key") == parsed.tweet_key)
    if not tweet.height:
        raise UsageError("no tweet has this key", parsed.bundle, "Take one from tweets.csv.")
    whole = pl.concat([DEDUPLICATED.empty(), tweet.select("tweet_key", "text")], how="diagonal")
    codes = assign_themes(whole, frames.load(parsed.bundle / "codebook.toml"))
    print(tweet.item(0, "text"))
    for row in codes.iter_rows(named=True):
        mark = "→" if row["is_primary"] else " "
        because = f"{row['strength']} {row['rule']!r} on {row['words']!r}" if row["rule"] else "no heading fires"
        step = f"; primary: {row['step']}" if row["is_primary"] else ""
        print(f"{mark} {row['heading']} [{row['status']}] {because}{step}")
