"""Deviant cases: tweets that speak against the heading under which they were found, each with its reason.

opposite    the heading's tweets lean to praise or to blame (LEAN_SHARE of at least FEWEST that lean), this one the other way;
            by words other than those that put each under the heading, which would lean it by themselves
struck      a strong phrase of the heading is there, but within an `unless`, or denied where the heading asks for that; a
            weak one alone would not have counted, and says nothing by not counting
denied      a word of denial stands close before the words that put the tweet under the heading
low margin  primary only by length of phrase, precedence or position, or by weak cues alone
"""

import polars as pl

from tasks.codebook.model import UNCODED
from tasks.pure.coding.negation import BEFORE, is_negated
from tasks.pure.coding.valence import leaning
from tasks.schema import CONTRASTS, Coded, Contrasts, Deduplicated, Quotes

REASONS = ("opposite", "struck", "denied", "low margin")
CLOSE_STEPS = ("longer phrase", "declared precedence", "earlier in the text", "order in the codebook")
LEAN_SHARE = 2 / 3
FEWEST = 3


def contrasts(tweets: Deduplicated, codes: Coded) -> Contrasts:
    """All tweets that speak against a heading.

    Rows: one a heading and tweet, with the first of its reasons; by theme, heading and position from 1, where the
    reasons take turns and, within one, the plainest case comes first, then the smaller tweet_key.
    """
    texts = tweets.select("tweet_key", "text")
    said = codes.filter(pl.col("heading") != UNCODED).join(texts, on="tweet_key").sort("heading", "tweet_key")
    found = pl.concat([_opposite(said), _struck(said), _denied(said), _low_margin(said)])
    once = found.unique(["heading", "tweet_key"], keep="first", maintain_order=True)
    order = pl.col("reason").cast(pl.Enum(REASONS)).to_physical()
    turns = once.sort("heading", order, "plainness", "tweet_key", descending=[False, False, True, False]).with_columns(
        turn=pl.int_range(pl.len()).over("heading", "reason")
    )
    placed = turns.sort("theme", "heading", "turn", order).with_columns(
        position=pl.int_range(1, pl.len() + 1).over("heading")
    )
    return CONTRASTS.conform(placed.with_columns(score=None, is_singled_out=None))


def unquoted(against: Contrasts, quotes: Quotes, most: int) -> Contrasts:
    """Of the tweets that speak against a heading the first `most` that are not quoted for it, numbered again from 1.

    Rows: as in `against`, in its order.
    """
    quoted = quotes.select("heading", "tweet_key")
    left = against.join(quoted, on=["heading", "tweet_key"], how="anti", maintain_order="left")
    numbered = left.with_columns(position=pl.int_range(1, pl.len() + 1).over("heading"))
    return CONTRASTS.conform(numbered.filter(pl.col("position") <= most))


def _struck(said: pl.DataFrame) -> pl.DataFrame:
    return _because(said.filter(pl.col("status") == "struck", pl.col("strength") == "strong"), "struck")


def _denied(said: pl.DataFrame) -> pl.DataFrame:
    live = said.filter(pl.col("status") == "live")
    first = pl.max_horizontal(pl.col("start") - BEFORE, 0)
    before = live.select(pl.col("text").str.slice(first, pl.col("start") - first)).to_series()
    denied = [is_negated(words, len(words)) for words in before]
    return _because(live.filter(pl.Series(denied, dtype=pl.Boolean)), "denied")


def _opposite(said: pl.DataFrame) -> pl.DataFrame:
    behind = pl.col("start") + pl.col("words").str.len_chars()
    others = pl.concat_str(
        pl.col("text").str.slice(0, pl.col("start")), pl.lit(" … "), pl.col("text").str.slice(behind)
    )
    leans = said.filter("is_primary").with_columns(lean=leaning(others)).filter(pl.col("lean") != 0)
    sign = pl.col("lean").sign()
    side = sign.sum().over("heading").sign()
    with_side = pl.len().over("heading") >= FEWEST, (sign == side).mean().over("heading") >= LEAN_SHARE
    against = leans.filter(*with_side, sign == -side)
    return _because(against, "opposite", pl.col("lean").abs())


def _low_margin(said: pl.DataFrame) -> pl.DataFrame:
    close = pl.col("step").is_in(CLOSE_STEPS) | (pl.col("strength") == "weak")
    return _because(said.filter("is_primary", close), "low margin", -pl.col("hits"))


def _because(rows: pl.DataFrame, reason: str, plainness: pl.Expr | None = None) -> pl.DataFrame:
    worth = pl.lit(0) if plainness is None else plainness
    return rows.select("theme", "heading", "tweet_key", "text", reason=pl.lit(reason), plainness=worth.cast(pl.Int64))
