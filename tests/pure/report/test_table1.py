"""Table 1 sums as it says, and sets a published table beside it without inventing a number."""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.pure.report.facts import theme_sums
from tasks.pure.report.table1 import table1_page
from tasks.pure.report.table1_lines import Row, table1_rows
from tasks.schema import TABLE1
from tests.pure.report.reporting import RELEASE, TABLES, told

COUNT = st.integers(0, 9)


def named(rows: list[Row]) -> dict[tuple[str, str], Row]:
    return {(row.kind, row.name): row for row in rows}


def test_a_theme_stands_above_its_headings_and_one_that_is_its_heading_stands_once() -> None:
    assert [(row.kind, row.name, row.tweets) for row in table1_rows(RELEASE)] == [
        ("theme", "Shelter", 35),
        ("heading", "Offers", 30),
        ("heading", "Searches", 5),
        ("alone", "Thanks", 4),
        ("apart", "Uncoded", 1),
        ("total", "All", 40),
    ]


def test_a_heading_that_the_published_table_lacks_has_no_published_count() -> None:
    rows = named(table1_rows(RELEASE))
    assert rows["heading", "Offers"].published == 3
    assert rows["heading", "Searches"].published is None
    assert rows["theme", "Shelter"].published == 3
    assert rows["total", "All"].published == 4
    assert rows["heading", "Offers"].published_share == "75.0 %"


def test_without_a_published_table_there_is_no_column_for_it() -> None:
    assert "Published" in table1_page(RELEASE)
    assert "Published" not in table1_page(replace(RELEASE, reference=None))


@given(st.lists(st.tuples(st.sampled_from("ABC"), COUNT), max_size=8))
def test_themes_sum_their_headings(counts: list[tuple[str, int]]) -> None:
    rows = [(theme, f"{theme}{place}", tweets) for place, (theme, tweets) in enumerate(sorted(counts))]
    table1 = pl.DataFrame(rows, schema=TABLE1.dtypes, orient="row")
    sums = theme_sums(told(table1=table1))
    assert sums == {theme: sum(tweets for each, _, tweets in rows if each == theme) for theme, _, _ in rows}


@pytest.mark.parametrize("place", range(4))
def test_a_withheld_heading_withholds_its_theme_and_no_other(place: int) -> None:
    hidden = pl.when(pl.int_range(pl.len()) != place).then("tweets").alias("tweets")
    rows = [row for row in table1_rows(told(table1=TABLES["table1"].with_columns(hidden))) if row.tweets is None]
    assert {row.kind for row in rows} == ({"theme", "heading"} if place < 2 else {"alone"} if place < 3 else {"apart"})


def test_bars_are_as_long_as_their_shares_and_the_longest_fills_its_cell() -> None:
    page = table1_page(RELEASE)
    assert '<b style="width:100.0%"></b>' in page
    assert f'<b style="width:{100 * 5 / 30:.1f}%"></b>' in page


def test_the_page_brings_no_style_sheet_of_its_own() -> None:
    assert "<style" not in table1_page(RELEASE)
