"""`hushtag explain`: why a tweet of a bundle has the codes that it has."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tasks.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

HELP = "say why a tweet has its codes: rules, words, struck hits and the step that decided"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the bundle and the tweet."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="a released bundle of profile team")
    parser.add_argument("tweet_key", metavar="TWEET_KEY", help="the tweet's key in tweets.parquet")


def execute(parsed: argparse.Namespace) -> None:
    """Codes the one tweet again by the bundle's own codebook and prints all evidence."""
    import polars as pl

    from tasks.bundles import released as bundles
    from tasks.pure.coding.evidence import hit_evidence

    tweet = bundles.tweets_of(parsed.bundle).filter(pl.col("tweet_key") == parsed.tweet_key)
    if not tweet.height:
        raise UsageError("no tweet has this key", parsed.bundle, "Take one from tweets.csv.")
    if tweet.item(0, "text") is None:
        _tell_without_words(parsed.bundle, parsed.tweet_key)
        if decision := bundles.decision_on(parsed.bundle, parsed.tweet_key):
            _tell_decision(decision)
        return
    codebook = bundles.codebook_of(parsed.bundle)
    known, codes = bundles.recoded(tweet, codebook)
    hits = hit_evidence(known.get_column("text"), codebook, tweet.get_column("asked"))
    print(bundles.printed(tweet.item(0, "text")))
    if codebook.questions:
        print(f"  asked: {', '.join(tweet.item(0, 'asked')) or 'no question of the frame'}")
    for code in codes.iter_rows(named=True):
        _tell(code, hits.filter(pl.col("heading") == code["heading"]))
    if decision := bundles.decision_on(parsed.bundle, parsed.tweet_key):
        _tell_decision(decision)
        return
    primary, released = codes.filter("is_primary").item(0, "heading"), tweet.item(0, "heading")
    if primary != released:
        print(f"Released under {released}, which the rules do not say: the rules have changed since.")


def _tell_decision(decision: dict[str, str]) -> None:
    print(
        f"Decision {decision['number']} of people stands above the rules: {decision['headings']}, by {decision['decided_by']}"
        f" on {decision['decided_on']}."
    )
    if decision["is_changed"] == "true":
        print("The words have changed since people read them: decide again.")


def _tell_without_words(bundle: Path, key: str) -> None:
    from tasks.bundles import released as bundles

    print("Its words are held back, for they break a rule of the gate (`hushtag held` shows them). It was coded by them as:")
    for heading, rule, is_primary in bundles.codes_of(bundle, key).iter_rows():
        print(f"{'→' if is_primary else ' '} {heading}{f' by {rule!r}' if rule else ''}")


def _tell(code: dict[str, str], hits: "pl.DataFrame") -> None:
    """A heading with its state, and a line a hit under it."""
    step = f", primary by: {code['step']}" if code["is_primary"] else ""
    print(f"{'→' if code['is_primary'] else ' '} {code['heading']} [{code['status']}{step}]")
    for hit in hits.iter_rows(named=True):
        struck = f", struck by {hit['struck_by']!r}" if hit["struck_by"] else ""
        print(f"      {hit['strength']} {hit['rule']!r} on {hit['words']!r} at {hit['start']}{struck}")
