import io
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import polars as pl
import pytest

from flows.cli import main

TEXTS = ["Ask @quill_x in Leeds", None, "", "🌻 hi\nthere"]


def hushtag(*arguments: object) -> subprocess.CompletedProcess[str]:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["anonymise", *map(str, arguments)])
    return subprocess.CompletedProcess(["anonymise"], code, out.getvalue(), err.getvalue())


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_columns_and_order_stay_and_spans_are_of_the_input(tmp_path: Path, ending: str) -> None:
    given, out, spans = tmp_path / "in.parquet", tmp_path / f"out.{ending}", tmp_path / "spans.parquet"
    pl.DataFrame({"n": [3, 1, 2, 0], "words": TEXTS}).write_parquet(given)
    done = hushtag(given, "-o", out, "--text-column", "words", "--spans", spans)
    assert done.returncode == 0, done.stderr
    readers = {"csv": pl.read_csv, "jsonl": pl.read_ndjson, "parquet": pl.read_parquet}
    written = readers[ending](out)
    assert written.columns == ["n", "words"]
    assert written["n"].to_list() == [3, 1, 2, 0]
    assert written["words"][0] == "Ask [USER] in [PLACE]"
    assert written["words"][3] == "🌻 hi\nthere"
    found = pl.read_parquet(spans)
    assert found.columns == ["row", "start", "end", "kind", "score"]
    assert found.select("row", "start", "end", "kind").rows() == [(0, 4, 12, "USER"), (0, 16, 21, "PLACE")]


def test_a_missing_file_and_a_missing_column_are_one_line_each(tmp_path: Path) -> None:
    given = tmp_path / "in.parquet"
    pl.DataFrame({"words": TEXTS}).write_parquet(given)
    for arguments in ((tmp_path / "none.csv", "-o", tmp_path / "o.csv"), (given, "-o", tmp_path / "o.csv")):
        done = hushtag(*arguments)
        assert done.returncode == 4
        assert len(done.stderr.strip().splitlines()) == 1
        assert not (tmp_path / "o.csv").exists()


def test_half_a_surrogate_pair_in_json_lines_is_one_character_of_the_input(tmp_path: Path) -> None:
    given, out, spans = (tmp_path / name for name in ("in.jsonl", "out.jsonl", "spans.parquet"))
    lines = [r"\ud800 @quill_x", r"\ud83d\ude00 \udc00 @b_tarn", r"c:\\ud800 @c_tarn"]
    given.write_text("".join(f'{{"text": "{line}"}}\n' for line in lines), encoding="utf-8")
    done = hushtag(given, "-o", out, "--spans", spans)
    assert done.returncode == 0, done.stderr
    assert pl.read_ndjson(out)["text"].to_list() == ["\ufffd [USER]", "\U0001f600 \ufffd [USER]", "c:\\ud800 [USER]"]
    assert pl.read_parquet(spans).select("start", "end").rows() == [(2, 10), (4, 11), (9, 16)]


def test_what_fell_just_short_is_listed_the_surest_first_and_stays_in_the_text(tmp_path: Path) -> None:
    given, out, doubts = tmp_path / "in.csv", tmp_path / "out.csv", tmp_path / "doubts.parquet"
    words = ["osgood", "tressick", "wharfe", "quill", "larch", "tarn", "ferncliffe", "ollerton"]
    texts = [f"{start} {word} {end}" for word in words for start in ("so", "saw", "with") for end in ("said no", "is cold")]
    pl.DataFrame({"text": texts}).write_csv(given)
    done = hushtag(given, "-o", out, "--doubts", doubts)
    assert done.returncode == 0, done.stderr
    found = pl.read_parquet(doubts)
    assert found.height
    assert found["score"].is_sorted(descending=True)
    left = pl.read_csv(out)["text"].to_list()
    assert all(texts[row][start:end] in left[row] for row, start, end in found.select("row", "start", "end").iter_rows())


def test_names_of_the_other_columns_are_looked_for_and_the_columns_told(tmp_path: Path) -> None:
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    people = {"name": ["Quarn Emberly", None], "screen_name": ["emberquarn", None]}
    pl.DataFrame({**people, "text": ["so tired", "so emberquarn and quarn emberly"]}).write_csv(given)
    done = hushtag(given, "-o", out)
    assert pl.read_csv(out)["text"].to_list() == ["so tired", "so [USER] and [PERSON]"]
    assert "columns name, screen_name" in done.stderr
    assert "Quarn" not in done.stderr
    alone = hushtag(given, "-o", out, "--only-text")
    assert alone.stderr == ""


def test_a_name_told_once_goes_from_every_row(tmp_path: Path) -> None:
    given, out, spans = tmp_path / "in.csv", tmp_path / "out.csv", tmp_path / "spans.parquet"
    pl.DataFrame({"text": ["Dr Tressock listened", "TRESSOCK SAVED ME", "tressocks letter"]}).write_csv(given)
    assert hushtag(given, "-o", out, "--spans", spans).returncode == 0
    assert pl.read_csv(out)["text"].to_list() == ["Dr [PERSON] listened", "[PERSON] SAVED ME", "[PERSON] letter"]
    assert pl.read_parquet(spans).select("row", "start", "end").rows() == [(0, 3, 11), (1, 0, 8), (2, 0, 9)]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        (r"b'Ask @tealeaf_7 for caf\xc3\xa9 tea \xf0\x9f\x98\xad'", "Ask [USER] for café tea 😭"),
        ("Ask @tealeaf_7 for tea <U+0001F62D>", "Ask [USER] for tea 😭"),
        (r"Ask \u0040tealeaf_7 for tea\u2026", "Ask [USER] for tea…"),
    ],
)
def test_words_in_codes_are_restored_before_anybody_is_looked_for(tmp_path: Path, written: str, typed: str) -> None:
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    pl.DataFrame({"text": [written, "Plain tea"]}).write_csv(given)
    done = hushtag(given, "-o", out)
    assert pl.read_csv(out)["text"].to_list() == [typed, "Plain tea"]
    assert done.stderr.startswith("1 texts are written in codes (b'...', <U+2026>, \\u2026) and were restored first")
