"""`hushtag codebook diagnose`: what each rule does on a bundle's tweets, and which do nothing or too much."""

import argparse
import json
from pathlib import Path

HELP = "what each rule finds in a bundle: coverage, unique coverage, overlap, conflict; dead, shadowed and greedy rules"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the codebook and the bundle."""
    parser.add_argument("codebook", metavar="PATH", help="a file, or the id of a codebook that ships")
    parser.add_argument("--on", type=Path, required=True, metavar="BUNDLE", help="a released bundle of profile team")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.epilog = (
        "texts: coverage, tweets with a live hit; unique: where the heading would not be live without the rule; overlap: where "
        "another rule of the heading has a hit too; conflict: where the primary code is another heading; struck: with a "
        "struck hit. Of an `unless`, texts are those in which it strikes a hit."
    )


def execute(parsed: argparse.Namespace) -> None:
    """Prints a line a rule, in the order of the codebook, and how many have which verdict."""
    from flows.told_tweets import told_tweets
    from tasks import codebook as frames
    from tasks.pure.codebook.diagnostics import COUNTS, VERDICTS, diagnosed

    tweets = told_tweets(parsed.on)
    texts = tweets.get_column("text")
    rules = diagnosed(texts, frames.load(frames.find(parsed.codebook)), tweets.get_column("asked"))
    if parsed.json:
        print(json.dumps({"tweets": texts.len(), "rules": rules.to_dicts()}, ensure_ascii=False))
        return
    print(" ".join(f"{name:>8}" for name in ("verdict", *COUNTS)) + "  rule")
    for row in rules.iter_rows(named=True):
        figures = "".join(f" {row[name]:8,}" for name in COUNTS)
        shadow = f" (always beside {row['shadow']!r})" if row["shadow"] else ""
        print(f"{row['verdict'] or '':>8}{figures}  {row['heading']} {row['strength']} {row['rule']!r}{shadow}")
    print(f"\n{rules.height:,} rules on {texts.len():,} tweets:")
    for verdict, meaning in VERDICTS.items():
        print(f"{(rules.get_column('verdict') == verdict).sum():7,}  {verdict}: {meaning}")
