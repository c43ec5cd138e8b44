"""What coders gave back on a bundle's tweets, and what its rules had said of the same."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from tasks.bundles import released as bundles
from tasks.bundles.agreement import CODES, RULES
from tasks.codebook.model import Codebook
from tasks.errors import DumpUnreadable, ReviewInvalid
from tasks.pure.review.sample import sample_digest
from tasks.review.qda_codings import sheets_in
from tasks.review.workbook import Sheet, codes_of, decoded


def reviewed(bundle: Path, paths: Sequence[Path]) -> pl.DataFrame:
    """The codes of every coder and of the rules on the one sample that they all had.

    Rows: one a coder, tweet and heading; coders as given, then RULES; each by tweet, the primary heading first. Columns:
    those of CODES.
    Raises: ReviewInvalid when a sheet was changed, is of another sample, codebook or bundle, or of a coder told twice.
    """
    codebook, tweets = bundles.codebook_of(bundle), bundles.tweets_of(bundle)
    sheets = _read(paths, tweets, codebook)
    _held_together(sheets, f"{codebook.id} {codebook.version}", tweets)
    keys = sheets[0][1].rows.get_column("tweet_key")
    given = [codes_of(sheet, codebook, path) for path, sheet in sheets]
    codes = [each.sort("tweet_key", "is_primary", descending=[False, True], maintain_order=True) for each in given]
    return pl.concat([*codes, _of_rules(bundle, tweets.filter(pl.col("tweet_key").is_in(keys.implode())))])


def sheets_of(bundle: Path, paths: Sequence[Path]) -> list[Sheet]:
    """What each coder gave back, in the order of the paths: one a workbook, one a person of a project (.qdpx).

    Raises: ReviewInvalid when one is neither, or was changed.
    """
    return [sheet for _, sheet in _read(paths, bundles.tweets_of(bundle), bundles.codebook_of(bundle))]


def rules_words(bundle: Path) -> dict[str, str]:
    """What the rules of a bundle fired on, by tweet_key: heading, rule and words of each code."""
    path = bundle / "codes.parquet"
    try:
        codes = pl.read_parquet(path).drop_nulls(["rule", "words"])
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DumpUnreadable(f"cannot be read ({type(error).__name__})", path, "Run `hushtag check` on it.") from None
    said = pl.format("{}: {} on “{}”", "heading", "rule", "words")
    return dict(codes.group_by("tweet_key", maintain_order=True).agg(said.str.join("; ")).iter_rows())


def _read(paths: Sequence[Path], tweets: pl.DataFrame, codebook: Codebook) -> list[tuple[Path, Sheet]]:
    found = []
    for path in paths:
        is_project = path.suffix.lower() == ".qdpx"
        found += [(path, sheet) for sheet in (sheets_in(path, tweets, codebook) if is_project else [decoded(path)])]
    return found


def _held_together(sheets: Sequence[tuple[Path, Sheet]], codebook: str, tweets: pl.DataFrame) -> None:
    first = sheets[0][1]
    coders: set[str] = {RULES}
    for path, sheet in sheets:
        if sheet.codebook != codebook:
            raise ReviewInvalid(
                f"was coded by {sheet.codebook}, the bundle by {codebook}", path, "Name its own bundle."
            )
        if sheet.sample != first.sample:
            raise ReviewInvalid("is of another sample than the first sheet", path, "Compare sheets of one export.")
        if sheet.coder in coders:
            raise ReviewInvalid("has a coder that another sheet has too", path, "Give each sheet once.")
        coders.add(sheet.coder)
    ours = tweets.filter(pl.col("tweet_key").is_in(first.rows.get_column("tweet_key").implode()))
    if sample_digest(ours) != first.sample:
        raise ReviewInvalid("holds tweets that the bundle does not", sheets[0][0], "Name its own bundle.")


def _of_rules(bundle: Path, tweets: pl.DataFrame) -> pl.DataFrame:
    """The released codes: a primary heading a tweet, and whatever else its rules gave."""
    primary = tweets.select("tweet_key", "heading", is_primary=True)
    path = bundle / "codes.parquet"
    try:
        others = pl.read_parquet(path).filter(~pl.col("is_primary")).select("tweet_key", "heading", "is_primary")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DumpUnreadable(f"cannot be read ({type(error).__name__})", path, "Run `hushtag check` on it.") from None
    both = pl.concat([primary, others.join(primary, on="tweet_key", how="semi").sort("tweet_key", "heading")])
    kept = both.unique(["tweet_key", "heading"], keep="first", maintain_order=True).with_columns(coder=pl.lit(RULES))
    return kept.sort("tweet_key", maintain_order=True).select(*CODES)
