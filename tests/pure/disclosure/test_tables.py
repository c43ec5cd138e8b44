"""A reader who knows every number of a public release, how they are made and how they hang together cannot solve for one."""

from datetime import date
from itertools import combinations

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tasks.pure.disclosure import promises
from tasks.pure.disclosure.suppression import Policy
from tasks.pure.disclosure.tables import TOLD, _timeline, disclosed_tables
from tasks.schema import FLOW, OVERLAP, TABLE1, TIMELINE, Table

HEADINGS = (("A", "one"), ("A", "two"), ("B", "three"), ("C", "four"))
THEMES = ("A", "B", "C")
SETS = [set(each) for size in (1, 2, 3) for each in combinations(THEMES, size)]
# A kind of tweet: its primary heading and the themes that it has a code in.
TYPES = [(place, each) for each in SETS for place, (theme, _) in enumerate(HEADINGS) if theme in each]
TYPES += [(len(HEADINGS), set())]
PAIRS = [(one, other) for place, one in enumerate(THEMES) for other in THEMES[place:]]
DAYS, KINDS, REASONS = 3, ("K1", "K2"), ("broken record", "not a tweet")
LEAST = 10
COUNT = st.one_of(st.just(0), st.integers(1, 9), st.integers(10, 40))


@st.composite
def worlds(draw: st.DrawFn) -> np.ndarray:
    """Tweets by type, then first tweets and copies by day, then copies by kind and records by reason."""
    shared = draw(st.sampled_from([st.integers(0, 2), COUNT]))
    types = [draw(shared if len(held) > 1 else COUNT) for _, held in TYPES]
    firsts = split(sum(types), draw(st.lists(st.integers(0, 12), min_size=DAYS, max_size=DAYS)))
    kinds = draw(st.lists(COUNT, min_size=2, max_size=2))
    copies = split(sum(kinds), draw(st.lists(st.integers(0, 12), min_size=DAYS, max_size=DAYS)))
    return np.array([*types, *firsts, *copies, *kinds, *draw(st.lists(COUNT, min_size=2, max_size=2))])


def split(total: int, shares: list[int]) -> list[int]:
    parts = [total * share // max(sum(shares), 1) for share in shares[1:]]
    return [total - sum(parts), *parts]


def of(*places: int) -> np.ndarray:
    row = np.zeros(len(TYPES) + 2 * DAYS + len(KINDS) + len(REASONS))
    row[list(places)] = 1
    return row


FIRSTS, COPIES = len(TYPES), len(TYPES) + DAYS
ASIDE = COPIES + DAYS
PRIMARY = {place: of(*(n for n, (primary, _) in enumerate(TYPES) if primary == place)) for place in range(5)}
N = of(*range(len(TYPES)))
ROWS: dict[str, list[np.ndarray]] = {
    "table1": list(PRIMARY.values()),
    "themes": [PRIMARY[0] + PRIMARY[1], PRIMARY[2], PRIMARY[3], PRIMARY[4]],
    "overlap": [of(*(n for n, (_, held) in enumerate(TYPES) if {one, other} <= held)) for one, other in PAIRS],
    "unique_tweets": [of(FIRSTS + day) for day in range(DAYS)],
    "tweets": [of(FIRSTS + day, COPIES + day) for day in range(DAYS)],
    "flow": [
        N + of(*range(ASIDE, ASIDE + 4)),
        *(of(ASIDE + 2 + place) for place in range(2)),
        *[N + of(ASIDE, ASIDE + 1)] * 4,
        *(of(ASIDE + place) for place in range(2)),
        *[N] * 2,
        N - PRIMARY[4],
        PRIMARY[4],
    ],
}
FLOW_KEYS = [
    ("ingest", "read", ""),
    *(("ingest", "set_aside", reason) for reason in REASONS),
    ("ingest", "kept", ""),
    ("anonymise", "read", ""),
    ("anonymise", "kept", ""),
    ("deduplicate", "read", ""),
    *(("deduplicate", "set_aside", kind) for kind in KINDS),
    ("deduplicate", "kept", ""),
    ("assign_themes", "read", ""),
    ("assign_themes", "kept", "coded"),
    ("assign_themes", "kept", "uncoded"),
]


def table(schema: Table, keys: list[tuple[object, ...]], *columns: list[int]) -> pl.DataFrame:
    return pl.DataFrame(
        [(*key, *numbers) for key, *numbers in zip(keys, *columns, strict=True)], schema=schema.dtypes, orient="row"
    )


def exact(world: np.ndarray) -> dict[str, pl.DataFrame]:
    numbers = {name: [int(row @ world) for row in rows] for name, rows in ROWS.items()}
    return {
        "table1": table(TABLE1, [*HEADINGS, ("Uncoded", "Uncoded")], numbers["table1"]),
        "overlap": table(OVERLAP, list(PAIRS), numbers["overlap"]),
        "timeline": table(
            TIMELINE, [(date(2013, 8, day + 1),) for day in range(DAYS)], numbers["tweets"], numbers["unique_tweets"]
        ),
        "flow": table(FLOW, list(FLOW_KEYS), numbers["flow"]),
        "removed": pl.DataFrame({"kind": ["PERSON", "USER"], "spans": [30, 4], "tweets": [20, 3]}),
    }


def told(world: np.ndarray, policy: Policy, people: int | None = None) -> dict[str, pl.DataFrame]:
    """What is released; as many people as tweets, unless said."""
    tables = exact(world)
    authors = {name: tables[name].rename({"tweets": "authors"}) for name in ("table1", "overlap", "flow", "removed")}
    authors["flow"] = authors["flow"].filter(outcome="set_aside", stage="deduplicate").select("reason", "authors")
    authors["removed"] = authors["removed"].select("kind", "authors")
    firsts = pl.col("unique_tweets")
    authors["timeline"] = tables["timeline"].select(
        "posted_on", first_authors=firsts, copying_authors=pl.col("tweets") - firsts
    )
    if people is not None:
        authors = {name: rows.with_columns(pl.col("^.*authors$") * 0 + people) for name, rows in authors.items()}
    return disclosed_tables(tables, authors, dict.fromkeys(TOLD, policy))


def numbers_told(tables: dict[str, pl.DataFrame]) -> list[tuple[np.ndarray, int | None]]:
    columns = {name: tables[name]["tweets"] for name in ("table1", "themes", "overlap", "flow")}
    columns |= {name: tables["timeline"][name] for name in ("tweets", "unique_tweets")}
    return [pair for name, column in columns.items() for pair in zip(ROWS[name], column, strict=True)]


def span(world: np.ndarray, known: list[tuple[np.ndarray, int | None]], goal: np.ndarray) -> float:
    """How far apart the least and the greatest value are that a number can have, for all that is known."""
    always = [(N - of(*range(FIRSTS, COPIES)), 0), (of(*range(COPIES, ASIDE)) - of(ASIDE, ASIDE + 1), 0)]
    equal = [*always, *((row, value) for row, value in known if value is not None)]
    sides = {"A_eq": np.array([row for row, _ in equal]), "b_eq": np.array([value for _, value in equal])}
    least, most = (linprog(sign * goal, **sides) for sign in (1, -1))
    assert least.status == 0, "what is told is wrong"
    assert least.fun <= goal @ world + 1e-6
    return float("inf") if most.status == 3 else -most.fun - least.fun


@given(worlds())
@settings(max_examples=40, deadline=None)
def test_no_small_count_can_be_placed_by_all_numbers_together(world: np.ndarray) -> None:
    known = numbers_told(told(world, Policy(LEAST, 1, 1)))
    cells = [
        *ROWS["table1"],
        *ROWS["overlap"],
        *ROWS["unique_tweets"],
        *(of(place) for place in range(COPIES, len(world))),
    ]
    for cell in cells:
        if 0 < cell @ world < LEAST:
            assert not [value for row, value in known if value is not None and (row == cell).all()]
            assert span(world, known, cell) >= LEAST - 1e-6


WORLD = np.array([40, 13, 30, 50, 3, 0, 0, 0, 12, 0, 15, 0, 0, 0, 0, 0, 27, 120, 60, 10, 40, 30, 20, 60, 30, 30, 4])


def test_the_solver_finds_a_small_count_where_only_it_is_withheld() -> None:
    known = [
        (row, value if value != 3 else None) for row, value in numbers_told(exact(WORLD) | {"themes": sums_of(WORLD)})
    ]
    assert span(WORLD, known, ROWS["overlap"][1]) < LEAST


def sums_of(world: np.ndarray) -> pl.DataFrame:
    return pl.DataFrame({"tweets": [int(row @ world) for row in ROWS["themes"]]})


@given(worlds())
@settings(max_examples=30, deadline=None)
def test_all_that_is_told_is_rounded_adds_up_and_is_never_small(world: np.ndarray) -> None:
    tables = told(world, Policy(10, 10, 5))
    disclosure = {"smallest_count": 10, "round_to": 5}
    public = {name: tables[name] for name in promises.COLUMNS if name not in {"paraphrases", "dictionary"}}
    flow = tables["flow"]
    assert promises.strange_columns(public) == 0
    assert promises.small_counts(public, disclosure, []) == 0
    assert promises.given_back(public, 10) == 0
    assert promises.wrong_sums(public, flow.filter(stage="deduplicate", outcome="kept")["tweets"].item()) == 0
    assert promises.wrong_flow(flow) == 0
    for name, table_told in tables.items():
        assert table_told.height == (4 if name == "themes" else exact(world)[name].height)


def test_an_exception_of_table_1_holds_for_the_sums_of_its_themes_too() -> None:
    tables = {name: pl.DataFrame({"tweets": [5]}) for name in ("table1", "themes")}
    excepted = [{"output": "table1", "rule": "smallest_count"}]
    assert promises.small_counts(tables, {"smallest_count": 10, "round_to": 5}, []) == 2
    assert promises.small_counts(tables, {"smallest_count": 10, "round_to": 5}, excepted) == 0


def test_a_day_whose_copies_are_withheld_does_not_say_that_it_has_no_first_tweets() -> None:
    days = pl.DataFrame(
        {
            "posted_on": [date(2013, 8, day) for day in (1, 2, 3)],
            "tweets": [3, 70, 90],
            "unique_tweets": [0, 40, 50],
            "first_authors": [0, 40, 50],
            "copying_authors": [3, 30, 40],
        }
    )
    told = _timeline(days, Policy(10, 1, 5))
    assert told.select("tweets", "unique_tweets").rows() == [(None, None), (None, None), (90, 50)]


def test_two_dumps_that_differ_only_in_what_is_withheld_have_one_release() -> None:
    other = WORLD.copy()
    other[[4, 0]] += [1, -1]
    one, two = (told(world, Policy(10, 10, 5)) for world in (WORLD, other))
    assert exact(WORLD)["overlap"].equals(exact(other)["overlap"]) is False
    assert all(one[name].equals(two[name]) for name in one)


def test_many_tweets_of_few_people_are_withheld_everywhere() -> None:
    tables = told(WORLD, Policy(10, 10, 5), people=9)
    assert not [
        name
        for name in ("table1", "themes", "overlap", "timeline")
        if tables[name]["tweets"].null_count() < tables[name].height
    ]
    assert tables["removed"]["tweets"].to_list() == [None, None]
    assert tables["flow"].filter(outcome="set_aside", stage="deduplicate")["tweets"].null_count() == len(KINDS)
    assert told(WORLD, Policy(10, 9, 5), people=9)["table1"]["tweets"].null_count() == 0
