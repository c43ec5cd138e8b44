"""A study that names the column of the question codes by what was asked, and releases no question."""

from pathlib import Path

import polars as pl
import pytest

from flows.cli import main
from flows.study import study
from tasks.bundles.check import hold
from tasks.storage import store
from tests.flows.conftest import small_study

CODEBOOK = """
[codebook]
id = "small"
version = "0.1.0"
[questions.improve]
phrases = ["better"]
[questions.praise]
phrases = ["good"]
[themes.content]
name = "Content"
[[headings]]
id = "content.content"
name = "Content"
definition = "Nothing could be better."
strong = ["question:improve nothing"]
[[headings]]
id = "content.not"
name = "Discontent"
definition = "Nothing was good."
strong = ["question:praise nothing"]
"""
BETTER, GOOD = "What could @quill_3 and the velvet desk do better?", "What was good at the velvet desk?"
ANSWERS = (("Nothing", BETTER), ("Nothing", GOOD), ("nothing!", GOOD), ("Nothing", ""), ("Warm tea", BETTER))


@pytest.fixture(scope="module")
def bundle(folder: Path) -> Path:
    file = small_study(folder, "asked", '[columns]\ntext = "said"\nquestion = "put"\nhandle = "who"\n')
    (folder / "asked" / "small.toml").write_text(CODEBOOK)
    rows = [{"who": f"quill_{number}", "put": asked, "said": text} for number, (text, asked) in enumerate(ANSWERS)]
    pl.DataFrame(rows).write_csv(folder / "asked" / "first.csv")
    return store.root() / study(str(file)).path


def test_what_was_asked_decides_the_code_and_keeps_answers_apart(bundle: Path) -> None:
    tweets = pl.read_csv(bundle / "tweets.csv").sort("heading", "text").select("text", "heading", "copies").rows()
    assert tweets == [
        ("Nothing", "content.content", 1), ("Nothing", "content.not", 2), ("Nothing", "uncoded", 1), ("Warm tea", "uncoded", 1),
    ]  # fmt: skip


def test_a_bundle_has_the_frames_names_of_questions_and_no_question(bundle: Path) -> None:
    asked = pl.read_csv(bundle / "asked.csv").get_column("question").sort().to_list()
    assert asked == ["improve", "improve", "praise"]
    for path in bundle.rglob("*"):
        assert path.is_dir() or b"velvet" not in path.read_bytes(), path
    assert [line for line in hold(bundle) if line.outcome != "pass"] == []
    questions = [pl.read_parquet(path)["question"] for path in (store.root() / "anonymised").rglob("tweets.parquet")]
    assert set(pl.concat(questions).drop_nulls()) == {BETTER.replace("@quill_3", "[USER]"), GOOD}


def test_commands_on_a_bundle_know_what_was_asked(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = pl.read_csv(bundle / "tweets.csv").filter(pl.col("heading") == "content.not").item(0, "tweet_key")
    assert main(["explain", str(bundle), key]) == 0
    told = capsys.readouterr().out
    assert "asked: praise" in told
    assert "→ content.not" in told
    assert "the rules have changed" not in told
    (tmp_path / "new.toml").write_text(CODEBOOK.replace('"question:praise nothing"', '"question:praise no"'))
    assert main(["codebook", "diff", str(bundle / "codebook.toml"), str(tmp_path / "new.toml"), "--on", str(bundle)]) == 0
    assert "1 tweets change their primary heading" in capsys.readouterr().out
    assert main(["context", str(bundle), "question:improve nothing"]) == 0
    assert "1 times in 1 of 4 tweets" in capsys.readouterr().out


def test_the_command_that_codes_a_file_takes_the_column_of_the_question(bundle: Path, tmp_path: Path) -> None:
    table = tmp_path / "answers.csv"
    pl.DataFrame(ANSWERS, schema=["text", "put"], orient="row").write_csv(table)
    out = tmp_path / "coded.jsonl"
    frame = str(bundle / "codebook.toml")
    assert main(["code", str(table), "--codebook", frame, "--question-column", "put", "-o", str(out)]) == 0
    assert pl.read_ndjson(out)["primary"].to_list() == ["content.content", "content.not", "content.not", None, None]
