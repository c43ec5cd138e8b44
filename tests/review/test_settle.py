"""Coders settle what they differ on; their decisions stand above the rules and outlive a rerun."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from flows.cli import main
from tasks import codebook as frames
from tasks.review.decisions import Decision, append, load
from tests.review.test_coders import CODED, HEADINGS, bundle, exported, fill

__all__ = ["bundle"]

OTHER = {"asking.listen": "asking.time", "asking.time": "asking.listen", "uncoded": "asking.time"}


def keys_of(path: Path, column: str) -> dict[str, str]:
    sheet = openpyxl.load_workbook(path)["settle"]
    names = [cell.value for cell in sheet[1]]
    place = names.index(column)
    return {str(row[0].value): row[place].value for row in sheet.iter_rows(min_row=2)}


def settle(path: Path, **answers: tuple[str, ...]) -> None:
    """What coders do together: choose a heading, and say who, when and why."""
    book = openpyxl.load_workbook(path)
    names = [cell.value for cell in book["settle"][1]]
    columns = [names.index(name) for name in ("primary", "decided_by", "decided_on", "reason")]
    for row in book["settle"].iter_rows(min_row=2):
        for column, value in zip(columns, answers.get(f"k{row[0].value}", ()), strict=False):
            row[column].value = value
    book.save(path)


def given_apart(key: str) -> str:
    by_rules = CODED[int(key, 16)]
    return OTHER[by_rules] if int(key, 16) in {1, 2} else by_rules


@pytest.fixture
def sheets(bundle: Path) -> list[Path]:
    """Two coders: one as the rules, the other apart from them on the tweets 0001 and 0002."""
    paths = exported(bundle, "AB", "CD")
    fill(paths[0], lambda key, _: (HEADINGS[CODED[int(key, 16)]],))
    fill(paths[1], lambda key, _: (HEADINGS[given_apart(key)],))
    return paths


def laid_out(bundle: Path, sheets: list[Path]) -> Path:
    path = bundle.parent / "settle.xlsx"
    assert main(["review", "settle", str(bundle), *map(str, sheets), "-o", str(path)]) == 0
    return path


def test_those_who_code_and_settle_see_which_question_a_text_answers(bundle: Path) -> None:
    (bundle / "asked.csv").write_text("tweet_key,question\n0000000000000001,why\n0000000000000001,improve\n", encoding="utf-8")
    paths = exported(bundle, "AB", "CD")
    for path, chosen in zip(paths, ("uncoded", "asking.time"), strict=True):
        book = openpyxl.load_workbook(path)
        first, *rows = book["tweets"].iter_rows()
        names = [cell.value for cell in first]
        assert names[:4] == ["tweet_key", "text", "question", "primary"]
        assert [row[2].value for row in rows if row[2].value] == ["improve; why"]
        assert str(book["tweets"].data_validations.dataValidation[0].sqref) == "D2:F5"
        for row in rows:
            row[3].value = chosen
        book.save(path)
    asked = keys_of(laid_out(bundle, paths), "question")
    assert {key: name for key, name in asked.items() if name} == {"0000000000000001": "improve; why"}


def read_back(bundle: Path, sheets: list[Path], path: Path) -> tuple[int, pl.DataFrame]:
    file = bundle.parent / "decisions.toml"
    code = main(["review", "settle", str(bundle), *map(str, sheets), "--settled", str(path), "--decisions", str(file)])
    return code, load(file, frames.load(bundle / "codebook.toml")) if file.exists() else pl.DataFrame()


def test_only_disagreements_are_laid_out_with_what_each_coder_and_the_rules_said(bundle: Path, sheets: list[Path]) -> None:
    path = laid_out(bundle, sheets)
    assert keys_of(path, "AB chose") == {"0000000000000001": HEADINGS["asking.time"], "0000000000000002": "Uncoded"}
    assert keys_of(path, "CD chose") == {"0000000000000001": HEADINGS["asking.listen"], "0000000000000002": HEADINGS["asking.time"]}
    assert keys_of(path, "rules chose")["0000000000000001"] == HEADINGS["asking.time"]
    assert "r on “w”" in keys_of(path, "rules fired on")["0000000000000001"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_was_settled_and_what_all_agreed_on_become_decisions(
    bundle: Path, sheets: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = laid_out(bundle, sheets)
    settle(path, k0000000000000001=(HEADINGS["asking.listen"], "AB and CD", "2026-03-01", "it asks to be heard"))
    code, decisions = read_back(bundle, sheets, path)
    assert code == 0
    assert decisions.select("number", "tweet_key", "headings", "decided_by").rows() == [
        (1, "0000000000000001", ["asking.listen"], "AB and CD"),
        (2, "0000000000000000", ["asking.listen"], "AB, CD"),
        (3, "0000000000000003", ["asking.listen"], "AB, CD"),
    ]
    assert "1 disagreements are still open" in capsys.readouterr().out
    assert read_back(bundle, sheets, path)[1].height == 3, "reading the same sheet again adds nothing"


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [
        (("Listening [Asking]", "AB", "2026-03-01"), "no reason"),
        (("Listening [Asking]", "AB", "soon", "why"), "decided_on is not a day"),
        (("Shouting",), "the codebook does not know"),
    ],
)
def test_a_decision_that_is_not_signed_or_not_known_is_refused_by_row(
    bundle: Path, sheets: list[Path], capsys: pytest.CaptureFixture[str], answer: tuple[str, ...], mistake: str
) -> None:
    path = laid_out(bundle, sheets)
    settle(path, k0000000000000001=answer)
    code, decisions = read_back(bundle, sheets, path)
    told = capsys.readouterr().err
    assert code == 5
    assert decisions.is_empty()
    assert "row 2" in told
    assert mistake in told


def test_rows_are_numbered_as_programs_number_them_blank_ones_too(
    bundle: Path, sheets: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = laid_out(bundle, sheets)
    settle(path, k0000000000000001=("Shouting",))
    book = openpyxl.load_workbook(path)
    book["settle"].insert_rows(2, amount=2)
    book.save(path)
    assert read_back(bundle, sheets, path)[0] == 5
    assert "row 4: has a heading" in capsys.readouterr().err


def test_one_coder_has_nothing_to_settle(bundle: Path, sheets: list[Path]) -> None:
    assert main(["review", "settle", str(bundle), str(sheets[0]), "-o", str(bundle / "settle.xlsx")]) == 2


@pytest.mark.parametrize(
    ("words", "mistake"),
    [
        ('[[decisions]]\nnumber = "one"', "decisions 1 number"),
        ("[[decisions]", "is not TOML"),
        ("{entry}{entry}", "uses the number 1 a second time"),
        ('{strange}', "line 4: has a heading that the codebook does not know: asking.loudly"),
    ],
)  # fmt: skip
def test_a_decisions_file_that_is_wrong_is_refused(
    bundle: Path, capsys: pytest.CaptureFixture[str], words: str, mistake: str
) -> None:
    entry, path = bundle.parent / "entry.toml", bundle.parent / "wrong.toml"
    decision = Decision(
        number=1, tweet_key="0" * 16, text_sha256="0" * 64, headings=("asking.listen",), decided_by="AB",
        decided_on=date(2026, 3, 1), reason='she said "no"\tand \\ left',
    )  # fmt: skip
    append(entry, [decision])
    assert load(entry, frames.load(bundle / "codebook.toml"))["reason"].item() == decision.reason
    kept = entry.read_text(encoding="utf-8")
    filled = words.replace("{entry}", kept).replace("{strange}", kept.replace("asking.listen", "asking.loudly"))
    path.write_text(filled, encoding="utf-8")
    with pytest.raises(Exception, match=mistake.split(":")[0]) as refused:
        load(path, frames.load(bundle / "codebook.toml"))
    assert mistake in str(refused.value) or mistake in refused.value.line()  # type: ignore[attr-defined]


def test_rules_are_measured_and_compared_by_what_people_decided(
    bundle: Path, sheets: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = laid_out(bundle, sheets)
    settle(path, k0000000000000001=(HEADINGS["asking.listen"], "AB and CD", "2026-03-01", "it asks to be heard"))
    read_back(bundle, sheets, path)
    file = bundle.parent / "decisions.toml"
    capsys.readouterr()
    assert main(["review", "measure", str(bundle), "--decisions", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["tweets"] == 3
    assert {"decided": "asking.listen", "by_rules": "asking.time", "tweets": 1} in told["primary_headings"]
    better = bundle.parent / "better.toml"
    words = (bundle / "codebook.toml").read_text().replace('"minute*"', '"hour*"').replace('"listen*"', '"listen*", "minute*"')
    better.write_text(words.replace("0.1.0", "0.2.0"))
    frames_ = [str(bundle / "codebook.toml"), str(better)]
    assert main(["codebook", "diff", *frames_, "--on", str(bundle), "--decisions", str(file)]) == 0
    assert "1  met now: 0000000000000001" in capsys.readouterr().out
