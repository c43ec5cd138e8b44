import tomllib
from pathlib import Path

import pytest

from tasks.pure.anonymise.evidence import Lists, is_found, normalised, terms

MODELS = Path(__file__).parents[3] / "data" / "models"
EXAMPLES = tomllib.loads((MODELS / "evidence.toml").read_text(encoding="utf-8"))["examples"]


@pytest.fixture(scope="module")
def lists() -> Lists:
    common, given, places = (
        (MODELS / f"{name}.txt").read_text().split("\n") for name in ("common_words", "given_names", "places")
    )
    return Lists(frozenset(common), frozenset(given), frozenset(places))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e['kind']}: {e['value']} in {e['text']}")
def test_every_example_of_the_rule_holds(example: dict[str, str], lists: Lists) -> None:
    drawn = terms(example["kind"], [example["value"]], lists)
    assert any(is_found(term, example["text"]) for term in drawn) == example["evidence"]


def test_a_phrase_never_reaches_across_a_comma_or_a_placeholder() -> None:
    assert normalised("Orla, Tressick [USER] O'Neill-Shaw's #tag＃two") == "Orla | Tressick | O Neill Shaw s #tag #two"
