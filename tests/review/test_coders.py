"""A review from end to end: workbooks out, filled in by another program, codes in, figures told."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from flows.cli import main

CODEBOOK = """
[codebook]
id = "small"
version = "0.1.0"
[themes.asking]
name = "Asking"
[[headings]]
id = "asking.listen"
name = "Listening"
definition = "Asks to be heard."
strong = ["listen*"]
[[headings]]
id = "asking.time"
name = "Time"
definition = "Asks for time."
strong = ["minute*"]
"""
HEADINGS = {"asking.listen": "Listening [Asking]", "asking.time": "Time [Asking]", "uncoded": "Uncoded"}
CODED = ["asking.listen", "asking.time", "uncoded", "asking.listen"]
TEXTS = ["please  listen", '=HYPERLINK("x")\r\nfive minutes', "@ the door", "\tlisten 🙂"]
OTHERWISE = {
    "0000000000000000": ("time [asking]", "", "asking.listen"),
    "0000000000000001": (" Time [Asking] ", "Time [Asking]"),
    "0000000000000002": ("uncoded",),
    "0000000000000003": (),
}
Fill = Callable[[str, int], tuple[str, ...]]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "bundle"
    folder.mkdir()
    (folder / "codebook.toml").write_text(CODEBOOK)
    keys = [f"{place:016x}" for place in range(4)]
    tweets = pl.DataFrame(
        {"tweet_key": keys, "text": TEXTS, "theme": "asking", "heading": CODED, "copies": [1] * 4, "month": ""}
    )
    tweets.write_parquet(folder / "tweets.parquet")
    codes = tweets.select("tweet_key", "heading", rule=pl.lit("r"), words=pl.lit("w"), is_primary=pl.lit(True))
    also = codes.head(1).with_columns(heading=pl.lit("asking.time"), is_primary=pl.lit(False))
    pl.concat([codes, also]).write_parquet(folder / "codes.parquet")
    return folder


def exported(bundle: Path, *coders: str, **options: str) -> list[Path]:
    told = [argument for coder in coders for argument in ("--coder", coder)]
    folder = bundle.parent / "sheets"
    told += [word for name, value in options.items() for word in (f"--{name}", value)]
    assert main(["review", "export", str(bundle), "-o", str(folder), *told]) == 0
    return [folder / f"review-{coder}.xlsx" for coder in coders]


def fill(path: Path, choose: Fill) -> None:
    """What a coder does in an office program: chooses from the lists and saves."""
    book = openpyxl.load_workbook(path)
    for place, row in enumerate(book["tweets"].iter_rows(min_row=2)):
        for cell, chosen in zip(row[2:5], choose(str(row[0].value), place), strict=False):
            cell.value = chosen
    book.save(path)


def as_the_rules(key: str, _: int) -> tuple[str, ...]:
    return (HEADINGS[CODED[int(key, 16)]],)


def test_a_sheet_is_blind_for_its_owner_and_offers_every_heading(bundle: Path) -> None:
    path = exported(bundle, "AB")[0]
    book: Any = openpyxl.load_workbook(path)
    rows = list(book["tweets"].iter_rows(min_row=2, values_only=True))
    assert {row[0] for row in rows} == {f"{place:016x}" for place in range(4)}
    assert {row[2:] for row in rows} == {(None,) * 4}
    assert all(cell.data_type == "s" for row in book["tweets"].iter_rows(min_row=2, max_col=2) for cell in row)
    lists = book["tweets"].data_validations.dataValidation
    assert [(str(each.sqref), each.formula1) for each in lists] == [("C2:E5", "headings!$A$2:$A$4")]
    assert [row[0] for row in book["headings"].iter_rows(min_row=2, values_only=True)] == list(HEADINGS.values())
    assert path.stat().st_mode & 0o77 == 0


def test_what_coders_chose_comes_back_with_the_rules_beside_it(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = exported(bundle, "AB", "CD")
    fill(paths[0], as_the_rules)
    fill(paths[1], lambda key, _: OTHERWISE[key])
    out = bundle.parent / "codes.csv"
    assert main(["review", "import", str(bundle), *map(str, paths), "-o", str(out)]) == 0
    codes = pl.read_csv(out, schema_overrides={"tweet_key": pl.String})
    assert codes.filter(coder="AB")["heading"].to_list() == CODED
    assert codes.filter(coder="CD").select("tweet_key", "heading", "is_primary").rows() == [
        ("0000000000000000", "asking.time", True),
        ("0000000000000000", "asking.listen", False),
        ("0000000000000001", "asking.time", True),
        ("0000000000000002", "uncoded", True),
    ]
    assert codes.filter(coder="rules")["heading"].to_list() == [CODED[0], "asking.time", *CODED[1:]]
    differing = bundle.parent / "differing.csv"
    capsys.readouterr()
    table = bundle.parent / "figures.csv"
    assert main(["review", "agree", str(out), "--disagreements", str(differing), "--figures", str(table)]) == 0
    told = capsys.readouterr().out
    assert "Cohen's kappa, primary heading:" in told
    assert re.search(r"AB and CD +3 +0\.67", told)
    assert main(["review", "agree", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert {"Gwet's AC1, primary heading", "Krippendorff's alpha, MASI, all headings"} <= {each["statistic"] for each in said}
    assert all(each["tweets"] for each in said)
    assert pl.read_csv(table).height == len(said)
    assert pl.read_csv(differing).rows() == [(0, "asking.listen", "asking.time", "asking.listen")]


def edited_word(book: Any) -> None:
    book["tweets"]["B2"].value += "!"


def another_heading(book: Any) -> None:
    book["tweets"]["C2"].value = "Kindness"


def no_primary(book: Any) -> None:
    book["tweets"]["D2"].value = "Uncoded"


def uncoded_and_more(book: Any) -> None:
    book["tweets"]["C2"].value, book["tweets"]["D2"].value = "Uncoded", HEADINGS["asking.time"]


def another_version(book: Any) -> None:
    book["about"]["B3"].value = "small 0.2.0"


def nobody(book: Any) -> None:
    book["about"]["B2"].value = None


def the_rules_themselves(book: Any) -> None:
    book["about"]["B2"].value = "rules"


def row_gone(book: Any) -> None:
    book["tweets"].delete_rows(3)


def no_tweets(book: Any) -> None:
    del book["tweets"]


def blank_rows(book: Any) -> None:
    book["tweets"].insert_rows(2, amount=3)
    book["tweets"]["C6"].value = "Shouting"


BROKEN = {
    blank_rows: "row 6: has a heading that the codebook does not know",
    edited_word: "rows or words were changed",
    row_gone: "rows or words were changed",
    another_heading: "row 2: has a heading that the codebook does not know",
    no_primary: "row 2: has other headings but no primary one",
    uncoded_and_more: "row 2: is Uncoded and has a heading too",
    another_version: "was coded by small 0.2.0, the bundle by small 0.1.0",
    nobody: "does not say whose it is",
    the_rules_themselves: "has a coder that another sheet has too",
    no_tweets: "is not a sheet of a review",
}


@pytest.mark.parametrize("spoil", BROKEN, ids=lambda spoil: spoil.__name__)
def test_a_sheet_that_is_not_what_was_exported_is_refused(
    bundle: Path, capsys: pytest.CaptureFixture[str], spoil: Callable[[Any], None]
) -> None:
    path = exported(bundle, "AB")[0]
    book = openpyxl.load_workbook(path)
    spoil(book)
    book.save(path)
    assert main(["review", "import", str(bundle), str(path), "-o", str(bundle.parent / "codes.csv")]) == 5
    told = capsys.readouterr().err
    assert BROKEN[spoil] in told
    assert "Kindness" not in told
    assert told.count("\n") == 1


def test_sheets_of_two_samples_or_of_another_bundle_are_refused(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = exported(bundle, "AB")[0], exported(bundle, "CD", tweets="3")[0]
    out = str(bundle.parent / "codes.csv")
    assert main(["review", "import", str(bundle), str(one), str(other), "-o", out]) == 5
    assert "another sample" in capsys.readouterr().err
    tweets = pl.read_parquet(bundle / "tweets.parquet")
    tweets.with_columns(text=pl.lit("anew")).write_parquet(bundle / "tweets.parquet")
    assert main(["review", "import", str(bundle), str(one), "-o", out]) == 5
    assert "holds tweets that the bundle does not" in capsys.readouterr().err


def test_a_sheet_that_was_begun_is_never_written_over(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = exported(bundle, "AB")[0]
    before = path.read_bytes()
    assert main(["review", "export", str(bundle), "--coder", "AB", "-o", str(path.parent)]) == 6
    assert path.read_bytes() == before
    assert main(["review", "export", str(bundle), "--coder", "../AB", "-o", str(path.parent)]) == 2
    assert "letters, digits" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("table", "code", "told"),
    [
        ("tweet_key,coder,heading\n1,AB,x\n", 4, "no column is_primary"),
        (
            "tweet_key,coder,heading,is_primary\n1,AB,x,true\n1,AB,y,true\n",
            4,
            "no primary heading for a tweet, or several",
        ),
        ("tweet_key,coder,heading,is_primary\n1,AB,x,true\n", 2, "holds one coder"),
    ],
)
def test_a_table_that_is_none_of_ours_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], table: str, code: int, told: str
) -> None:
    path = tmp_path / "codes.csv"
    path.write_text(table)
    assert main(["review", "agree", str(path)]) == code
    assert told in capsys.readouterr().err


def test_what_to_read_next_is_listed_or_laid_out_for_coders(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "next", str(bundle)]) == 0
    listed = capsys.readouterr().out
    assert "0000000000000002" in listed
    assert "no rule found a heading" in listed
    assert "0000000000000003" not in listed
    assert main(["review", "next", str(bundle), "--coder", "AB", "-o", str(bundle.parent / "sheets")]) == 0
    sheet = openpyxl.load_workbook(bundle.parent / "sheets" / "review-AB.xlsx")["tweets"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == re.findall(r"[0-9a-f]{16}", listed)
    assert main(["review", "next", str(bundle), "--coder", "AB"]) == 2


def test_saturation_is_told_by_base_and_run(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = exported(bundle, "AB", "CD")
    for path in paths:
        fill(path, lambda key, _: (HEADINGS[CODED[int(key, 16)]],))
    codes, curve = bundle.parent / "codes.csv", bundle.parent / "curve.csv"
    assert main(["review", "import", str(bundle), *map(str, paths), "-o", str(codes)]) == 0
    capsys.readouterr()
    assert main(["review", "saturation", str(codes), "--base", "2", "--run", "2", "--json", "--curve", str(curve)]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["base"], first["run"], first["base_headings"], first["tweets"]) == (2, 2, 2, 2)
    assert pl.read_csv(curve).get_column("new").to_list() == [1, 1, 0, 0]
    assert main(["review", "saturation", str(codes), "--base", "0"]) == 2
