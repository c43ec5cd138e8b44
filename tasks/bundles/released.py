"""A released bundle of profile team, read by those who refine its coding frame."""

from collections.abc import Collection
from pathlib import Path

import polars as pl

from tasks import codebook as frames
from tasks.codebook.model import Codebook, Heading
from tasks.errors import DumpUnreadable, UsageError
from tasks.pure.coding.assign_themes import assign_themes
from tasks.pure.disclosure.spreadsheet_csv import restored
from tasks.schema import ASKED, DEDUPLICATED, TABLES, Coded, Deduplicated

RELEASED = ("tweet_key", "text", "theme", "heading", "copies", "month")


def tweets_of(bundle: Path) -> pl.DataFrame:
    """The tweets of a bundle: the columns of RELEASED and `asked`, the frame's names of the questions that each answers; by
    tweet_key.

    Raises: DumpUnreadable when it holds none that can be read.
    """
    path = bundle / "tweets.parquet"
    if not path.is_file():
        raise DumpUnreadable("holds no tweets", bundle, "Name a bundle of profile team.")
    try:
        tweets = pl.read_parquet(path).select(RELEASED).join(_asked_in(bundle), on="tweet_key", how="left")
        return tweets.with_columns(pl.col("asked").fill_null([])).sort("tweet_key")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DumpUnreadable(
            f"tweets.parquet cannot be read ({type(error).__name__})", bundle, "Run `hushtag check` on it."
        ) from None


def _asked_in(bundle: Path) -> pl.DataFrame:
    """Of each tweet that answers a question of the frame, the names of those that it answers."""
    path, none = bundle / "asked.csv", ASKED.empty()
    rows = pl.read_csv(path, infer_schema=False) if path.is_file() else none
    return rows.group_by("tweet_key").agg(asked=pl.col("question").sort())


def codes_of(bundle: Path, key: str) -> pl.DataFrame:
    """The released codes of one tweet: heading, rule and whether it is the primary one, that one first.

    Raises: DumpUnreadable when the bundle holds no codes that can be read.
    """
    path = bundle / "codes.parquet"
    try:
        codes = pl.read_parquet(path).filter(pl.col("tweet_key") == key).select("heading", "rule", "is_primary")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DumpUnreadable(f"cannot be read ({type(error).__name__})", path, "Run `hushtag check` on it.") from None
    return codes.sort("is_primary", descending=True, maintain_order=True)


def decision_on(bundle: Path, key: str) -> dict[str, str] | None:
    """What people decided on one tweet: number, headings, decided_by, decided_on; None where nobody did.

    Raises: DumpUnreadable when the bundle's decisions cannot be read.
    """
    path = bundle / "decisions.csv"
    if not path.is_file():
        return None
    try:
        rows = pl.read_csv(path, infer_schema=False).filter(pl.col("tweet_key") == key).to_dicts()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DumpUnreadable(f"cannot be read ({type(error).__name__})", path, "Run `hushtag check` on it.") from None
    return rows[0] if rows else None


def quoted(bundle: Path, name: str) -> pl.DataFrame:
    """The quotes or the contrasts of a bundle, in their order.

    Raises: DumpUnreadable when it holds none that can be read.
    """
    path = bundle / f"{name}.csv"
    if not path.is_file():
        raise DumpUnreadable(f"holds no {name}", bundle, "Name a bundle of profile team.")
    try:
        table = pl.read_csv(path, infer_schema=False).with_columns(pl.col("position").cast(pl.Int64))
        return table.with_columns(restored(pl.col("text")))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DumpUnreadable(
            f"{name}.csv cannot be read ({type(error).__name__})", bundle, "Run `hushtag check` on it."
        ) from None


def codebook_of(bundle: Path) -> Codebook:
    """The coding frame that a bundle was coded by.

    Raises: DumpUnreadable when there is none; CodebookInvalid when it is broken.
    """
    path = bundle / "codebook.toml"
    if not path.is_file():
        raise DumpUnreadable("is not a bundle: there is no codebook.toml", bundle, "Name a folder under data/released.")
    return frames.load(path)


def recoded(tweets: pl.DataFrame, codebook: Codebook) -> tuple[Deduplicated, Coded]:
    """The tweets as the coding stage takes them, and all their codes: a bundle keeps only those that count."""
    known = pl.concat([DEDUPLICATED.empty(), tweets.drop("theme", "heading", "asked")], how="diagonal")
    return known, assign_themes(known, codebook, tweets.get_column("asked"))


def heading_of(codebook: Codebook, name: str) -> Heading:
    """A heading by its id or its name, in any case.

    Raises: UsageError when there is none, or more than one of that name.
    """
    wanted = name.casefold()
    found = [each for each in codebook.headings if wanted in {each.id.casefold(), each.name.casefold()}]
    exact = [each for each in found if each.id == name] or found
    if len(exact) != 1:
        known = ", ".join(each.id for each in exact or codebook.headings)
        raise UsageError("is not a heading" if not exact else "names several headings", name, f"Give one of: {known}.")
    return exact[0]


def printed(text: str) -> str:
    """Words as a terminal may show them: on one line, and nothing in them that it would obey."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def tables_of(bundle: Path, names: Collection[str] = ()) -> dict[str, pl.DataFrame]:
    """Every table of a bundle, or those of some names, by its name and in its columns' types; of a table in two forms the Parquet.

    Raises: DumpUnreadable when it is not a bundle, or a table cannot be read.
    """
    if not (bundle / "manifest.json").is_file():
        raise DumpUnreadable("is not a bundle: there is no manifest.json", bundle, "Name a folder under data/released.")
    paths = {path.stem: path for kind in ("csv", "parquet") for path in bundle.glob(f"*.{kind}")}
    try:
        return {name: _table(name, path) for name, path in sorted(paths.items()) if name in (names or paths)}
    except (pl.exceptions.PolarsError, OSError) as error:
        told = f"a table cannot be read ({type(error).__name__})"
        raise DumpUnreadable(told, bundle, "Run `hushtag check` on it.") from None


def _table(name: str, path: Path) -> pl.DataFrame:
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    typed = {**TABLES[name].dtypes} if name in TABLES else {"tweets": pl.Int64()}
    cells = pl.read_csv(path, infer_schema=False)
    return cells.select(_typed(pl.col(each), typed.get(each, pl.String())) for each in cells.columns)


def _typed(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if dtype == pl.Date:
        return cell.str.to_date()
    if isinstance(dtype, pl.Datetime):
        return cell.str.to_datetime(time_unit=dtype.time_unit)
    return cell == "true" if dtype == pl.Boolean else restored(cell).cast(dtype)
