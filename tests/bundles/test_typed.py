"""Words that people type into a codebook, a study or a reason are held to the rules of the gate, and the gate says where."""

import json
from pathlib import Path

import polars as pl
import pytest

from flows.cli import main
from tasks.bundles import typed
from tasks.codebook.loading import SHIPPED
from tasks.schema import ANONYMISED, COPIES, INGESTED, REPLACEMENTS
from tasks.storage import store
from tasks.storage.source import Source
from tasks.studies.study import Study
from tests.bundles.test_check import CODEBOOK, resigned, written
from tests.review.test_paraphrase import key, table

__all__ = ["written"]

TWEET = "Nobody asked the porter why the kettle on ward nine was cold all night"
ORIGINALS = (TWEET, "thank you Quarnby", *(f"{number} of us can say that we are still waiting here" for number in range(12)))
EXCEPTION = {"output": "typed_words", "rule": "study, title", "reason": "It is the name of the campaign.", "by": "A. Steward"}


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def dump(tmp_path: Path) -> dict[str, list[str]]:
    """A dump of tweets by as many people, one of whom is named, and one of whom gave way."""
    places = range(len(ORIGINALS))
    who = {"handle": "wendlefen82", "display_name": "Orla Tressick", "profile_location": "Tarnwick"}
    tables = {
        "ingested": table(INGESTED, [{"sequence": place, "text": ORIGINALS[place], **who} for place in places]),
        "anonymised": table(
            ANONYMISED, [{"tweet_key": key(place), "sequence": place, "author_key": key(place)} for place in places]
        ),
        "replacements": table(
            REPLACEMENTS, [{"tweet_key": key(1), "start": 10, "end": 17, "kind": "PERSON", "score": 0.9}]
        ),
        "copies": COPIES.empty(),
    }
    for name, rows in tables.items():
        rows.write_parquet(tmp_path / f"{name}.parquet")
    return {name: [str(tmp_path / f"{name}.parquet")] for name in tables}


def places(root: Path, dump: dict[str, list[str]], example: str, title: str = "", **settings: object) -> list[str]:
    codebook = root / "small.toml"
    codebook.write_text(CODEBOOK.replace('strong = ["can host"]', f'strong = ["can host"]\nexamples = [{json.dumps(example)}]'))
    study = Study.model_validate({"id": "small", "dumps": ("a.csv",), "title": title, **settings})
    return typed.broken_places(typed.of_study(study, Source.of(codebook), None, None), dump)


@pytest.mark.parametrize(
    "words",
    ["as Orla Tressick said", "so wendlefen82 told me", "a bed in Glasgow", "thank you quarnby", "in Tarnwick", TWEET, "@owl_x"],
)
def test_a_name_a_handle_a_town_and_a_tweet_are_found_where_they_were_typed(
    root: Path, dump: dict[str, list[str]], words: str
) -> None:
    (example,) = places(root, dump, words)
    assert example.startswith("codebook.toml, heading shelter.offer, example 1 (")
    (title,) = places(root, dump, "we can host", title=words)
    assert title.startswith("study, title (")
    assert "Tress" not in example + title
    reason = typed.broken_places(typed.of_reason(words), dump)
    assert [place.partition(" (")[0] for place in reason] == ["--reason, or the reason of the sign-off"]


@pytest.mark.parametrize(
    ("example", "title"),
    [
        ("we can host two of you", "Beds after the flood"),
        ("they say that we are still waiting here", "Can say that we are still waiting here"),
        ("see http://example.org/x", "After https://doi.org/10.1234/abc.5"),
        ("nobody asked the porter why it rang", ""),
    ],
)
def test_invented_words_and_what_many_say_are_let_through(
    root: Path, dump: dict[str, list[str]], example: str, title: str
) -> None:
    assert places(root, dump, example, title) == []


def test_a_phrase_of_the_codebook_may_be_found_in_tweets_and_a_whole_tweet_is_no_phrase(
    root: Path, dump: dict[str, list[str]]
) -> None:
    codebook, study = root / "small.toml", Study.model_validate({"id": "small", "dumps": ("a.csv",)})
    for phrase, broken in (("the porter why the kettle on ward", False), (TWEET, True)):
        codebook.write_text(CODEBOOK.replace("can host", phrase))
        found = typed.broken_places(typed.of_study(study, Source.of(codebook), None, None), dump)
        assert bool(found) is broken, phrase


def test_a_subject_may_be_called_as_somebody_was_and_what_ships_was_written_of_nobody(
    root: Path, dump: dict[str, list[str]]
) -> None:
    codebook, study = root / "small.toml", Study.model_validate({"id": "small", "dumps": ("a.csv",)})
    codebook.write_text(CODEBOOK.replace("can host", "quarnby"))
    study = study.model_copy(update={"id": "quarnby"})
    assert typed.broken_places(typed.of_study(study, Source.of(codebook), None, None), dump) == []
    for path in SHIPPED.glob("*.toml"):
        copied = path.read_text(encoding="utf-8")
        codebook.write_text(f"{copied}# as Quarnby wrote\n", encoding="utf-8")
        found = typed.broken_places(typed.of_study(study, Source.of(codebook), None, None), dump)
        assert [place.partition(" (")[0] for place in found] == [f"codebook.toml, line {copied.count(chr(10)) + 1}"]
        words = typed.of_study(study, Source.of(path), None, None)
        assert words["place"].str.starts_with("study, ").all()


def test_a_comment_and_an_id_are_read_too_and_an_id_that_names_somebody_is_not_told(
    root: Path, dump: dict[str, list[str]]
) -> None:
    codebook, study = root / "small.toml", Study.model_validate({"id": "small", "dumps": ("a.csv",)})
    codebook.write_text("# as quarnby wrote\n" + CODEBOOK.replace("shelter.offer", "shelter.quarnby"))
    found = typed.broken_places(typed.of_study(study, Source.of(codebook), None, None), dump)
    assert [place.partition(" (")[0] for place in found] == ["codebook.toml, heading 1, its id", "codebook.toml, line 1"]


def test_an_exception_lets_one_place_through_with_its_reason_which_is_held_to_the_rules_itself(
    root: Path, dump: dict[str, list[str]]
) -> None:
    assert places(root, dump, "we can host", title="The Glasgow flood", exceptions=(EXCEPTION,)) == []
    told = places(root, dump, "we can host", title="x", exceptions=({**EXCEPTION, "reason": "as Quarnby said"},))
    assert [place.partition(" (")[0] for place in told] == ["study, exception 1, reason"]


def test_a_finished_bundle_is_held_to_what_needs_no_dump_and_check_says_what_it_cannot_judge(
    root: Path, written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = written / "team"
    assert main(["check", str(bundle)]) == 0
    assert "Without the dump nobody can tell" in capsys.readouterr().out
    path = bundle / "manifest.json"
    before = path.read_text()
    manifest = json.loads(before)
    manifest["study"]["title"] = "Beds in Glasgow"
    path.write_text(json.dumps(manifest))
    resigned(bundle)
    try:
        assert main(["check", str(bundle)]) == 3
        assert "no typed words lead to anybody: broken in 1 place. In study, title (no place of" in capsys.readouterr().err
    finally:
        path.write_text(before)


def test_every_column_of_the_table_is_filled(root: Path, dump: dict[str, list[str]]) -> None:
    codebook = root / "small.toml"
    codebook.write_text(CODEBOOK.replace('"thanks"', '"thanks for hosting"'))
    words = typed.of_study(Study.model_validate({"id": "small", "dumps": ("a.csv",)}), Source.of(codebook), None, None)
    assert words.null_count().sum_horizontal().item() == 0
    assert words.filter(pl.col("is_phrase"))["text"].to_list() == ["can host", "thanks for hosting", "small"]
