"""`hushtag suggest`: what the Uncoded tweets of a bundle say that the coded ones do not, so that a rule can be written."""

import argparse
import json
from pathlib import Path

HELP = "show the words and phrases that distinguish the Uncoded tweets of a bundle"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the bundle and how much to show."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="a released bundle of profile team")
    parser.add_argument("--most", type=int, default=40, metavar="N", help="lines at most (default: 40)")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.epilog = (
        "G2 is the log-likelihood of Rayson and Garside (2000). A phrase can be copied into a rule as it is."
    )


def execute(parsed: argparse.Namespace) -> None:
    """Compares the released headings: Uncoded against all others."""
    import polars as pl

    from flows.told_tweets import told_tweets
    from tasks.codebook.model import UNCODED
    from tasks.pure.codebook.keyness import keyness

    tweets = told_tweets(parsed.bundle)
    is_coded = pl.col("heading") != UNCODED
    coded, uncoded = (tweets.filter(each).get_column("text") for each in (is_coded, ~is_coded))
    found = keyness(uncoded, coded).head(max(parsed.most, 0))
    if parsed.json:
        print(json.dumps({"uncoded": uncoded.len(), "coded": coded.len(), "phrases": found.to_dicts()}))
        return
    print(f"{uncoded.len():,} Uncoded tweets against {coded.len():,} coded: phrases told apart: {found.height}.")
    if found.height:
        print(f"{'G2':>9}  {'Uncoded':>7}  {'coded':>7}  phrase")
    for phrase, _, texts, other_texts, g2 in found.iter_rows():
        print(f"{g2:9.1f}  {texts:7,}  {other_texts:7,}  {phrase}")
