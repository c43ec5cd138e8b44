"""`hushtag attack` on a small run: figures without words, a kit that only its owner reads, and what people found."""

import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from flows.cli import main
from tasks.bundles.checks.page import active
from tasks.schema import ANONYMISED, COPIES, DEDUPLICATED, INGESTED, QUOTES, WITHHELD
from tasks.storage import store
from tasks.studies import attacks, last_run
from tasks.studies.last_run import LastRun
from tests.review.test_paraphrase import key, table

WRITTEN = [f"Quillmoor number {place} told me that my husband left the cold ward {place * 7} times" for place in range(24)]
PLACES = range(len(WRITTEN))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LastRun:
    """A run of 24 tweets by six authors, the last of them held back, and its record."""
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "data"))
    left = [words.replace("Quillmoor", "[PERSON]") for words in WRITTEN]
    rows = [{"sequence": place, "text": WRITTEN[place], "handle": f"Wendle_{place % 6}"} for place in PLACES]
    people = [{"tweet_key": key(place), "sequence": place, "author_key": key(place % 6), "text": left[place]} for place in PLACES]
    kept = table(DEDUPLICATED, [{"tweet_key": key(place), "text": left[place], "copies": 1} for place in PLACES])
    quotes = [{"tweet_key": key(place), "text": left[place], "heading": "a.b", "position": 1} for place in (3, 4)]
    last = LastRun(
        profile="team",
        ingested=(store.write("ingested", tweets=table(INGESTED, rows)),),
        anonymised=(store.write("anonymised", tweets=table(ANONYMISED, people)),),
        deduplicated=store.write("deduplicated", tweets=kept, copies=COPIES.empty()),
        withheld=store.write("withheld", withheld=table(WITHHELD, [{"tweet_key": key(23), "rule": "no links"}])),
        quoted=store.write("search_back", quotes=table(QUOTES, quotes)),
    )
    last_run.remember("owls", last)
    return last


def test_the_figures_are_of_all_parts_and_neither_they_nor_the_page_hold_a_word_a_key_or_a_handle(
    run: LastRun, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["attack", "owls"]) == 0
    folder = store.root() / "attacks" / "owls"
    figures = json.loads((folder / "attack.json").read_text())
    assert (figures["texts"], figures["released_texts"]["searched"], figures["quotes"]["searched"]) == (24, 23, 2)
    assert figures["quotes"]["by_all_words"]["first"]["share"] == 1.0
    assert figures["quotes"]["by_runs"]["singled_out"]["share"] == 1.0
    assert (figures["style"]["authors"], figures["style"]["chance_1"]) == (6, 0.1667)
    assert figures["identifiers"]["by_kind"] == {"family": 2}
    assert figures["identifiers"]["shared_by_few"]["share"] == 1.0
    told = capsys.readouterr().out + "".join(path.read_text() for path in folder.iterdir())
    assert not [words for words in ("Quillmoor", "husband", "Wendle", key(3)) if words in told]
    assert active((folder / "attack.html").read_text()) == 0
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_a_public_study_tells_no_small_count_and_without_a_run_there_is_nothing_to_attack(run: LastRun) -> None:
    last_run.remember("owls", run.model_copy(update={"profile": "public", "quoted": None}))
    assert main(["attack", "owls"]) == 0
    figures = attacks.of("owls")
    assert figures is not None
    assert (figures["texts"], figures["style"]["authors"], figures["released_texts"], figures["quotes"]) == (25, None, None, None)
    assert main(["attack", "larks"]) == 2
    assert main(["attack", "owls", "--kit", str(store.root() / "kit.xlsx")]) == 2


def filled(path: Path, **answers: dict[int, str | int]) -> None:
    """Fills in columns of a kit, by row of the sheet."""
    book = openpyxl.load_workbook(path)
    sheet = book["quotes"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for name, cells in answers.items():
        for row, value in cells.items():
            sheet.cell(row=row, column=columns[name], value=value)
    book.save(path)


def test_a_kit_is_its_owners_and_what_people_found_is_held_against_the_dump(run: LastRun, tmp_path: Path) -> None:
    kit = tmp_path / "kits" / "ab.xlsx"
    assert main(["attack", "owls", "--kit", str(kit), "--quotes", "5", "--tester", "AB"]) == 0
    assert kit.stat().st_mode & 0o777 == 0o600
    rows = pl.read_excel(kit, sheet_name="quotes", infer_schema_length=0)
    assert rows["tweet_key"].to_list() == [key(place) for place in (3, 4, 0, 1, 2)]
    assert "Wendle" not in str(rows.to_dicts())
    filled(kit, account={2: "@wendle_3", 3: "https://x.com/somebody/"}, minutes={2: 4, 3: 6, 4: 5, 5: 0})
    assert main(["attack", "owls"]) == 0
    for _ in range(2):
        assert main(["attack", "owls", "--read", str(kit)]) == 0
    figures = attacks.of("owls")
    assert figures is not None
    people = figures["people"]
    assert (people["people"], people["claimed"]["of"], people["minutes"]) == (1, 3, 15)
    assert (people["claimed"]["share"], people["right"]["share"]) == (0.6667, 0.3333)
    assert "wendle" not in json.dumps(figures) + json.dumps(attacks.sheets("owls"))
    filled(kit, text={2: "other words"})
    assert main(["attack", "owls", "--read", str(kit)]) == 5


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_kit_saved_as_csv_is_read_back_as_its_workbook_is(run: LastRun, tmp_path: Path, separator: str) -> None:
    book, sheet = tmp_path / "cd.xlsx", tmp_path / "cd.csv"
    assert main(["attack", "owls", "--kit", str(book), "--quotes", "5", "--tester", "CD"]) == 0
    filled(book, account={2: "wendle_3"}, minutes={2: "4 min", 3: "2,5"})
    rows = pl.read_excel(book, sheet_name="quotes", infer_schema_length=0)
    rows.write_csv(sheet, separator=separator, include_bom=True, line_terminator="\r\n")
    assert main(["attack", "owls"]) == 0
    assert main(["attack", "owls", "--read", str(sheet)]) == 5
    for given in (book, sheet):
        assert main(["attack", "owls", "--read", str(given), "--tester", "CD"]) == 0
    [found] = attacks.sheets("owls")
    assert [found[name] for name in ("tester", "tried", "claims", "right", "minutes")] == ["CD", 2, 1, 1, 6.5]
    sheet.write_text(sheet.read_text(encoding="utf-8-sig").replace("4 min", "a while"), encoding="utf-8")
    assert main(["attack", "owls", "--read", str(sheet), "--tester", "CD"]) == 5
    rows.with_columns(text=pl.lit("other words")).write_csv(sheet)
    assert main(["attack", "owls", "--read", str(sheet), "--tester", "CD"]) == 5
