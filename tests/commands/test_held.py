"""`hushtag held`: what it shows, whom it lets out, and how it refuses."""

from pathlib import Path

import polars as pl
import pytest

from flows.cli import main
from flows.commands.held import marked
from tasks.schema import DEDUPLICATED, LET_OUT, WITHHELD
from tasks.storage import store
from tasks.studies import allowances, held

KEY, OTHER = "00000000000000aa", "00000000000000ab"
TEXT = "see t.co/owl, ring 07700 900123"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    rows = [(KEY, "no links", 4, 12), (KEY, "no contact details", 19, 31)]
    texts = pl.DataFrame({"tweet_key": [KEY, OTHER], "text": [TEXT, "good \x1b[31mmorning"]})
    let_out = pl.DataFrame([(OTHER, "no usernames", 0, 4, "A. Reader", "a face")], LET_OUT.dtypes, orient="row")
    held.remember(
        "owls",
        store.write("deduplicated", tweets=pl.concat([DEDUPLICATED.empty(), texts], how="diagonal")),
        store.write("withheld", withheld=pl.DataFrame(rows, WITHHELD.dtypes, orient="row"), let_out=let_out),
    )
    return tmp_path


def test_each_text_stands_with_its_rules_and_the_places_marked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["held", "owls", "--data", str(folder)]) == 0
    told = capsys.readouterr().out
    assert f"{KEY}  no links, no contact details\n    see ⟦t.co/owl⟧, ring ⟦07700 900123⟧\n" in told
    assert f"{OTHER}  no usernames  (let out by A. Reader: a face)\n    ⟦good⟧  [31mmorning\n" in told
    assert "1 text is held back; 1 let out by a person." in told


def test_what_is_let_out_is_kept_for_its_owner_with_name_and_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["held", "owls", "--allow", KEY, "--by", "A. Reader", "--reason", "an example number"]) == 0
    assert "1 text may go out" in capsys.readouterr().out
    source = allowances.source("owls")
    assert source
    assert Path(source.path).stat().st_mode & 0o777 == 0o600
    assert folder / "ingested" in Path(source.path).parents
    assert allowances.table(source).select("rule", "by", "reason").rows() == [
        ("no links", "A. Reader", "an example number"),
        ("no contact details", "A. Reader", "an example number"),
    ]
    assert allowances.source("others") is None


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["owls", "--allow", KEY, "--by", "A. Reader"], "go together"),
        (["owls", "--by", "A. Reader", "--reason", "so"], "go together"),
        (["owls", "--allow", OTHER, "--by", "A. Reader", "--reason", "so"], "1 of 1 keys are not held back"),
        (["doves"], "no run of this study is known"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["held", *arguments]) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert said.err.count("\n") == 1
    assert KEY not in said.err + said.out


@pytest.mark.usefixtures("folder")
def test_allowances_that_cannot_be_read_are_a_fault_of_storage(capsys: pytest.CaptureFixture[str]) -> None:
    store.write_secret(allowances.FOLDER, "owls.json", '[{"by": "A. Reader"}]')
    assert main(["held", "owls", "--allow", KEY, "--by", "A. Reader", "--reason", "so"]) == 6
    assert "A. Reader" not in capsys.readouterr().err


def test_places_that_overlap_are_one() -> None:
    assert marked("abcdef", [(1, 3), (2, 4), (4, 6)]) == "a⟦bc⟧d⟦ef⟧"
