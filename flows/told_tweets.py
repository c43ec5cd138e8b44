"""The tweets of a bundle that commands may look at: those whose words are released."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def told_tweets(bundle: Path) -> "pl.DataFrame":
    """The bundle's tweets without those held back; says on standard error how many those are.

    Raises: DumpUnreadable when the bundle holds no tweets that can be read.
    """
    import polars as pl

    from tasks.bundles import released as bundles

    tweets = bundles.tweets_of(bundle)
    told = tweets.filter(pl.col("text").is_not_null())
    if held := tweets.height - told.height:
        was = "text is held back and was" if held == 1 else "texts are held back and were"
        print(f"{held:,} {was} not looked at: the bundle counts {'it' if held == 1 else 'them'}, without words.", file=sys.stderr)
    return told
