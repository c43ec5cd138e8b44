"""The tables of a public release whose counts carry noise: each count by itself, by the key of what it counts.

Sums are counts of their own, so that their noise is bounded too, and need not add up. A day's tweets are the exception: they are
the sum of its distinct texts and its copies. What a release has rows for says nothing either: no reason, no kind, and no day at
either end of the study has a row whose count is told as 0.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from tasks.pure.disclosure.cell_key import Noise, people_asked, perturbed
from tasks.pure.disclosure.suppression import Policy
from tasks.pure.disclosure.tables import UNCODED

Tables = Mapping[str, pl.DataFrame]
Values = list[int | None]


@dataclass(frozen=True)
class Counted:
    """A count with the key of what it counts; counts without a common tweet add up, keys and all."""

    tweets: int = 0
    key: int = 0

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(self.tweets + other.tweets, self.key + other.key)

    def __sub__(self, other: "Counted") -> "Counted":
        return Counted(self.tweets - other.tweets, self.key - other.key)


@dataclass(frozen=True)
class Teller:
    """What is told of the counts of a table: with noise, 0 where that leaves too little, null where people are too few."""

    noise: Noise
    secret: bytes
    policy: Policy

    def told(self, counted: Counted, people: int | None = None, named: str = "") -> int | None:
        """People are not asked for where nothing says how many there are; `named` is what the same number is asked for by."""
        number = perturbed(counted.tweets, counted.key, self.noise, self.policy)
        if not number or people is None:
            return number
        return number if people >= people_asked(named, self.secret, self.noise, self.policy) else None


def noised_tables(
    exact: Tables, authors: Tables, keys: Tables, policies: Mapping[str, Policy], noise: Noise, secret: bytes
) -> dict[str, pl.DataFrame]:
    """The tables of a public release, and `themes` with the sums of Table 1's themes, each count with its noise.

    `authors` are counts of different people and `keys` the keys of counts, by the keys of the table of the same name; `themes` of
    `authors` has one row without a theme, of all, and `reasons` and `copies` of `keys` are those of the flow. Spans are null, for
    a tweet may have many.
    Rows: as in the exact tables, in their order, without those that a count of 0 would tell of.
    """
    tell = {name: Teller(noise, secret, policy) for name, policy in policies.items()}
    people = dict(authors["themes"].iter_rows())
    by_heading = _counted(exact["table1"], keys["table1"], "tweets", "cell_key")
    by_theme: dict[str, Counted] = {}
    for theme, counted in zip(exact["table1"]["theme"], by_heading, strict=True):
        by_theme[theme] = by_theme.get(theme, Counted()) + counted
    sums = [tell["table1"].told(counted, people.get(theme, 0), theme) for theme, counted in by_theme.items()]
    whole, uncoded = sum(by_theme.values(), Counted()), by_theme.get(UNCODED, Counted())
    ends = {
        "whole": tell["table1"].told(whole, people.get(None, 0)),
        "coded": tell["table1"].told(whole - uncoded, people.get(None, 0)),
        "uncoded": tell["table1"].told(uncoded, people.get(UNCODED, 0), UNCODED),
    }
    return {
        "table1": _valued(exact["table1"], tweets=_rows(tell["table1"], exact["table1"], authors["table1"], by_heading)),
        "themes": _valued(pl.DataFrame({"theme": [*by_theme]}, schema={"theme": pl.String}), tweets=sums),
        "overlap": _table(tell["overlap"], exact["overlap"], authors["overlap"], keys["overlap"]),
        "timeline": _timeline(tell["timeline"], exact["timeline"], authors["timeline"], keys["timeline"]),
        "flow": _flow(tell["flow"], exact["flow"], authors["flow"], keys, whole, ends),
        "removed": _removed(tell["removed"], exact["removed"], authors["removed"], keys["removed"]),
    }


def _counted(table: pl.DataFrame, keys: pl.DataFrame, tweets: str, key: str) -> list[Counted]:
    on = [name for name in keys.columns if name in table.columns]
    joined = table.join(keys, on=on, how="left", maintain_order="left", nulls_equal=True)
    return [Counted(*row) for row in joined.select(tweets, pl.col(key).fill_null(0)).iter_rows()]


def _people(table: pl.DataFrame, authors: pl.DataFrame, column: str = "authors") -> list[int]:
    on = [name for name in authors.columns if name in table.columns]
    return table.join(authors, on=on, how="left", maintain_order="left", nulls_equal=True)[column].fill_null(0).to_list()


def _rows(tell: Teller, table: pl.DataFrame, authors: pl.DataFrame, counted: Iterable[Counted], column: str = "authors") -> Values:
    """What is told of each row, asked for people by the first column: a heading as its theme is."""
    rows = zip(counted, _people(table, authors, column), table.to_series(0), strict=True)
    return [tell.told(each, people, str(named)) for each, people, named in rows]


def _table(tell: Teller, table: pl.DataFrame, authors: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    return _valued(table, tweets=_rows(tell, table, authors, _counted(table, keys, "tweets", "cell_key")))


def _removed(tell: Teller, removed: pl.DataFrame, authors: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    told = _table(tell, removed, authors, keys).with_columns(spans=pl.lit(None, pl.Int64))
    return told.filter(pl.col("tweets").ne_missing(0))


def _timeline(tell: Teller, timeline: pl.DataFrame, authors: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    days = timeline.with_columns(copies=pl.col("tweets") - pl.col("unique_tweets"))
    firsts = _rows(tell, days, authors, _counted(days, keys, "unique_tweets", "first_key"), "first_authors")
    copies = _rows(tell, days, authors, _counted(days, keys, "copies", "copying_key"), "copying_authors")
    told = _valued(timeline, unique_tweets=firsts, tweets=[_sum(*pair) for pair in zip(firsts, copies, strict=True)])
    is_told = pl.col("tweets").ne_missing(0)
    shown = pl.col("posted_on").filter(is_told)
    return told.filter(is_told | pl.col("posted_on").is_between(shown.min(), shown.max()))


def _flow(
    tell: Teller, flow: pl.DataFrame, authors: pl.DataFrame, keys: Tables, whole: Counted, ends: Mapping[str, int | None]
) -> pl.DataFrame:
    aside = {stage: flow.filter(stage=stage, outcome="set_aside") for stage in ("ingest", "deduplicate")}
    reasons = _counted(aside["ingest"], keys["reasons"], "tweets", "cell_key")
    kinds = _counted(aside["deduplicate"], keys["copies"], "tweets", "cell_key")
    study = sum(kinds, whole)
    people = _people(aside["deduplicate"], authors)
    parts = {
        "ingest": iter([tell.told(each) for each in reasons]),
        "deduplicate": iter([tell.told(*each) for each in zip(kinds, people, aside["deduplicate"]["reason"], strict=True)]),
    }
    is_told = ends["whole"] is not None
    told = {
        "ingest.read": tell.told(sum(reasons, study)) if is_told else None,
        "deduplicate.kept": ends["whole"],
        "assign_themes.read": ends["whole"],
        "assign_themes.kept.coded": ends["coded"],
        "assign_themes.kept.uncoded": ends["uncoded"],
    }
    kept = tell.told(study) if is_told else None
    values = [
        next(parts[stage]) if outcome == "set_aside" else told.get(".".join(filter(None, (stage, outcome, reason))), kept)
        for stage, outcome, reason in flow.select("stage", "outcome", "reason").iter_rows()
    ]
    return _valued(flow, tweets=values).filter((pl.col("outcome") != "set_aside") | pl.col("tweets").ne_missing(0))


def _valued(table: pl.DataFrame, **columns: Values) -> pl.DataFrame:
    return table.with_columns(pl.Series(name, values, dtype=pl.Int64) for name, values in columns.items())


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
