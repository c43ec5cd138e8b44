"""The two readers of JSON: what DuckDB reads from many lines is what Python reads record by record."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.formats import Format, bases, formats
from tasks.reading import cells, dump, json_files
from tasks.reading.ingested_rows import from_records
from tasks.reading.json_lines import Bulk
from tasks.reading.paths import steps
from tasks.reading.records import of_lines, within

BY_LINE = [format for format in formats() if format.container in {"json", "any"} and not format.pages]
WORDS = st.sampled_from(["", "tea", "[tea] {milk}", "1.50", "true", "null", "é 🙂", "a\x1fb", "ten \\ u", 'say "so"'])
SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | WORDS
ANYTHING = SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(WORDS, SCALARS, max_size=2)
modest = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def records(format: Format) -> st.SearchStrategy[dict[str, Any]]:
    """Records in which a source's path is there, or stops, or leads to what it should not."""
    sources = sorted({source for sources in format.columns.values() for each in sources for source in bases(each)})

    @st.composite
    def built(draw: st.DrawFn) -> dict[str, Any]:
        record: dict[str, Any] = {}
        for source in draw(st.lists(st.sampled_from(sources), max_size=8, unique=True)):
            _laid(record, steps(source), draw(SCALARS if "?" in source else SCALARS | ANYTHING))
        whole = {format.within: record} if format.within else record
        return whole | draw(st.just({}) | st.fixed_dictionaries({"statuses": st.lists(st.just(record), max_size=2)}))

    return built()


def _laid(record: dict[str, Any], path: list[dict[str, Any]], value: Any) -> None:
    for step in path:
        is_last = step is path[-1]
        inner: Any = value if is_last and not step["many"] else {}
        if step["there"] and not step["many"]:
            inner = {"id": "1"} if value else None
        if step["by"]:
            first, *deeper = step["by"].split(">")
            inner |= {first: {deeper[0]: step["value"]} if deeper else step["value"]}
        others = record.get(step["key"])
        # A list has items of several kinds, and several of one.
        record[step["key"]] = [*(others if isinstance(others, list) else []), inner, inner, None] if step["many"] else inner
        if is_last or not isinstance(inner, dict):
            return
        record = inner


@pytest.mark.parametrize("format", BY_LINE, ids=lambda format: format.id)
@modest
@given(chance=st.data())
def test_what_is_read_at_once_is_read_as_record_by_record(tmp_path: Path, format: Format, chance: st.DataObject) -> None:
    told = [json.dumps(record) for record in chance.draw(st.lists(records(format), min_size=1, max_size=5))]
    broken = chance.draw(st.sampled_from([[], ['{"cut": '], ["7"], ["[]"], [told[0] + ","], ['{"a": "\\ud83d"}']]))
    lines = pl.DataFrame({"line": range(1, len(told + broken) + 1), "words": broken + told}, schema_overrides={"line": pl.Int64})
    sources, astray = Bulk(format, tmp_path, chance.draw(st.booleans())).read(lines)
    assert sorted([*sources["line"], *astray["line"]]) == lines["line"].to_list()
    plain = lines.filter(pl.col("line").is_in(sources["line"].to_list()))
    found = of_lines((line, each.encode()) for line, each in plain.iter_rows())
    shaped = list(within(found, format.within) if format.within else found)
    expected = from_records([(line, record) for line, record in shaped if not isinstance(record, str)], format)
    assert sources.columns == expected.columns
    assert sources.fill_null("").rows() == expected.fill_null("").rows()


def test_a_line_astray_costs_the_others_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_files, "MANY", 0)
    path = tmp_path / "dump.jsonl"
    tweets = [{"id_str": str(n), "text": f"tea {n}", "user": {"screen_name": "sock"}} for n in range(5)]
    told = [json.dumps(tweets[0]), "{", json.dumps({"statuses": tweets[1:3]}), json.dumps([tweets[3]]), json.dumps(tweets[4])]
    path.write_text("\n".join(told))
    parts = list(dump.read(dump.File(path, path.name, None, "UTC", tmp_path)))
    assert [(row["line"], row["tweet_id"]) for part in parts for row in part.tweets.to_dicts()] == [
        (1, "0"), (3, "1"), (3, "2"), (4, "3"), (5, "4"),
    ]
    assert [part.set_aside["line"].to_list() for part in parts] == [[2]]


@pytest.mark.parametrize("many", [0, 1 << 20])
def test_a_list_within_a_list_is_part_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr(json_files, "MANY", many)
    path = tmp_path / "dump.jsonl"
    held = [["Care"], {"text": "tea"}, ["cup", None]]
    path.write_text(json.dumps({"tweet_id": "1", "text": "tea", "date": "2013-08-10", "hashtags": held}) + "\n")
    (part,) = dump.read(dump.File(path, path.name, None, "UTC", tmp_path))
    assert part.tweets["hashtags"].to_list() == [["care", "tea", "cup"]]


@pytest.mark.parametrize("at", [0, 2_047, 2_048, 2_199])
@pytest.mark.parametrize(
    ("mark", "text"),
    [
        (b'", "cut', None),
        (b"\\uZZZZ", None),
        (b"\\ud83d", "tea \ufffd"),
        (b"\xff", "tea ÿ"),
        (b"\xed\xa0\xbd\xed\xb8\x80", "tea 😀"),
        (b"\x01", "tea \x01"),
    ],
)
def test_a_damaged_line_costs_itself_at_most_wherever_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, mark: bytes, text: str | None
) -> None:
    monkeypatch.setattr(json_files, "MANY", 0)
    lines = [b'{"id_str": "%d", "text": "tea ", "user": {"screen_name": "sock"}}' % number for number in range(2_200)]
    lines[at] = lines[at].replace(b"tea ", b"tea " + mark)
    path = tmp_path / "dump.jsonl"
    path.write_bytes(b"\n".join(lines))
    (part,) = dump.read(dump.File(path, path.name, None, "UTC", tmp_path))
    assert part.tweets.filter(pl.col("line") == at + 1)["text"].to_list() == ([text] if text else [])
    assert part.set_aside["reason"].to_list() == ([] if text else ["broken record"])
    assert part.tweets.height + part.set_aside.height == len(lines)


@pytest.mark.parametrize("first", ["flat", "nested"])
def test_flat_records_are_read_whatever_the_first_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str) -> None:
    monkeypatch.setattr(json_files, "MANY", 0)
    monkeypatch.setattr(json_files, "PEEK", 1)
    path = tmp_path / "dump.jsonl"
    nested = {"id_str": "1", "text": "tea", "user": {"screen_name": "sock"}}
    flat = {"id_str": "1", "text": "tea", "user.screen_name": "sock"}
    path.write_text("\n".join(json.dumps(each) for each in ((nested, flat) if first == "nested" else (flat, nested))))
    (part,) = dump.read(dump.File(path, path.name, None, "UTC", tmp_path))
    assert part.tweets.select("tweet_id", "handle").rows() == [("1", "sock")] * 2


@pytest.mark.parametrize("id", ["tags", "twarc-csv", "snscrape-csv"])
@modest
@given(chance=st.data())
def test_cells_read_at_once_are_read_as_cell_by_cell(id: str, chance: st.DataObject) -> None:
    format = next(each for each in formats() if each.id == id)
    columns = {source.partition("/")[0] for each in format.columns.values() for source in each if "/" in source}
    whole = ['{"user_mentions": [{"screen_name": "sock_x", "name": "Odd"}], "hashtags": [{"text": "Care"}]}', '[{"tag": "Care"}]',
             '{"username": "sock_x", "displayname": "Odd", "location": null}', '[{"username": "sock_x"}, null]']  # fmt: skip
    odd = ["", "NA", "[]", "{}", '{"user_mentions": 3}', "[{'tag': 'Care'}]", '{"cut": ', "7", None, ' {"username": ["a"]}']
    words = st.lists(st.sampled_from(whole + chance.draw(st.sampled_from([[], odd]))), min_size=3, max_size=3)
    sources = pl.DataFrame({name: pl.Series(chance.draw(words), dtype=pl.String) for name in sorted(columns)})
    read = {}
    for many in (0, 1_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(cells, "MANY", many)
            read[many] = cells.opened(sources, format).with_columns(pl.all().replace("", None))
    assert read[0].equals(read[1_000])
