"""The gate's reading of the evidence rule, in SQL, held against the examples that the anonymiser is held against too."""

import tomllib
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from expectations.evidence import evidence
from expectations.verdict import LISTS
from tasks.schema import ANONYMISED, INGESTED, REPLACEMENTS

RULE = Path(__file__).parents[2] / "data" / "models" / "evidence.toml"
EXAMPLES = tomllib.loads(RULE.read_text(encoding="utf-8"))["examples"]
COLUMNS = {"handle": "handle", "display_name": "display_name", "profile_location": "profile_location"}
OTHERS = {"handle": "other_handles", "display_name": "other_names", "profile_location": "other_locations"}


def found(folder: Path, ingested: list[dict[str, Any]], texts: list[str]) -> set[int]:
    """Places of the texts in which any term of the dump, or of the gazetteer, is found."""
    duck = duckdb.connect(":memory:")
    dump = pl.DataFrame(ingested, schema=INGESTED.dtypes) if ingested else INGESTED.empty()
    tweets = pl.DataFrame({"tweet_key": range(len(texts)), "text": texts})
    ledger = {"anonymised": ANONYMISED.empty(), "replacements": REPLACEMENTS.empty()}
    for name, frame in {"ingested": dump, "tweets": tweets, **ledger}.items():
        frame.write_parquet(folder / f"{name}.parquet")
        duck.execute(f"CREATE VIEW {name} AS FROM '{folder / name}.parquet'")
    duck.execute(evidence(LISTS))
    return {int(key) for (key,) in duck.execute("SELECT tweet_key FROM found").fetchall()}


def record(example: dict[str, Any], columns: dict[str, str]) -> dict[str, Any]:
    column = columns[example["kind"]]
    return {column: [example["value"]] if column.startswith("other") else example["value"]}


@pytest.mark.parametrize("columns", [COLUMNS, OTHERS], ids=["of the author", "of others"])
def test_every_example_of_the_rule_holds_in_sql(tmp_path: Path, columns: dict[str, str]) -> None:
    for example in EXAMPLES:
        ingested = [record(example, columns)] if example["kind"] in columns else []
        assert bool(found(tmp_path, ingested, [example["text"]])) == example["evidence"], example


def test_all_places_of_a_text_are_searched_and_no_text_is_blamed_for_another(tmp_path: Path) -> None:
    ingested = [{"display_name": "Orla Tressick"}, {"handle": "wendlefen82"}, {"profile_location": "Little Oxmere"}]
    texts = ["at the very end orla tressick", "wendlefen82", "nobody here", "", "orla | tressick", "in LITTLE oxmere."]
    assert found(tmp_path, ingested, texts) == {0, 1, 5}


def test_a_name_that_a_pattern_would_read_as_one_is_only_words(tmp_path: Path) -> None:
    assert (
        found(tmp_path, [{"display_name": "Quen.*by (Oct) [x] \\d+ 100%"}], ["Quenelby", "nothing of the kind"])
        == set()
    )
    assert found(tmp_path, [{"display_name": "Zé Quenby’s"}], ["ask zé quenby's friends"]) == {0}
