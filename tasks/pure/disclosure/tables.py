"""The tables of a public release: small counts withheld so that nothing gives them back, the others rounded.

Each table is told from counts that share no tweet: headings for Table 1, kinds of copies and reasons for the flow, first
tweets and copies a day for the timeline. What tables share is their sums, which are safe to know to the digit.
"""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from tasks.pure.disclosure.suppression import Cell, Policy, Told, disclosed, rounded, smallness

TOLD = ("table1", "overlap", "timeline", "flow", "removed")
UNCODED = "Uncoded"
Tables = Mapping[str, pl.DataFrame]


def disclosed_tables(exact: Tables, authors: Tables, policies: Mapping[str, Policy]) -> dict[str, pl.DataFrame]:
    """The tables of TOLD as they may be told, and `themes` with the sums of Table 1's themes.

    `authors` are counts of different people, by the keys of the table of the same name; `policies` one a table.
    Rows: as in the exact tables, in their order; a null count is withheld.
    """
    known = {name: _with_authors(exact[name], authors[name]) for name in TOLD}
    headings = disclosed(_cells(known["table1"], known["table1"]["theme"]), policies["table1"])
    themes = _themes(exact["table1"], headings)
    return {
        "table1": _valued(exact["table1"], tweets=_values(headings)),
        "themes": themes,
        "overlap": _overlap(known["overlap"], themes, policies["overlap"]).select(exact["overlap"].columns),
        "timeline": _timeline(known["timeline"], policies["timeline"]).select(exact["timeline"].columns),
        "flow": _flow(known["flow"], headings, policies["flow"]).select(exact["flow"].columns),
        "removed": _removed(known["removed"], policies["removed"]).select(exact["removed"].columns),
    }


def _with_authors(exact: pl.DataFrame, authors: pl.DataFrame) -> pl.DataFrame:
    keys = [name for name in authors.columns if not name.endswith("authors")]
    joined = exact.join(authors, on=keys, how="left", maintain_order="left", nulls_equal=True)
    return joined.with_columns(pl.col("^.*authors$").fill_null(0))


def _cells(table: pl.DataFrame, groups: Iterable[str], tweets: str = "tweets", authors: str = "authors") -> list[Cell]:
    numbers = enumerate(zip(groups, table[tweets], table[authors], strict=True))
    return [Cell(f"{place:06}", group, number, people) for place, (group, number, people) in numbers]


def _values(told: Told) -> list[int | None]:
    return [told.values[name] for name in sorted(told.values)]


def _valued(table: pl.DataFrame, **columns: list[int | None]) -> pl.DataFrame:
    return table.with_columns(pl.Series(name, values, dtype=pl.Int64) for name, values in columns.items())


def _themes(table1: pl.DataFrame, headings: Told) -> pl.DataFrame:
    themes = table1.select(pl.col("theme").unique(maintain_order=True))
    return _valued(themes, tweets=[headings.totals.get(frozenset({theme})) for theme in themes["theme"]])


def _overlap(overlap: pl.DataFrame, themes: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Small pairs are withheld, and with a pair both themes' own counts, which would hem it in.

    Nothing is told where a theme's sum is withheld: no theme has fewer tweets than it shares.
    """
    if themes["tweets"].null_count():
        return _valued(overlap, tweets=[None] * overlap.height)
    is_small = [bool(smallness(cell, policy)) for cell in _cells(overlap, [""] * overlap.height)]
    pairs = list(zip(overlap["theme"], overlap["other_theme"], strict=True))
    hemmed = {theme for pair, small in zip(pairs, is_small, strict=True) if small for theme in pair}
    told = [
        None if small or (one == other and one in hemmed) else rounded(tweets, policy.round_to)
        for (one, other), small, tweets in zip(pairs, is_small, overlap["tweets"], strict=True)
    ]
    return _valued(overlap, tweets=told)


def _timeline(timeline: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """First tweets and copies are each withheld by themselves; a day's tweets are told where both are.

    A day without first tweets whose copies are withheld does not say that it has none: all its tweets would be known as copies.
    """
    days = timeline.with_columns(copies=pl.col("tweets") - pl.col("unique_tweets"))
    group = [""] * days.height
    copies = _values(disclosed(_cells(days, group, "copies", "copying_authors"), policy))
    cells = _cells(days, group, "unique_tweets", "first_authors")
    bare = [cell.name for cell, number in zip(cells, copies, strict=True) if number is None and cell.tweets == 0]
    firsts = _values(disclosed(cells, policy, also=bare))
    return _valued(days, unique_tweets=firsts, tweets=[_sum(pair) for pair in zip(firsts, copies, strict=True)])


def _flow(flow: pl.DataFrame, headings: Told, policy: Policy) -> pl.DataFrame:
    """Each number is the sum of those it is made of, from Table 1's sum backwards; a reason has no authors to count."""
    unread = Policy(policy.smallest_count, 1, policy.round_to)
    kinds = disclosed(_cells(_aside(flow, "deduplicate"), [""] * _aside(flow, "deduplicate").height), policy)
    reasons = disclosed(_cells(_aside(flow, "ingest"), [""] * _aside(flow, "ingest").height), unread)
    study = _sum([headings.total, kinds.total])
    uncoded = headings.totals.get(frozenset({UNCODED}))
    ends = {
        "ingest.read": _sum([study, reasons.total]),
        "deduplicate.kept": headings.total,
        "assign_themes.read": headings.total,
        "assign_themes.kept.uncoded": uncoded,
        "assign_themes.kept.coded": _sum([headings.total, None if uncoded is None else -uncoded]),
    }
    asides = {"ingest": iter(_values(reasons)), "deduplicate": iter(_values(kinds))}
    told = [
        next(asides[stage])
        if outcome == "set_aside"
        else ends.get(".".join(filter(None, (stage, outcome, reason))), study)
        for stage, outcome, reason in flow.select("stage", "outcome", "reason").iter_rows()
    ]
    return _valued(flow, tweets=told)


def _aside(flow: pl.DataFrame, stage: str) -> pl.DataFrame:
    return flow.filter(pl.col("stage") == stage, pl.col("outcome") == "set_aside")


def _removed(removed: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Kinds share tweets, so that no sum of them is anywhere and a small one stands alone."""
    is_small = [bool(smallness(cell, policy)) for cell in _cells(removed, [""] * removed.height)]
    told = {
        name: [
            None if small else rounded(number, policy.round_to)
            for small, number in zip(is_small, removed[name], strict=True)
        ]
        for name in ("spans", "tweets")
    }
    return _valued(removed, **told)


def _sum(parts: Sequence[int | None]) -> int | None:
    return None if None in parts else sum(part or 0 for part in parts)
