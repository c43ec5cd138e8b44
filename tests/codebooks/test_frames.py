"""Every coding frame that ships carries its own proof; one loop holds them all to it."""

import csv
import json
from functools import lru_cache
from pathlib import Path

import polars as pl
import pytest

from tasks import codebook as frames
from tasks.codebook import Codebook
from tasks.pure.codebook.proof import coded_examples
from tasks.pure.coding.assign_themes import coded_texts

CODEBOOKS = Path(__file__).parents[2] / "data" / "codebooks"
SHIPPED = sorted(path.stem for path in CODEBOOKS.glob("*.toml"))
PUBLISHED = {
    "Diagnosis": 95,
    "Power": 12,
    "Relationship": 198,
    "Support": 77,
    "Thanks": 36,
    "Self referential": 75,
    "Linking out": 22,
}


@lru_cache
def frame(name: str) -> Codebook:
    return frames.load(frames.find(name))


def published() -> list[dict[str, str]]:
    with (CODEBOOKS / "dearmhp.reference.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_example_has_its_own_heading_as_primary(name: str) -> None:
    rows = [(each.id, text) for each in frame(name).headings for text in each.examples]
    coded = coded_examples([text for _, text in rows], frame(name))
    wrong = [
        (text, heading, found)
        for (heading, text), found in zip(rows, coded.get_column("primary"), strict=True)
        if heading != found
    ]
    assert not wrong


@pytest.mark.parametrize("name", SHIPPED)
def test_no_near_miss_is_coded_under_the_heading_that_it_nearly_hits(name: str) -> None:
    rows = [(each.id, text) for each in frame(name).headings for text in each.near_misses]
    coded = coded_examples([text for _, text in rows], frame(name))
    wrong = [
        (text, heading)
        for (heading, text), found in zip(rows, coded.get_column("headings"), strict=True)
        if heading in found
    ]
    assert not wrong


@pytest.mark.parametrize("name", SHIPPED)
def test_no_example_is_written_twice(name: str) -> None:
    examples = [text for each in frame(name).headings for text in each.examples]
    assert len(examples) == len(set(examples))
    for each in frame(name).headings:
        assert len(each.near_misses) == len(set(each.near_misses))


def test_the_published_counts_add_up() -> None:
    sums = dict.fromkeys(PUBLISHED, 0)
    for row in published():
        sums[row["theme"]] += int(row["tweets"])
    assert sums == PUBLISHED
    assert sum(sums.values()) == 515


def test_the_frame_has_every_theme_and_heading_of_the_published_table_and_no_other() -> None:
    dearmhp = frame("dearmhp")
    themes = {theme.id: theme.name for theme in dearmhp.themes}
    assert [(themes[each.theme], each.name) for each in dearmhp.headings] == [
        (row["theme"], row["heading"]) for row in published()
    ]


def test_headings_carry_as_many_examples_as_their_count_asks_for() -> None:
    tweets = {(row["theme"], row["heading"]): int(row["tweets"]) for row in published()}
    dearmhp = frame("dearmhp")
    themes = {theme.id: theme for theme in dearmhp.themes}
    for each in dearmhp.headings:
        theme = themes[each.theme]
        is_common = theme.kind == "content" and tweets[theme.name, each.name] > 10
        examples, near_misses = (12, 5) if is_common else (4, 2)
        assert len(each.examples) >= examples, each.id
        assert len(each.near_misses) >= near_misses, each.id


def test_invented_tweets_that_are_nobodys_example_land_in_their_theme() -> None:
    with Path(__file__).with_name("dearmhp.challenge.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    found = coded_texts(pl.Series([row["text"] for row in rows]), frame("dearmhp")).get_column("theme")
    right = sum(theme == row["theme"] for theme, row in zip(found, rows, strict=True))
    assert found.is_not_null().mean() >= 0.9  # type: ignore[operator]
    assert right / len(rows) >= 0.8


OFF_SUBJECT = {"tweets about anything": "ner/dev.jsonl", "a stock": "dumps/twarc_v1/PFE.jsonl"}


@pytest.mark.parametrize("name", OFF_SUBJECT)
def test_tweets_about_anything_else_seldom_have_a_content_theme(name: str, shared: Path) -> None:
    lines = (shared / "corpora" / OFF_SUBJECT[name]).read_text(encoding="utf-8").splitlines()
    dearmhp = frame("dearmhp")
    content = {theme.id for theme in dearmhp.themes if theme.kind == "content"}
    found = coded_texts(pl.Series([json.loads(line).get("text", "") for line in lines]), dearmhp).get_column("theme")
    assert found.is_in(content).fill_null(value=False).mean() <= 0.1  # type: ignore[operator]


def test_batches_that_no_rule_was_written_from_are_mostly_coded_in_their_theme() -> None:
    with Path(__file__).with_name("dearmhp.batches.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    found = coded_texts(pl.Series([row["text"] for row in rows]), frame("dearmhp")).get_column("theme")
    for author in "abcde":
        of_author = [(row["theme"], theme) for row, theme in zip(rows, found, strict=True) if row["author"] == author]
        assert sum(theme is not None for _, theme in of_author) / len(of_author) >= 0.85
        assert sum(meant == theme for meant, theme in of_author) / len(of_author) >= 0.6
