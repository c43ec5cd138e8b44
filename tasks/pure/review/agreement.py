"""How far coders agree, and how sure that is: percent, Cohen's kappa, Gwet's AC1, Krippendorff's alpha.

A coding is one coder's headings on one tweet. Uncoded is a heading like any other: two coders who both find nothing agree.
Intervals are percentile intervals of 95 % over resampled tweets, seeded: the same codings give the same figures.
Sources: Cohen (1960); Gwet (2008), Computing inter-rater reliability in the presence of high agreement; Krippendorff (2011),
Computing Krippendorff's Alpha-Reliability; Passonneau (2006) for MASI.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

RESAMPLES = 1_000
SEED = 2013
MISSING = -1

Labels = NDArray[np.int64]
Figures = NDArray[np.float64]


def alpha(labels: Labels, distances: Figures, weights: Figures) -> Figures:
    """Krippendorff's alpha.

    `labels` holds a tweet a row and a coder a column, MISSING where a coder left a tweet out; `distances` is between
    labels, 0 to 1; `weights` says a resample a row how often each tweet counts.
    Rows: a figure a resample; not a number where nobody differs in anything, so that chance cannot be told.
    """
    counts = (labels[:, :, None] == np.arange(len(distances))).sum(axis=1).astype(float)
    coded = counts.sum(axis=1)
    counts, weights, coded = counts[coded > 1], weights[:, coded > 1], coded[coded > 1]
    observed = weights @ (((counts @ distances) * counts).sum(axis=1) / (coded - 1))
    totals, codings = weights @ counts, weights @ coded
    expected = ((totals @ distances) * totals).sum(axis=1) / np.maximum(codings - 1, 1)
    return 1 - _divided(observed, expected)


def kappa(one: Labels, other: Labels, weights: Figures) -> Figures:
    """Cohen's kappa of two coders who coded the same tweets.

    Rows: a figure a resample; not a number where both give every tweet the same one label.
    """
    tweets = weights.sum(axis=1)
    agreed = _divided(weights @ (one == other), tweets)
    kinds = np.arange(max(one.max(initial=0), other.max(initial=0)) + 1)
    chance = np.einsum("bk,bk->b", weights @ (one[:, None] == kinds), weights @ (other[:, None] == kinds))
    return 1 - _divided(1 - agreed, 1 - _divided(chance, tweets**2))


def ac1(one: Labels, other: Labels, weights: Figures) -> Figures:
    """Gwet's AC1 of two coders who coded the same tweets: kappa's chance is high where one label is frequent, AC1's is not.

    Rows: a figure a resample; not a number where both give every tweet the same one label.
    """
    tweets = weights.sum(axis=1)
    agreed = _divided(weights @ (one == other), tweets)
    kinds = np.unique(np.concatenate([one, other]))
    shares = _divided(weights @ ((one[:, None] == kinds).astype(float) + (other[:, None] == kinds)), 2 * tweets[:, None])
    chance = (shares * (1 - shares)).sum(axis=1) / max(len(kinds) - 1, 1)
    return 1 - _divided(1 - agreed, np.where(len(kinds) > 1, 1 - chance, 0.0))


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """The MASI distance of two sets of headings: Jaccard's, weighed by whether one holds the other."""
    if one == other:
        return 0.0
    shared = len(one & other)
    weight = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - weight * shared / len(one | other)


def overall(codes: pl.DataFrame, coders: Sequence[str]) -> pl.DataFrame:
    """Krippendorff's alpha over some coders: of the primary headings, and of all headings a tweet.

    Rows: two; columns: codings, tweets (coded by two or more), alpha, low, high.
    """
    sets = _codings(codes, coders)
    primaries = _codings(codes.filter("is_primary"), coders)
    measures = (("primary heading", primaries, _differs), ("all headings", sets, masi))
    rows = []
    for name, codings, distance in measures:
        labels, kinds = _numbered(codings)
        between = np.array([[distance(one, other) for other in kinds] for one in kinds]).reshape(len(kinds), -1)
        tweets = int(((labels != MISSING).sum(axis=1) > 1).sum())
        rows.append((name, tweets, *_with_interval(alpha(labels, between, _weights(len(labels))))))
    return pl.DataFrame(rows, schema=("codings", "tweets", "alpha", "low", "high"), orient="row")


def pairs(codes: pl.DataFrame, coders: Sequence[str]) -> pl.DataFrame:
    """Every two coders on the primary heading of the tweets that both coded.

    Rows: one a pair, in the order of the coders; columns: coder, other, tweets, agreement (share), kappa, low, high, ac1,
    ac1_low, ac1_high.
    """
    labels, _ = _numbered(_codings(codes.filter("is_primary"), coders))
    rows = []
    for (left, one), (right, other) in combinations(enumerate(coders), 2):
        both = labels[(labels[:, [left, right]] != MISSING).all(axis=1)][:, [left, right]]
        weights = _weights(len(both))
        figures = [_with_interval(measure(both[:, 0], both[:, 1], weights)) for measure in (kappa, ac1)]
        rows.append((one, other, len(both), _share(both[:, 0] == both[:, 1]), *figures[0], *figures[1]))
    names = ("coder", "other", "tweets", "agreement", "kappa", "low", "high", "ac1", "ac1_low", "ac1_high")
    return pl.DataFrame(rows, schema=names, orient="row")


def by_heading(codes: pl.DataFrame, coders: Sequence[str]) -> pl.DataFrame:
    """Each heading as a yes or no, primary or not; percent and kappa are means over the pairs of coders.

    Rows: one a heading that somebody gave, those of most tweets first, ties A to Z; columns: heading, tweets, agreement,
    kappa, alpha. A heading that all gave to every tweet has no kappa and no alpha.
    """
    codings = _codings(codes, coders)
    known = np.array([[given is not None for given in row] for row in codings], dtype=bool)
    rows = []
    for heading in sorted({each for row in codings for given in row if given for each in given}):
        given = np.array([[bool(coding and heading in coding) for coding in row] for row in codings], dtype=np.int64)
        rows.append((heading, int(given.any(axis=1).sum()), *_on_one(np.where(known, given, MISSING))))
    frame = pl.DataFrame(rows, schema=("heading", "tweets", "agreement", "kappa", "alpha"), orient="row")
    return frame.sort("tweets", "heading", descending=[True, False])


def disagreements(codes: pl.DataFrame, coders: Sequence[str]) -> pl.DataFrame:
    """What to talk about: the tweets whose primary heading is not the same for all who coded it.

    Rows: one a tweet, by tweet_key; columns: tweet_key, then the heading that each coder gave.
    """
    primary = codes.filter(pl.col("is_primary") & pl.col("coder").is_in(coders))
    differing = primary.group_by("tweet_key").agg(pl.col("heading").n_unique()).filter(pl.col("heading") > 1)
    wide = primary.join(differing, on="tweet_key", how="semi").pivot("coder", index="tweet_key", values="heading")
    missing = [pl.lit(None, pl.String).alias(coder) for coder in coders if coder not in wide.columns]
    return wide.with_columns(missing).select("tweet_key", *coders).sort("tweet_key")


def _codings(codes: pl.DataFrame, coders: Sequence[str]) -> list[list[frozenset[str] | None]]:
    given: dict[tuple[str, str], set[str]] = {}
    for key, coder, heading in codes.select("tweet_key", "coder", "heading").iter_rows():
        given.setdefault((key, coder), set()).add(heading)
    rows = [[given.get((key, coder)) for coder in coders] for key in sorted({key for key, _ in given})]
    return [[None if one is None else frozenset(one) for one in row] for row in rows]


def _numbered(codings: list[list[frozenset[str] | None]]) -> tuple[Labels, list[frozenset[str]]]:
    kinds = sorted({one for row in codings for one in row if one is not None}, key=sorted)
    numbers = {kind: number for number, kind in enumerate(kinds)}
    labels = [[MISSING if one is None else numbers[one] for one in row] for row in codings]
    return np.array(labels, dtype=np.int64).reshape(len(codings), -1), kinds


def _on_one(labels: Labels) -> tuple[float | None, float | None, float | None]:
    agreements, kappas = [], []
    for left, right in combinations(range(labels.shape[1]), 2):
        both = labels[(labels[:, [left, right]] != MISSING).all(axis=1)]
        agreements.append(_share(both[:, left] == both[:, right]))
        kappas.append(kappa(both[:, left], both[:, right], np.ones((1, len(both))))[0])
    whole = alpha(labels, 1 - np.eye(2), np.ones((1, len(labels))))[0]
    return _mean([each for each in agreements if each is not None]), _mean(kappas), _mean([whole])


def _weights(tweets: int) -> Figures:
    """The sample as it is, then its resamples."""
    if not tweets:
        return np.ones((1, 0))
    drawn = np.random.default_rng(SEED).multinomial(tweets, np.full(tweets, 1 / tweets), RESAMPLES)
    return np.vstack([np.ones((1, tweets)), drawn])


def _with_interval(figures: Figures) -> tuple[float | None, float | None, float | None]:
    drawn = figures[1:][~np.isnan(figures[1:])]
    low, high = np.percentile(drawn, (2.5, 97.5)) if len(drawn) else (np.nan, np.nan)
    return _mean([figures[0]]), _mean([low]), _mean([high])


def _mean(figures: Sequence[float]) -> float | None:
    real = [float(each) for each in figures if not np.isnan(each)]
    return sum(real) / len(real) if real else None


def _share(yes: NDArray[np.bool_]) -> float | None:
    return float(yes.mean()) if len(yes) else None


def _differs(one: frozenset[str], other: frozenset[str]) -> float:
    return float(one != other)


def _divided(above: Figures, below: Figures) -> Figures:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
