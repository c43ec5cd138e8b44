"""Commands that read a bundle and print: what they tell, what they log, and how they refuse."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from flows.cli import main
from tasks import codebook as frames
from tasks.pure.coding.assign_themes import coded_texts

CODEBOOK = """
[codebook]
id = "small"
version = "0.1.0"
[sets]
ear = ["listen*", "hear*"]
[themes.asking]
name = "Asking"
[themes.thanks]
name = "Thanks"
kind = "residual"
[[headings]]
id = "asking.listen"
name = "Listening"
definition = "Asks to be heard."
strong = ["{ear}"]
unless = ["easy listening"]
[[headings]]
id = "asking.time"
name = "Time"
definition = "Asks for time."
weak = ["minute*", "clock"]
[[headings]]
id = "thanks.thanks"
name = "Thanks"
definition = "Thanks somebody."
strong = ["thanks"]
"""
TEXTS = (
    "please listen to me",
    "you did not listen",
    "easy listening in the waiting room",
    "thanks for hearing us",
    "thanks",
    "five minutes on the clock",
    "a minute, please",
    "the lift was broken again",
    "the lift was broken on Monday",
    "why is the lift broken",
    "no lift, no ramp",
    "the lift. the lift!",
    "lift out of order",
    "thanks to all who sat with my brother through that long night on the ward",
    "thanks for the tea and the blanket and the kind word at the door",
)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "small" / "0123456789ab"
    folder.mkdir(parents=True)
    (folder / "codebook.toml").write_text(CODEBOOK)
    codes = coded_texts(pl.Series(TEXTS), frames.load(folder / "codebook.toml"))
    tweets = pl.DataFrame(
        {
            "tweet_key": [f"{place:016x}" for place in range(len(TEXTS))],
            "text": TEXTS,
            "theme": codes["theme"].fill_null("uncoded"),
            "heading": codes["primary"].fill_null("uncoded"),
            "copies": [1] * len(TEXTS),
            "month": ["2013-08"] * len(TEXTS),
        }
    )
    tweets.write_parquet(folder / "tweets.parquet")
    return folder


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main([str(argument) for argument in arguments]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], code: int, *arguments: object) -> str:
    assert main([str(argument) for argument in arguments]) == code
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def test_explain_tells_rules_words_struck_hits_and_the_step(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    both = told(capsys, "explain", bundle, f"{3:016x}")
    assert "→ asking.listen [live, primary by: content over residual]" in both
    assert "strong '{ear}' on 'hearing' at 11" in both
    assert "  thanks.thanks [live]" in both
    struck = told(capsys, "explain", bundle, f"{2:016x}")
    assert "asking.listen [struck]" in struck
    assert "on 'listening' at 5, struck by 'easy listening'" in struck
    assert "→ uncoded [live, primary by: no heading fires]" in struck
    assert "[suggested]" in told(capsys, "explain", bundle, f"{6:016x}")


def test_explain_says_when_the_release_and_the_rules_differ(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = bundle / "tweets.parquet"
    pl.read_parquet(path).with_columns(heading=pl.lit("asking.time")).write_parquet(path)
    assert "Released under asking.time" in told(capsys, "explain", bundle, f"{0:016x}")


def test_contrast_lists_what_speaks_against_a_heading_and_logs_the_search(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(capsys, "contrast", bundle, "--heading", "listening")
    assert "4 tweets with a phrase of it looked at, 2 speak against it" in found
    assert "[struck]  easy listening in the waiting room" in found
    assert "[denied]  you did not listen" in found
    none = told(capsys, "contrast", bundle, "--heading", "thanks.thanks")
    assert "0 speak against it" in none
    log = (bundle.parent / "contrasts.jsonl").read_text()
    lines = [json.loads(line) for line in log.splitlines()]
    assert [(line["heading"], line["looked_at"], sum(line["found"].values())) for line in lines] == [
        ("asking.listen", 4, 2),
        ("thanks.thanks", 4, 0),
    ]
    assert not [text for text in TEXTS if text != "thanks" and text in log]
    assert {path.name for path in bundle.iterdir()} == {"codebook.toml", "tweets.parquet"}


def test_a_search_that_cannot_be_logged_is_said(
    bundle: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (bundle.parent / "contrasts.jsonl").mkdir()
    assert "cannot be logged" in refused(capsys, 6, "contrast", bundle, "--heading", "asking.time")


def test_suggest_tells_what_the_uncoded_tweets_say(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "suggest", bundle)
    assert "8 Uncoded tweets against 7 coded" in said
    assert "  lift\n" in said
    found = json.loads(told(capsys, "suggest", bundle, "--json", "--most", 1))
    assert (found["uncoded"], found["coded"], len(found["phrases"])) == (8, 7, 1)


def test_a_word_is_shown_in_context(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, "context", bundle, "{ear}").splitlines()
    assert lines[-1] == "4 times in 4 of 15 tweets."
    assert lines[0][18:].startswith("asking.listen")
    assert {line[:16] for line in lines[:-1]} == {f"{place:016x}" for place in range(4)}
    assert len({line.index("listen") for line in lines[:-1] if "listen  " in line}) == 1


def test_diagnose_tells_what_each_rule_does(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "codebook", "diagnose", bundle / "codebook.toml", "--on", bundle)
    lines = {line.split("  ")[-1]: line.split() for line in said.splitlines() if "'" in line}
    assert lines["asking.listen strong '{ear}'"][:6] == ["greedy", "3", "3", "0", "0", "1"]
    assert lines["asking.listen unless 'easy listening'"][:5] == ["1", "0", "0", "0", "0"]
    assert "5 rules on 15 tweets" in said
    found = json.loads(told(capsys, "codebook", "diagnose", bundle / "codebook.toml", "--on", bundle, "--json"))
    assert [rule["texts"] for rule in found["rules"]] == [3, 1, 2, 1, 4]


def test_diff_tells_which_tweets_a_change_moves(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = bundle.parent / "new.toml"
    new.write_text(CODEBOOK.replace('weak = ["minute*"', 'strong = ["lift"]\nweak = ["minute*"'))
    said = told(capsys, "codebook", "diff", bundle / "codebook.toml", new, "--on", bundle)
    assert "+ asking.time strong: lift" in said
    assert "the version did not" in said
    assert "     +6      -0  asking.time" in said
    assert "6 tweets change their primary heading." in said
    assert "      6  uncoded -> asking.time" in said
    assert "uncoded -> asking.time  the lift was broken again" in said
    assert told(capsys, "codebook", "diff", new, new) == "No rule differs.\n"


def test_a_codebook_is_shown_in_markdown_and_as_a_page(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "### Listening" in told(capsys, "codebook", "show", bundle / "codebook.toml")
    assert told(capsys, "codebook", "show", bundle / "codebook.toml", "--html").startswith("<!doctype html>")


def test_a_codebook_that_breaks_its_promises_is_refused_after_every_fault(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["codebook", "test", str(bundle / "codebook.toml")]) == 5
    said = capsys.readouterr()
    assert "✗ asking.listen: has no example" in said.out
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("context", "{}", "{nobody}"), 2, "the set nobody, which is not there"),
        (("context", "{}", ""), 2, "begins and ends with a word"),
        (("contrast", "{}", "--heading", "grief"), 2, "is not a heading"),
        (("explain", "{}", "ff"), 2, "no tweet has this key"),
        (("explain", "nowhere", "ff"), 4, "holds no tweets"),
        (("suggest", "nowhere"), 4, "holds no tweets"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    arguments: tuple[str, ...], code: int, said: str, bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [str(bundle) if argument == "{}" else argument for argument in arguments]
    assert said in refused(capsys, code, *given)


def test_a_terminal_is_shown_words_and_obeys_none(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = bundle / "tweets.parquet"
    hostile = pl.lit("they did not\x1b[2J\u202e\nlisten\r")
    pl.read_parquet(path).with_columns(text=hostile).write_parquet(path)
    for command in (
        ("explain", bundle, f"{0:016x}"),
        ("contrast", bundle, "--heading", "asking.listen"),
        ("context", bundle, "listen*"),
    ):
        said = told(capsys, *command)
        assert "listen" in said
        assert all(line.isprintable() for line in said.split("\n"))


def test_a_bundle_that_was_cut_short_is_refused(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = bundle / "tweets.parquet"
    path.write_bytes(path.read_bytes()[:-40])
    assert "cannot be read" in refused(capsys, 4, "suggest", bundle)
    (bundle / "codebook.toml").unlink()
    assert "no codebook.toml" in refused(capsys, 4, "contrast", bundle, "--heading", "x")


@pytest.fixture
def held(bundle: Path) -> str:
    """The key of a tweet of the bundle whose words are held back."""
    tweets = pl.read_parquet(bundle / "tweets.parquet")
    key = str(tweets.item(0, "tweet_key"))
    tweets.with_columns(text=pl.when(pl.col("tweet_key") != key).then("text")).write_parquet(bundle / "tweets.parquet")
    codes = {"tweet_key": key, "heading": "asking.listen", "rule": "listen*", "words": None, "is_primary": True}
    pl.DataFrame([codes]).write_parquet(bundle / "codes.parquet")
    return key


def test_a_text_held_back_is_explained_without_its_words(bundle: Path, held: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "explain", bundle, held)
    assert "Its words are held back" in said
    assert "→ asking.listen by 'listen*'" in said


@pytest.mark.usefixtures("held")
def test_texts_held_back_move_nowhere_and_are_said_not_to_be_looked_at(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codebook = bundle / "codebook.toml"
    assert main(["codebook", "diff", str(codebook), str(codebook), "--on", str(bundle)]) == 0
    said = capsys.readouterr()
    assert "0 tweets change their primary heading" in said.out
    assert "1 text is held back and was not looked at" in said.err
    assert main(["context", str(bundle), "listen*"]) == 0
    assert f"of {len(TEXTS) - 1} tweets" in capsys.readouterr().out
    assert main(["review", "export", str(bundle), "--coder", "AR", "-o", str(bundle.parent / "sheets")]) == 0
    assert f"{len(TEXTS) - 1} tweets to code" in capsys.readouterr().out


def test_two_bundles_are_compared_by_tweets_and_settings(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = {"study": {"near_duplicates": 0.9, "profile": "team"}, "files": {}, "outputs": []}
    (bundle / "manifest.json").write_text(json.dumps(settings))
    assert "Nothing differs." in told(capsys, "diff", bundle, bundle)
    other = bundle.parent / "ffffffffffff"
    shutil.copytree(bundle, other)
    settings["study"]["near_duplicates"] = 0.8  # type: ignore[index]
    (other / "manifest.json").write_text(json.dumps(settings))
    pl.read_parquet(bundle / "tweets.parquet").slice(1).write_parquet(other / "tweets.parquet")
    said = json.loads(told(capsys, "diff", bundle, other, "--json"))
    assert said["settings"] == [{"name": "study.near_duplicates", "old": 0.9, "new": 0.8}]
    assert sum(theme["went"] for theme in said["themes"]) == 1
    assert said["moves"] == []
