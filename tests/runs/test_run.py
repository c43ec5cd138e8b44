"""Whole runs: few, real, and each looked at from many sides."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest

from tests.conftest import Run, ended
from tests.small_studies import CODEBOOK, write_tags

HANDLE, NAME, PLACE, ID = "zorblaxquin77", "Vesperine Quolltharn", "Drumwhistle Hollow", "366123456789012345"
PHRASE = "the lamp in the corridor hummed like a tired bee"
WORDS = (
    f"Dear nurses, {PHRASE} #care",
    "Please listen to me before you decide #care",
    f"Big thanks to {NAME} for staying late #care",
    f"It was {HANDLE} who rang back, nobody else did #care",
    f"They sent me from {PLACE} to another ward at night #care",
    "RT @someone_else_q: Please listen to me before you decide #care",
    "please listen to me, before you decide!! #care",
    "My care plan says things that I never said #care",
    "No hashtag here at all",
    "Ring me on 01632 960123 or write to owl@example.org #care",
)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    tweets = ((place, HANDLE if place == 3 else f"quillfeather_{place}", words) for place, words in enumerate(WORDS))
    write_tags(folder / "dump.csv", tweets, PLACE, int(ID))
    with (folder / "more.jsonl").open("w", encoding="utf-8") as file:
        user = {"id_str": "99", "screen_name": "pondglass_y", "name": NAME, "location": PLACE}
        tweet = {
            "id_str": str(int(ID) + 50),
            "created_at": "Sat Aug 10 11:00:00 +0000 2013",
            "text": "Listen to me #care",
            "user": user,
            "entities": {"hashtags": [{"text": "care"}], "user_mentions": []},
        }
        file.write(json.dumps(tweet) + "\n{broken\n")
    (folder / "small.toml").write_text(CODEBOOK)
    (folder / "canary.toml").write_text(
        '[study]\nid = "canary"\nhashtags = ["Care"]\nsince = 2013-08-10\nuntil = 2013-08-10\ntimezone = "Europe/London"\n'
        'dumps = ["dump.csv", "more.jsonl"]\ncodebook = "small.toml"\n'
    )
    return folder / "canary.toml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def first(server: dict[str, str], study: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """The study's first run, which has ended well."""
    command = [sys.executable, "-m", "flows.cli", "run", str(study), "--data", str(folder), "--json"]
    done = ended(command, server)
    assert done.returncode == 0, done.stderr
    return done


def bytes_of(bundle: Path) -> dict[str, bytes]:
    return {
        path.relative_to(bundle).as_posix(): path.read_bytes() for path in sorted(bundle.rglob("*")) if path.is_file()
    }


def test_a_study_is_released_and_its_numbers_reconcile(first: subprocess.CompletedProcess[str], folder: Path) -> None:
    told = json.loads(first.stdout)
    counts = told["counts"]
    assert counts["ingest.read"] == 12
    for stage in ("ingest", "deduplicate"):
        assert counts[f"{stage}.read"] == counts[f"{stage}.kept"] + counts[f"{stage}.set_aside"]
    bundle = Path(told["bundle"])
    assert (folder / "released" / "canary" / "latest").resolve() == bundle.resolve()
    table1 = pl.read_csv(bundle / "table1.csv")
    assert table1["heading"].to_list() == ["Listening", "Thanks", "Uncoded"]
    assert table1["tweets"].sum() == counts["deduplicate.kept"] == pl.read_parquet(bundle / "tweets.parquet").height
    manifest = json.loads((bundle / "manifest.json").read_text())
    assert set(manifest["files"]) | {"manifest.json", "seal.json"} == set(bytes_of(bundle))


def test_nothing_of_the_dump_is_anywhere_but_in_the_restricted_folder(
    first: subprocess.CompletedProcess[str], folder: Path, prefect_home: Path
) -> None:
    canaries = [
        word.encode() for word in (HANDLE, NAME, NAME.upper(), PLACE, ID, "quillfeather", "pondglass_y", "960123")
    ]
    said = [PHRASE.encode(), b"Please listen to me before"]
    open_files = [path for path in folder.rglob("*") if path.is_file() and "ingested" not in path.parts]
    machinery = [path for path in prefect_home.rglob("*") if path.is_file()] + list((folder / "results").rglob("*"))
    assert any(path.suffix == ".db" for path in machinery)
    for path in {*open_files, *(each for each in machinery if each.is_file())}:
        content = path.read_bytes() if path.suffix != ".parquet" else pl.read_parquet(path).write_ndjson().encode()
        assert not [word for word in canaries if word.lower() in content.lower()], path
    for path in machinery:
        assert not path.is_file() or not [words for words in said if words in path.read_bytes()], path
    assert not [word for word in (*canaries, *said) if word.decode() in first.stdout + first.stderr]


@pytest.mark.usefixtures("first")
def test_all_that_holds_words_is_for_its_owner_only(folder: Path) -> None:
    for place in ("ingested", "anonymised", "deduplicated", "coded", "quotes", "tabulated", "gated", "keys"):
        assert (folder / place).stat().st_mode & 0o777 == 0o700, place
        assert {path.stat().st_mode & 0o077 for path in (folder / place).rglob("*")} == {0}, place
    assert (folder / "runs").stat().st_mode & 0o777 == 0o700
    [bundle] = {path.resolve() for path in (folder / "released" / "canary").iterdir() if path.is_dir()}
    assert {path.stat().st_mode & 0o077 for path in (bundle, *bundle.rglob("*"))} == {0}
    assert not list(folder.rglob(".aside-*"))


@pytest.mark.usefixtures("first")
def test_nothing_changed_means_no_stage_again_and_a_new_codebook_only_codes(
    hushtag: Run, study: Path, folder: Path
) -> None:
    again = hushtag("run", study, "--data", folder)
    assert "no stage was done again" in again.stderr
    assert "= gate" in again.stderr
    (study.parent / "other.toml").write_text(CODEBOOK.replace('"listen to me"', '"listen to me", "care plan"'))
    other = hushtag("run", study, "--data", folder, "--codebook", study.parent / "other.toml")
    fresh = {line.split()[1] for line in other.stderr.splitlines() if "✓" in line}
    assert fresh == {"assign_themes", "quotes", "search_back", "tabulate", "gate", "publish"}


@pytest.mark.usefixtures("first")
def test_an_altered_or_deleted_table_is_made_anew(hushtag: Run, study: Path, folder: Path) -> None:
    for path in (folder / "deduplicated").glob("*/tweets.parquet"):
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    for path in (folder / "coded").glob("*/codes.parquet"):
        path.unlink()
    run = hushtag("run", study, "--data", folder)
    assert run.returncode == 0, run.stderr
    assert "✓ deduplicate" in run.stderr
    assert "✓ assign_themes" in run.stderr
    assert "= anonymise" in run.stderr


def test_the_same_inputs_give_the_same_bytes_elsewhere(
    first: subprocess.CompletedProcess[str], server: dict[str, str], study: Path, folder: Path, tmp_path: Path
) -> None:
    """With the same key, on a machine that knows no letter but ASCII, by a schedule that has closed what it could."""
    shutil.copytree(folder / "keys", tmp_path / "keys")
    words = [sys.executable, "-m", "flows.cli", "run", str(study), "--data", str(tmp_path), "--json"]
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    other = ended(["sh", "-c", 'exec "$@" <&- 2>&-', "sh", *words], server | ascii_only)
    assert bytes_of(Path(json.loads(first.stdout)["bundle"])) == bytes_of(Path(json.loads(other.stdout)["bundle"]))


def test_the_first_run_draws_the_studys_key_and_says_so(first: subprocess.CompletedProcess[str], folder: Path) -> None:
    assert f"{folder / 'keys' / 'canary.key'}: this study's key was drawn. Keep a copy" in first.stderr


def test_who_has_the_archive_and_not_the_key_gets_other_keys(
    first: subprocess.CompletedProcess[str], hushtag: Run, study: Path, tmp_path: Path
) -> None:
    other = hushtag("run", study, "--data", tmp_path, "--json")
    mine, theirs = (
        pl.read_parquet(Path(json.loads(run.stdout)["bundle"]) / "tweets.parquet") for run in (first, other)
    )
    assert sorted(mine["text"]) == sorted(theirs["text"])
    assert not set(mine["tweet_key"]) & set(theirs["tweet_key"])
    (tmp_path / "keys" / "canary.key").write_text("abcde")
    refused = hushtag("run", study, "--data", tmp_path)
    assert (refused.returncode, refused.stdout) == (6, "")
    assert "the study's key has 5 characters" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def get(api: str, what: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.post(f"{api}/{what}/filter", json=asked).json()
    return found


def latest_of(api: str, key: str) -> dict[str, Any]:
    return get(api, "artifacts/latest", {"artifacts": {"key": {"any_": [key]}}})[0]


def test_a_fault_of_the_anonymiser_closes_the_gate(server: dict[str, str], study: Path, tmp_path: Path) -> None:
    """With its dictionary empty the anonymiser lets a handle in lower case through; the gate has its own list."""
    things = ("bus", "train", "nurse", "letter")
    write_tags(tmp_path / "named.csv", ((n, HANDLE, f"It was {HANDLE} who saw the {each} #care") for n, each in enumerate(things)))
    broken = (
        "import sys, tasks.pure.anonymise.tables as stage; stage.terms_of = lambda _: [];"
        f"from flows.cli import main; sys.exit(main(['run', {str(study)!r}, '--data', {str(tmp_path)!r},"
        f" '--dump', {str(tmp_path / 'named.csv')!r}]))"
    )
    run = ended([sys.executable, "-c", broken], server)
    assert run.returncode == 3, run.stderr
    assert "few texts are held back (4 rows); held back: no handle of the dump 4" in run.stderr
    assert "* withheld: few texts are held back (4 rows)" in latest_of(server["PREFECT_API_URL"], "canary-gate")["data"]
    wanted = {"state": {"type": {"any_": ["FAILED"]}}, "tags": {"all_": ["study:canary"]}}
    failed = get(server["PREFECT_API_URL"], "flow_runs", {"flow_runs": wanted, "sort": "START_TIME_DESC"})[0]["state"]
    assert "few texts are held back (4 rows); held back: no handle of the dump 4" in failed["message"]
    assert HANDLE not in run.stderr + run.stdout
    assert not list((tmp_path / "released").glob("*/*"))


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--dump", "empty.csv"], 4, "empty"),
        (["--dump", "other.jsonl"], 4, "nearest"),
        (["--hashtag", "neverseenanywhere"], 2, "no tweet is left"),
    ],
)
def test_bad_input_gets_one_line_and_its_exit_code(
    hushtag: Run, study: Path, tmp_path: Path, arguments: list[str], code: int, told: str
) -> None:
    (tmp_path / "empty.csv").touch()
    (tmp_path / "other.jsonl").write_text('{"kind": "weather", "rain": 3}\n')
    named = [str(tmp_path / each) if each.endswith((".csv", ".jsonl")) else each for each in arguments]
    run = hushtag("run", study, "--data", tmp_path / "data", *named)
    assert run.returncode == code, run.stderr
    assert told in run.stderr
    assert "Traceback" not in run.stderr
    assert not list((tmp_path / "data" / "released").glob("*/*"))


def test_an_unknown_column_is_named(hushtag: Run, study: Path, tmp_path: Path) -> None:
    mapped = study.parent / "mapped.toml"
    mapped.write_text(study.read_text(encoding="utf-8") + '[columns]\ntext = "Message"\n')
    run = hushtag("run", mapped, "--data", tmp_path)
    assert run.returncode == 4, run.stderr
    assert "Message" in run.stderr
