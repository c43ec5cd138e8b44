"""A public study over a dump that grows: what its releases tell when counts carry noise."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tasks.disclose import disclose
from tasks.pure.disclosure import promises
from tasks.schema import ANONYMISED, CODED, COPIES, DEDUPLICATED, INGESTED, REPLACEMENTS, SET_ASIDE, WITHHELD, Table
from tasks.storage import store
from tasks.storage.source import Source
from tasks.storage.store import Receipt
from tasks.studies.profiles import NoiseSettings, public_profile
from tasks.tabulate import tabulate
from tests.small_studies import CODEBOOK

PROFILE = public_profile().model_copy(update={"noise": NoiseSettings(maximum=10, variance=20.0)})
MANY = 400
Tables = Mapping[str, pl.DataFrame]


def rows(table: Table, given: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(given, schema=table.dtypes, orient="row") if given else table.empty()


def heading(number: int) -> str:
    return "uncoded" if number % 10 == 0 else "thanks.thanks" if number % 10 < 4 else "asking.listen"


class House:
    """A data folder with a key and a coding frame, and what it tells of so many tweets: each third is a copy of the one before."""

    def __init__(self, folder: Path) -> None:
        (folder / "study.key").write_text("k" * 64)
        (folder / "small.toml").write_text(CODEBOOK)
        self.key, self.codebook = Source.of(folder / "study.key"), Source.of(folder / "small.toml")

    def told(self, tweets: range, broken: int = 30, authors: int = 10_000, **headings: str) -> Tables:
        """The public tables, and the exact ones by the name with a star; `headings` are those of tweets that have another."""
        kept = [number for number in tweets if number % 3]
        copies = [number for number in tweets if number % 3 == 0]
        day = {number: date(2013, 8, 10 + number * 4 // MANY) for number in tweets}
        primary = {number: headings.get(f"t{number}", heading(number)) for number in kept}
        anonymised = [
            {"tweet_key": f"{number}", "author_key": f"a{number % authors}", "sequence": number, "posted_on": day[number]}
            for number in tweets
        ]
        codes = [{"tweet_key": f"{number}", "heading": each, "theme": each.partition(".")[0], "status": "live", "is_primary": True}
                 for number, each in primary.items()]  # fmt: skip
        also = [{"tweet_key": f"{number}", "heading": "asking.listen", "theme": "asking", "status": "live", "is_primary": False}
                for number in kept if number % 20 == 1 and primary[number] != "asking.listen"]  # fmt: skip
        posted = [{"sequence": number, "posted_at": datetime(2013, 8, 10, tzinfo=UTC)} for number in tweets]
        ingested = store.write(
            "ingested",
            tweets=rows(INGESTED, posted),
            set_aside=rows(SET_ASIDE, [{"dump": "a.csv", "line": line, "reason": "broken record"} for line in range(broken)]),
        )
        replaced = [{"tweet_key": f"{number}", "kind": "USER"} for number in tweets if number % 2]
        read = store.write("anonymised", tweets=rows(ANONYMISED, anonymised), replacements=rows(REPLACEMENTS, replaced))
        texts = [{"tweet_key": f"{number}", "posted_on": day[number], "text": "x", "copies": 1} for number in kept]
        distinct = store.write(
            "deduplicated",
            tweets=rows(DEDUPLICATED, texts),
            copies=rows(COPIES, [{"tweet_key": f"{number}", "kind": "K1"} for number in copies]),
        )
        withheld = store.write("withheld", withheld=rows(WITHHELD, []))
        coded = store.write("coded", codes=rows(CODED, [*codes, *also]))
        counted = tabulate.fn([ingested], [read], distinct, withheld, [coded], self.codebook)
        given = (counted, [read], distinct, [coded], self.codebook)
        return self._read(disclose.fn(*given, PROFILE, (), [ingested], self.key)) | {
            f"{name}*": table for name, table in self._read(counted).items()
        }

    def _read(self, receipt: Receipt) -> dict[str, pl.DataFrame]:
        return {name: store.read(receipt, name) for name in receipt.rows}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("house")
    patch = pytest.MonkeyPatch()
    patch.setenv(store.DATA_VARIABLE, str(folder / "data"))
    return House(folder)


def public(tables: Tables) -> dict[str, pl.DataFrame]:
    return {name: tables[name] for name in ("table1", "themes", "overlap", "timeline", "flow")}


def test_every_count_is_near_rounded_and_not_small_and_keeps_what_a_bundle_promises(house: House) -> None:
    tables = house.told(range(MANY))
    disclosure = {"smallest_count": 10, "round_to": 5}
    for name in ("table1", "overlap", "removed"):
        both = tables[name].join(tables[f"{name}*"], on=[each for each in tables[name].columns if each not in {"tweets", "spans"}])
        assert (both["tweets"] - both["tweets_right"]).abs().max() <= 10  # type: ignore[operator]
    days = tables["timeline"].join(tables["timeline*"], on="posted_on")
    assert (days["unique_tweets"] - days["unique_tweets_right"]).abs().max() <= 10  # type: ignore[operator]
    assert (days["tweets"] - days["tweets_right"]).abs().max() <= 20  # type: ignore[operator]
    assert promises.small_counts(public(tables), disclosure, []) == 0
    assert promises.same_cells_apart(public(tables), kept(tables)) == 0
    assert promises.sums_too_far(public(tables), 10) == 0
    assert tables["removed"]["spans"].null_count() == tables["removed"].height


def kept(tables: Tables) -> int | None:
    number: int | None = tables["flow"].filter(stage="deduplicate", outcome="kept")["tweets"].item()
    return number


def test_what_has_the_same_tweets_has_the_same_count_in_a_release_of_more(house: House) -> None:
    one, other = house.told(range(MANY)), house.told(range(MANY + 60))
    days = one["timeline"].join(other["timeline"], on="posted_on")
    # The last day of the first release goes on in the second, and the others had come to their end.
    assert (days["tweets"] == days["tweets_right"]).to_list() == [True, True, True, True]
    assert other["timeline"].height == 5
    assert not one["table1"].equals(other["table1"])
    assert house.told(range(MANY))["flow"].equals(one["flow"])


def test_a_tweet_more_changes_only_what_counts_it_and_by_anything(house: House) -> None:
    one, moved = house.told(range(MANY)), set()
    for number in (1, 5, 7, 8, 14):
        other = house.told(range(MANY), **{f"t{number}": "uncoded"})
        assert one["timeline"].equals(other["timeline"])
        assert kept(one) == kept(other)
        both = one["table1"].join(other["table1"], on=["theme", "heading"])
        moved |= set((both["tweets_right"] - both["tweets"]).to_list())
    # One tweet went from a heading to another each time.
    assert len(moved) > 2


def test_rows_do_not_tell_of_what_is_told_as_nought(house: House) -> None:
    tables = house.told(range(MANY), broken=1)
    reasons = tables["flow"].filter(stage="ingest", outcome="set_aside")
    assert reasons["tweets"].to_list() in ([], [10])
    assert 0 not in tables["timeline"]["tweets"].to_list()[:: max(1, tables["timeline"].height - 1)]


def test_counts_of_few_people_are_withheld_and_sums_of_them_too(house: House) -> None:
    tables = house.told(range(MANY), authors=9)
    for name in ("table1", "themes", "overlap", "removed"):
        assert set(tables[name]["tweets"].to_list()) <= {None, 0}
    assert set(tables["flow"].filter(pl.col("reason") != "broken record")["tweets"].to_list()) <= {None, 0}


def test_a_sum_that_is_farther_off_than_noise_and_a_number_that_is_told_twice_are_found(house: House) -> None:
    tables = public(house.told(range(MANY)))
    shifted = {**tables, "themes": tables["themes"].with_columns(pl.col("tweets") + 100)}
    assert promises.sums_too_far(shifted, 10) > 0
    assert promises.same_cells_apart(shifted, kept(tables)) > 0
    assert promises.same_cells_apart(tables, (kept(tables) or 0) + 5) == 1
