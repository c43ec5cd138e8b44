"""A public study quotes in paraphrase what a person signed, and nothing that leads back or names anybody."""

import json
from pathlib import Path

import polars as pl
import pytest
from prefect.client.orchestration import get_client

from flows.cli import main
from flows.study import study
from tasks.bundles.check import hold
from tasks.errors import GateClosed, ParaphraseInvalid
from tasks.storage import store
from tests.flows.conftest import small_study

THINGS = ("bus", "train", "nurse", "letter", "porter", "kettle", "lift", "clock", "notes", "lamp", "tray", "form")
WORDS = tuple(f"Please listen to me when the {what} is late #care" for what in THINGS)
SIGNED = 'signed_by = "A. Reader"\nsigned_on = 2026-01-31\nreason = "read beside the tweets"\n'


@pytest.fixture(scope="module")
def file(folder: Path) -> Path:
    return small_study(folder, "quoting", 'paraphrases = "quoting/sheet.toml"\n', WORDS)


@pytest.fixture(scope="module")
def laid_out(folder: Path, file: Path) -> str:
    """The sheet as it is laid out from the team's bundle, signed and empty."""
    (folder / "quoting" / "sheet.toml").write_text("")
    published = study(str(file))
    out = folder / "quoting" / "laid_out.toml"
    assert main(["paraphrase", str(store.root() / published.path), "-o", str(out)]) == 0
    return SIGNED + out.read_text().replace('signed_by = ""\n', "").replace('reason = ""\n', "")


def released(folder: Path, file: Path, sheet: str, text: str) -> Path:
    (folder / "quoting" / "sheet.toml").write_text(sheet.replace('text = ""', f'text = "{text}"', 1))
    return store.root() / study(str(file), {"profile": "public"}).path


def test_a_paraphrase_is_in_page_table_and_manuscript_and_the_tweet_is_not(
    folder: Path, file: Path, laid_out: str
) -> None:
    bundle = released(folder, file, laid_out, "Someone wants to be heard while waiting.")
    assert pl.read_csv(bundle / "paraphrases.csv")["signed_by"].to_list() == ["A. Reader"]
    page = (bundle / "report.html").read_text()
    assert "Someone wants to be heard while waiting." in page
    assert not [what for what in WORDS if what.removesuffix(" #care") in page]
    manifest = json.loads((bundle / "manifest.json").read_text())
    assert [each["signed_on"] for each in manifest["paraphrases"]] == ["2026-01-31"]
    assert {each["file"] for each in manifest["outputs"] if "paraphrase" in each["reason"]} >= {
        "report.html",
        "report.docx",
    }
    assert "each is signed" in [line.rule for line in hold(bundle)]


def test_a_place_in_a_paraphrase_is_refused_by_its_word(folder: Path, file: Path, laid_out: str) -> None:
    with pytest.raises(ParaphraseInvalid, match=r"\(word 3\): the anonymiser at strict") as caught:
        released(folder, file, laid_out, "Someone in Glasgow wants to be heard.")
    assert "Glasgow" not in caught.value.line()


def test_a_reason_that_names_a_place_closes_the_gate_and_the_run_shows_where(folder: Path, file: Path, laid_out: str) -> None:
    sheet = laid_out.replace("read beside the tweets", "as agreed in Glasgow")
    with pytest.raises(GateClosed, match=r"reason of paraphrase 1 \(no place of the gazetteer\)") as caught:
        released(folder, file, sheet, "Someone wants to be heard while waiting.")
    asked = {"artifacts": {"key": {"any_": ["quoting-gate"]}}}
    with get_client(sync_client=True) as client:
        (shown,) = client.request("POST", "/artifacts/latest/filter", json=asked).json()
    assert "no place of the gazetteer" in shown["data"]
    assert "Glasgow" not in caught.value.line() + shown["data"]


def test_a_tweets_own_words_are_refused(folder: Path, file: Path, laid_out: str) -> None:
    with pytest.raises(ParaphraseInvalid, match="4 words in a row"):
        released(folder, file, laid_out, "They ask: listen to me when it is late.")
