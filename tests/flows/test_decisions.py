"""What people decided counts in Table 1, is told wherever the release speaks of its codes, and lasts."""

import json
import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.cli import main
from flows.study import study
from tasks.bundles.check import check_bundle, hold
from tasks.errors import ReviewInvalid
from tasks.pure.coding.decide import text_digest
from tasks.review.decisions import Decision, append
from tasks.storage import store
from tests.flows.conftest import ASKING, dump, small_study

FILE = 'decisions = "settled/decisions.toml"\n'


def decision(number: int, key: str, text: str, heading: str) -> Decision:
    return Decision(
        number=number, tweet_key=key, text_sha256=text_digest(text), headings=(heading,), decided_by="AB, CD",
        decided_on=date(2026, 3, 1), reason="read together",
    )  # fmt: skip


def table1(bundle: Path) -> dict[str, int]:
    return dict(pl.read_csv(bundle / "table1.csv").select("heading", "tweets").iter_rows())


@pytest.fixture(scope="module")
def bundles(folder: Path) -> tuple[Path, Path]:
    """A study by its rules alone, then with decisions: one that counts, one on changed words, one on a tweet that is gone."""
    key = store.root() / "keys" / "settled.key"
    key.parent.mkdir(parents=True, exist_ok=True)
    key.touch(mode=0o600)
    key.write_text("0123456789abcdef" * 4)
    file = small_study(folder, "settled")
    before = store.root() / study(str(file)).path
    first, second, *_ = pl.read_parquet(before / "tweets.parquet").select("tweet_key", "text").iter_rows()
    append(
        folder / "settled" / "decisions.toml",
        [
            decision(1, *first, "thanks.thanks"),
            decision(2, second[0], "other words", "uncoded"),
            decision(3, "0" * 16, "", "uncoded"),
        ],
    )
    file.write_text(file.read_text() + FILE)
    dump(folder / "settled" / "second.csv", ("One more voice about the rain #care",), len(ASKING) + 1)
    return before, store.root() / study(str(file)).path


def test_decisions_move_tweets_in_table_1_and_stay_when_the_dump_grows(bundles: tuple[Path, Path]) -> None:
    before, after = map(table1, bundles)
    assert before == {"Listening": 4, "Thanks": 0, "Uncoded": 0}
    assert after == {"Listening": 2, "Thanks": 1, "Uncoded": 2}


def test_manifest_report_and_check_know_how_many_codes_people_decided(bundles: tuple[Path, Path]) -> None:
    bundle = bundles[1]
    manifest = json.loads((bundle / "manifest.json").read_text())
    assert manifest["decisions"] == {"applied": 2, "changed": 1, "gone": 1, "given": 2, "found": 2, "both": 0}
    page = (bundle / "report.html").read_text()
    assert "People decided the codes of 2 texts" in page
    assert "1 decision could not be applied" in page
    assert [line for line in hold(bundle) if line.outcome != "pass"] == []


def test_a_bundle_says_who_decided_which_tweet_and_explain_names_it(
    bundles: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = pl.read_csv(bundles[1] / "decisions.csv", infer_schema=False).sort("number").to_dicts()
    assert [(row["number"], row["headings"], row["is_changed"]) for row in rows] == [
        ("1", "thanks.thanks", "false"), ("2", "uncoded", "true"),
    ]  # fmt: skip
    assert main(["explain", str(bundles[1]), rows[1]["tweet_key"]]) == 0
    told = capsys.readouterr().out
    assert "Decision 2 of people stands above the rules: uncoded, by AB, CD on 2026-03-01." in told
    assert "decide again" in told
    assert not (bundles[0] / "decisions.csv").exists()


def test_a_decision_that_no_table_follows_breaks_a_promise(bundles: tuple[Path, Path], tmp_path: Path) -> None:
    bundle = shutil.copytree(bundles[1], tmp_path / "bundle")
    words = (bundle / "decisions.csv").read_text()
    assert "thanks.thanks" in words
    (bundle / "decisions.csv").write_text(words.replace("thanks.thanks", "asking.listen"))
    broken = [line.rule for line in check_bundle(bundle) if line.outcome != "pass"]
    assert "decisions stand above the rules" in broken


def test_the_figures_of_coders_stand_in_report_and_manifest_without_their_names(folder: Path) -> None:
    first = small_study(folder, "agreed", 'agreement = "agreed/codes.csv"\n')
    codes = [
        (f"{tweet:016x}", coder, heading, True)
        for tweet in range(6)
        for coder, heading in (("QX", "thanks.thanks"), ("ZW", "thanks.thanks" if tweet else "uncoded"), ("rules", "uncoded"))
    ]
    names = ["tweet_key", "coder", "heading", "is_primary"]
    pl.DataFrame(codes, schema=names, orient="row").write_csv(folder / "agreed" / "codes.csv")
    bundle = store.root() / study(str(first)).path
    manifest = json.loads((bundle / "manifest.json").read_text())
    assert {row["between"] for row in manifest["agreement"]} >= {"people", "people and rules", "coder 1 and coder 2"}
    page = (bundle / "report.html").read_text()
    assert "People coded 6 texts without seeing" in page
    assert not [name for name in ("QX", "ZW") if name in page or name in json.dumps(manifest)]
    assert [line for line in hold(bundle) if line.outcome != "pass"] == []


def test_a_decision_on_a_heading_that_the_frame_lost_is_refused_before_any_stage(folder: Path) -> None:
    file = small_study(folder, "lost", 'decisions = "lost/decisions.toml"\n')
    append(folder / "lost" / "decisions.toml", [decision(1, "0" * 16, "", "asking.loudly")])
    with pytest.raises(ReviewInvalid, match="does not know: asking"):
        study(str(file))
