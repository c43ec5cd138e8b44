"""Other programs open a bundle: its data package, its research object, its dictionary and its SQL."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from tasks.bundles import packaging
from tasks.schema import TABLE1, TWEETS
from tasks.studies.study import Study
from tests.conftest import PROJECT

CITED = {"creators": ["A. Reader"], "licence": "CC-BY-4.0", "published": "2026-11-30", "doi": "10.1234/owls"}
TABLES: Mapping[str, pl.DataFrame] = {
    "table1": pl.DataFrame({"theme": ["Asking", "'=sum"], "heading": ["It's", None], "tweets": [3, 0]}),
    "tweets": TWEETS.empty(),
    "removed": pl.DataFrame({"kind": ["USER"], "tweets": [1]}),
}


def study(**settings: Any) -> dict[str, Any]:
    return Study.model_validate({"id": "small", "dumps": ("a.csv",), **settings}).model_dump(mode="json")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    TABLES["table1"].write_csv(tmp_path / "table1.csv")
    TABLES["tweets"].write_csv(tmp_path / "tweets.csv")
    TABLES["tweets"].write_parquet(tmp_path / "tweets.parquet")
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "flow.svg").write_text("<svg/>")
    packaging.write_packaging(tmp_path, study(title="Owls", citation=CITED), TABLES)
    return tmp_path


def read(bundle: Path, name: str) -> Any:
    return json.loads((bundle / name).read_text(encoding="utf-8"))


def test_one_file_of_sql_opens_every_table_in_its_types_and_says_what_columns_mean(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bundle)
    with duckdb.connect(":memory:") as duck:
        duck.execute((bundle / "bundle.sql").read_text(encoding="utf-8"))
        assert duck.sql("SELECT * FROM table1").fetchall() == [("Asking", "It's", 3), ("'=sum", None, 0)]
        assert duck.sql("SELECT count(*) FROM tweets").fetchall() == [(0,)]
        meant = "SELECT comment FROM duckdb_columns() WHERE table_name = 'table1' AND column_name = 'tweets'"
        assert duck.sql(meant).fetchall() == [(TABLE1.columns[2].meaning,)]


def test_the_dictionary_has_every_column_of_every_table_once(bundle: Path) -> None:
    told = pl.read_csv(bundle / "dictionary.csv")
    columns = [(name, column) for name in ("table1", "tweets") for column in TABLES[name].columns]
    assert told.select("table", "column").rows() == columns
    assert told.null_count().sum_horizontal().item() == 0


def test_a_data_package_has_each_csv_with_its_types_its_bytes_and_its_digest(bundle: Path) -> None:
    package = read(bundle, "datapackage.json")
    assert [each["path"] for each in package["resources"]] == ["dictionary.csv", "table1.csv", "tweets.csv"]
    table1 = package["resources"][1]
    assert [(each["name"], each["type"]) for each in table1["schema"]["fields"]] == [
        ("theme", "string"), ("heading", "string"), ("tweets", "integer"),
    ]  # fmt: skip
    assert table1["bytes"] == (bundle / "table1.csv").stat().st_size
    assert package["licenses"] == [{"name": "CC-BY-4.0", "path": "https://spdx.org/licenses/CC-BY-4.0"}]


def test_a_research_object_names_its_files_its_creators_and_its_licence(bundle: Path) -> None:
    graph = {each["@id"]: each for each in read(bundle, "ro-crate-metadata.json")["@graph"]}
    root = graph["./"]
    assert root["datePublished"] == "2026-11-30"
    assert graph[root["author"][0]["@id"]]["name"] == "A. Reader"
    assert graph[root["license"]["@id"]]["name"] == "CC-BY-4.0"
    parts = {each["@id"] for each in root["hasPart"]}
    assert parts == {"figures/flow.svg", "table1.csv", "tweets.csv", "tweets.parquet", "checks.json", "manifest.json"} | {
        *packaging.FILES
    } - {"ro-crate-metadata.json"}
    assert all(graph[name]["encodingFormat"] for name in parts)


def test_without_a_licence_the_terms_are_said_in_words() -> None:
    made = packaging.crate(study(), ["table1.csv"])
    terms = next(each for each in made["@graph"] if each["@id"] == "#terms")
    assert "no licence" in terms["description"]
    assert "datePublished" not in made["@graph"][1]


UV = shutil.which("uv") or str(PROJECT / ".tools" / "bin" / "uv")


@pytest.mark.nightly
def test_a_data_package_is_valid_by_its_own_validator(bundle: Path) -> None:
    command = [UV, "tool", "run", "--from", "frictionless>=5.18,<6", "frictionless", "validate", "datapackage.json"]
    done = subprocess.run(command, cwd=bundle, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.nightly
def test_a_research_objects_own_validator_finds_all_that_it_requires_and_misses_a_date_that_is_gone(bundle: Path) -> None:
    """In an environment of its own: the validator wants older libraries than we do."""
    for name in ("checks.json", "manifest.json"):
        (bundle / name).touch()
    validator = ("run", "--quiet", "--isolated", "--no-project", "--with", "roc-validator>=0.13,<0.14", "python")
    command = [UV, *validator, str(PROJECT / "tests" / "bundles" / "validated.py"), str(bundle)]
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}

    def missed() -> list[str]:
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=280)
        assert done.returncode == 0, done.stderr
        return list(json.loads(done.stdout.splitlines()[-1]))

    assert missed() == []
    crate = read(bundle, "ro-crate-metadata.json")
    for each in crate["@graph"]:
        each.pop("datePublished", None)
    (bundle / "ro-crate-metadata.json").write_text(json.dumps(crate))
    assert [words for words in missed() if "datePublished" in words]
