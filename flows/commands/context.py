"""`hushtag context`: keyword in context, by the language of the codebook's phrases."""

import argparse
from pathlib import Path

from tasks.errors import UsageError

HELP = "show a word or phrase in context, wherever it stands in a bundle's tweets"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the bundle and the phrase."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="a released bundle of profile team")
    parser.add_argument("phrase", metavar="PHRASE", help='as in a codebook: "listen*", "no ..2 room", "{clinician}"')


def execute(parsed: argparse.Namespace) -> None:
    """Prints a line a match, the tweet's key first, aligned on the phrase and sorted by what follows it."""
    from flows.told_tweets import told_tweets
    from tasks.bundles import released as bundles
    from tasks.codebook.phrases import PhraseError
    from tasks.pure.codebook.concordance import AROUND, concordance

    tweets = told_tweets(parsed.bundle)
    try:
        found = concordance(
            tweets.get_column("text"), parsed.phrase, bundles.codebook_of(parsed.bundle).sets, tweets.get_column("asked")
        )
    except PhraseError as error:
        raise UsageError(f"is not a phrase: it {error}", parsed.phrase, "See data/codebooks/dearmhp.toml.") from None
    for row, *around in found.iter_rows():
        before, words, after = map(bundles.printed, around)
        print(f"{tweets.item(row, 'tweet_key')}  {tweets.item(row, 'heading'):24.24}  {before:>{AROUND}}  {words}  {after}")
    print(f"{found.height:,} times in {found.get_column('row').n_unique():,} of {tweets.height:,} tweets.")
