"""The figures of an attack: counts and shares, no words, no keys."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tasks.pure.review.rules_measured import wilson

FIRST = 20
FEW = 10
ROUNDED_SHARES = 2


def share(part: int, whole: int) -> dict[str, Any]:
    """A share with its interval of 95 % (Wilson); null where there is nothing to share."""
    told = [None if each is None else round(each, 4) for each in wilson(part, whole)]
    return {"of": whole, "share": told[0], "low": told[1], "high": told[2]}


def search_figures(ranks: pl.DataFrame, runs: pl.DataFrame) -> dict[str, Any]:
    """How surely texts lead to their originals: `ranks` as `searched` gives them, `runs` as `by_runs` does."""
    found, texts = ranks.height, runs.height
    return {
        "by_all_words": {
            "first": share(ranks.filter(pl.col("rank") == 1).height, found),
            f"among_{FIRST}": share(ranks.filter(pl.col("rank") <= FIRST).height, found),
            "singled_out": share(int(ranks["is_singled_out"].sum()), found),
            "median_bits": _median(ranks["surprisal"]),
        },
        "by_runs": {
            "singled_out": share(int(runs["is_singled_out"].sum()), texts),
            "median_longest_run": _median(runs["longest_run"]),
        },
    }


def style_figures(ranks: Sequence[int]) -> dict[str, Any]:
    """How often the right author is the first, or among five, beside what chance gives."""
    authors = len(ranks)
    return {
        "authors": authors,
        "top_1": share(sum(rank == 1 for rank in ranks), authors),
        "top_5": share(sum(rank <= 5 for rank in ranks), authors),
        "chance_1": round(1 / authors, 4) if authors else None,
        "chance_5": round(min(5 / authors, 1), 4) if authors else None,
    }


def identifier_figures(texts: int, told: pl.DataFrame, crowds: pl.DataFrame) -> dict[str, Any]:
    """How many quotes tell something of a life, by kind, and in how many few authors share it."""
    kinds = told.unique(["tweet_key", "kind"]).group_by("kind").len().sort("kind")
    return {
        "with_any": share(crowds.height, texts),
        "by_kind": dict(kinds.iter_rows()),
        "shared_by_few": share(crowds.filter(pl.col("rarest") < FEW).height, texts),
        "together_by_few": share(crowds.filter(pl.col("crowd") < FEW).height, texts),
        "of_one_author": share(crowds.filter(pl.col("crowd") <= 1).height, texts),
    }


def people_figures(sheets: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """What people found who were given quotes and twenty minutes; None where nobody was."""
    if not sheets:
        return None
    tried, claims, right = (sum(sheet[name] for sheet in sheets) for name in ("tried", "claims", "right"))
    # Sheets that were read before minutes were kept do not say.
    spent = [sheet["minutes"] for sheet in sheets if sheet.get("minutes") is not None]
    minutes = round(sum(spent)) if spent else None
    return {"people": len(sheets), "minutes": minutes, "claimed": share(claims, tried), "right": share(right, tried)}


def for_public(told: Any, smallest: int, base: int) -> Any:
    """The figures as a public release tells counts: small ones withheld, others rounded, shares to whole hundredths."""
    if isinstance(told, Mapping):
        return {name: for_public(value, smallest, base) for name, value in told.items()}
    if isinstance(told, float):
        return round(told, ROUNDED_SHARES)
    if isinstance(told, int) and not isinstance(told, bool):
        return None if 0 < told < smallest else (told + base // 2) // base * base
    return told


def _median(values: pl.Series) -> float | None:
    middle = values.median()
    return None if middle is None else round(float(middle), 1)  # type: ignore[arg-type]
