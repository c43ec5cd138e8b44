"""Figures say in words what they show, look the same everywhere, and hold pixels or well-formed lines only."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import polars as pl
import pytest

from tasks.pure.disclosure.embedded_words import png_words
from tasks.pure.report.drawings import Drawing, drawings
from tasks.pure.report.facts import facts_of
from tasks.pure.report.figures import MANY_DAYS, by_hour, by_time, themes_figure
from tasks.pure.report.release import Release
from tasks.schema import HOURS, THEME_TIMELINE, TIMELINE
from tests.pure.report.reporting import RELEASE, TABLES, empty, hostile, told

NAMES = ["flow", "overlap", "timeline"]


def drawn(release: Release) -> dict[str, Drawing]:
    return {drawing.name: drawing for drawing in drawings(release, facts_of(release))}


@pytest.fixture(scope="module")
def figures() -> dict[str, Drawing]:
    return drawn(RELEASE)


def words(svg: str) -> list[str]:
    return [text for text in ElementTree.fromstring(svg).itertext() if text.strip()]  # noqa: S314  our own


@pytest.mark.parametrize("release", [RELEASE, hostile(), empty()], ids=["plain", "hostile", "empty"])
def test_every_figure_is_well_formed_and_has_words_for_who_does_not_see_it(release: Release) -> None:
    figures = drawn(release)
    assert list(figures) == NAMES
    for drawing in figures.values():
        assert "<script" not in drawing.svg
        assert ElementTree.fromstring(drawing.on_paper).tag.endswith("svg")  # noqa: S314
        assert drawing.alt.endswith(".")
        assert "None" not in drawing.alt + drawing.caption


def test_the_flow_figure_has_every_number_of_the_flow(figures: dict[str, Drawing]) -> None:
    shown = words(figures["flow"].svg)
    assert [text for text in shown if text.isdigit()] == ["60", "50", "50", "40", "40", "39", "1"]
    assert "7 outside the window" in shown
    assert "10 set aside" in shown


def test_the_heat_map_bears_every_number(figures: dict[str, Drawing]) -> None:
    assert sorted(text for text in words(figures["overlap"].svg) if text.isdigit()) == ["2", "36", "6"]
    assert "Most, 2, are in both Shelter and Thanks." in figures["overlap"].alt


def test_a_withheld_cell_says_so() -> None:
    hidden = TABLES["overlap"].with_columns(tweets=pl.when(pl.col("tweets") > 5).then("tweets"))
    assert "withheld" in words(drawn(told(overlap=hidden))["overlap"].svg)


def test_on_paper_no_colour_is_the_page_s(figures: dict[str, Drawing]) -> None:
    for drawing in figures.values():
        assert "var(" in drawing.svg
        assert "var(" not in drawing.on_paper
        assert "currentColor" not in drawing.on_paper


def test_an_image_holds_pixels_alone_and_is_the_same_each_time(figures: dict[str, Drawing]) -> None:
    again = drawn(RELEASE)
    for name in NAMES:
        assert list(png_words(figures[name].png)) == []
        assert figures[name].png == again[name].png
        assert figures[name].svg == again[name].svg


def test_days_are_drawn_as_days_and_many_days_as_months() -> None:
    first = date(2013, 8, 1)
    rows = [(first + timedelta(days=day), 3, 1) for day in range(MANY_DAYS + 1)]
    few, many = (pl.DataFrame(rows[:height], schema=TIMELINE.dtypes, orient="row") for height in (2, MANY_DAYS + 1))
    assert by_time(few).rows() == [("1 Aug 2013", 3, 1, 2), ("2 Aug 2013", 3, 1, 2)]
    assert by_time(many).get_column("time").to_list() == ["Aug 2013", "Sep 2013", "Oct 2013", "Nov 2013"]
    assert by_time(many).get_column("tweets").sum() == 3 * (MANY_DAYS + 1)


def test_tweets_without_a_time_are_counted_in_the_caption(figures: dict[str, Drawing]) -> None:
    assert "Not shown: 1 tweet without a time." in figures["timeline"].caption
    assert "Most tweets, 30, were posted on 10 August 2013." in figures["timeline"].alt


def test_days_that_are_withheld_keep_their_place_and_are_said_to_be() -> None:
    hidden = TABLES["timeline"].with_columns(tweets=pl.when(pl.col("tweets") > 20).then("tweets"))
    caption = drawn(told(timeline=hidden))["timeline"].caption
    assert "Not shown: withheld tweets without a time and 1 day whose counts are withheld." in caption
    assert by_time(hidden).rows() == [("10 Aug 2013", 30, 25, 5), ("11 Aug 2013", None, None, None)]


def test_a_conversation_of_days_is_drawn_by_the_hour_and_themes_have_a_band_each() -> None:
    times = pl.Series(["2013-08-10 23:00", "2013-08-11 00:00", "2013-08-11 01:00"]).str.to_datetime("%Y-%m-%d %H:%M")
    hours = HOURS.conform(pl.DataFrame({"hour": times[:2], "tweets": [3, 1], "unique_tweets": [1, 1]}))
    themes = THEME_TIMELINE.conform(pl.DataFrame({"moment": times[::2], "theme": ["Shelter", "Thanks"], "tweets": [2, 1]}))
    found = drawn(told(hours=hours, theme_timeline=themes))
    assert by_hour(hours).rows() == [("10 Aug 23:00", 3, 1, 2), ("11 Aug 00:00", 1, 1, 0)]
    assert found["timeline"].files[-1] == "hours.csv"
    shown = words(found["themes"].svg)
    assert {"Shelter", "Thanks", "11 Aug 00:00"} <= set(shown)
    assert "Most, 2, at one time, have Shelter." in found["themes"].alt


def test_texts_held_back_stand_beside_the_last_way_by_rule_and_move_no_number() -> None:
    held = replace(RELEASE, held_back={"texts": 3, "by_rule": {"no links": 2, "no usernames": 1}, "let_out": []})
    shown, plain = words(drawn(held)["flow"].svg), words(drawn(RELEASE)["flow"].svg)
    assert [text for text in shown if text not in plain] == [
        "3 counted, words held back", "2 no links", "1 no usernames",
    ]  # fmt: skip


@pytest.mark.parametrize("last", [datetime(2009, 6, 30, 5), datetime(2023, 3, 1), datetime(2023, 3, 1, 7)])  # noqa: DTZ001
def test_themes_of_few_days_that_lie_far_apart_are_drawn(last: datetime) -> None:
    moments = [datetime(2009, 3, 1, 9), last]  # noqa: DTZ001
    table = pl.DataFrame({"moment": moments, "theme": ["tea", "milk"], "tweets": [3, 2]})
    assert themes_figure(table, ["tea", "milk"]).startswith("<svg")
