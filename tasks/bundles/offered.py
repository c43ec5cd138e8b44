"""Which tweets of a team's bundle are offered for paraphrase: drawn by lot from more than are shown.

Who has the archive and the code could work out the tweets nearest to a heading's centre, and with them whose words a
paraphrase stands for. Keys of tweets are digests with the study's secret, so that the smallest are a draw that nobody
without it can repeat.
"""

from pathlib import Path

import polars as pl

from tasks.bundles import released
from tasks.bundles.checks.bundle import opened
from tasks.pure.quotes.deviant_cases import contrasts
from tasks.pure.quotes.representative import representative
from tasks.schema import Contrasts, Quotes

SHOWN = 3
CANDIDATES = 12


def offered(bundle: Path) -> tuple[Quotes, Contrasts]:
    """Of each heading the quotes and the deviant cases to be put into other words; none of a text that a person let out.

    Raises: DumpUnreadable when the folder is not a bundle of profile team; CodebookInvalid when its codebook is broken.
    """
    every = released.tweets_of(bundle)
    tweets = every.drop_nulls("text").filter(~pl.col("tweet_key").is_in(opened(bundle).let_out))
    known, codes = released.recoded(tweets, released.codebook_of(bundle))
    against = contrasts(known, codes)
    primary = tweets.select("tweet_key", "theme", "heading", is_primary=pl.lit(True))
    strengths = codes.select("tweet_key", "heading", "strength")
    firm = primary.join(strengths, on=["tweet_key", "heading"], how="left", maintain_order="left")
    return _drawn(representative(tweets, firm, against, CANDIDATES)), _drawn(against.filter(pl.col("position") <= CANDIDATES))


def _drawn(candidates: pl.DataFrame) -> pl.DataFrame:
    taken = candidates.sort("heading", "tweet_key").group_by("heading", maintain_order=True).head(SHOWN)
    return candidates.join(taken, on=["heading", "tweet_key"], how="semi", maintain_order="left")
