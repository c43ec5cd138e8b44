"""The wheel alone, in an empty environment, used from a folder that has a `tasks` of its own."""

import csv
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import PROJECT, clean_environment
from tests.server.service import ui

UV = shutil.which("uv") or str(PROJECT / ".tools" / "bin" / "uv")
SAMPLE = PROJECT / "data" / "sample" / "dearmhp-tags.csv"
PATIENCE_SECONDS = 280
pytestmark = pytest.mark.nightly


def uv(*words: object) -> str:
    done = subprocess.run([UV, *map(str, words)], cwd=PROJECT, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that holds the wheel, what it needs, and nothing else."""
    home = tmp_path_factory.mktemp("installed")
    uv("build", "--wheel", "-o", home)
    (wheel,) = home.glob("*.whl")
    (home / "locked.txt").write_text(uv("export", "--frozen", "--no-dev", "--no-hashes", "--no-emit-project"))
    uv("venv", home / "env")
    uv("pip", "install", "--python", home / "env", "--constraint", home / "locked.txt", wheel)
    return home / "env" / "bin"


@pytest.fixture(scope="module")
def place(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where somebody works: their own packages of our rooms' names break whoever imports them."""
    place = tmp_path_factory.mktemp("work")
    for room in ("tasks", "flows", "expectations"):
        (place / room).mkdir()
        (place / room / "__init__.py").write_text("raise SystemExit('somebody else')\n")
    shutil.copy(SAMPLE, place / "my.csv")
    return place


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return clean_environment(tmp_path_factory.mktemp("prefect"))


def done(command: list[object], place: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    words = [str(word) for word in command]
    ended = subprocess.run(words, cwd=place, env=environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    assert ended.returncode == 0, ended.stderr
    return ended


@pytest.fixture(scope="module")
def bundle(installed: Path, place: Path, environment: dict[str, str]) -> Path:
    told = json.loads(done([installed / "hushtag", "run", "--json"], place, environment).stdout)
    return Path(told["bundle"])


def test_the_sample_runs_into_the_folder_one_stands_in_and_gives_what_a_checkout_gives(
    bundle: Path, place: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    assert bundle.is_relative_to(place / "data" / "released")
    (tmp_path / "keys").mkdir(mode=0o700)
    shutil.copy(place / "data" / "keys" / "sample.key", tmp_path / "keys")
    checkout = PROJECT / ".venv" / "bin" / "hushtag"
    other = json.loads(done([checkout, "run", "--json", "--data", tmp_path], PROJECT, environment).stdout)["bundle"]
    assert bundle.name == Path(other).name


def test_a_dump_is_run_by_its_name_alone(installed: Path, place: Path, environment: dict[str, str]) -> None:
    told = json.loads(done([installed / "hushtag", "run", "my.csv", "--json"], place, environment).stdout)
    assert (place / "data" / "released" / "my" / "latest" / "table1.csv").is_file()
    assert told["counts"]["ingest.kept"] > 400


def test_commands_that_need_no_study_do_their_work(
    installed: Path, place: Path, environment: dict[str, str], bundle: Path
) -> None:
    python = installed / "python"
    done([python, "-m", "hushtag", "anonymise", "my.csv", "-o", "safe.csv"], place, environment)
    with (place / "safe.csv").open(encoding="utf-8", newline="") as file:
        assert any("[USER]" in row["text"] for row in csv.DictReader(file))
    done([installed / "hushtag", "codebook", "test", "dearmhp"], place, environment)
    done([installed / "hushtag", "check", bundle], place, environment)
    script = "import hushtag, sys; print(list(hushtag.anonymise(['Ask @quill_x'])), 'tasks' in sys.modules)"
    assert done([python, "-c", script], place, environment).stdout == "['Ask [USER]'] False\n"


def test_nothing_is_written_beside_the_code(installed: Path, bundle: Path) -> None:
    (package,) = installed.parent.glob("lib/*/site-packages/hushtag")
    shipped = {path.name for path in (package / "data").iterdir()}
    assert shipped == {"codebooks", "models", "profiles", "sample", "studies"}


def test_the_service_runs_the_studies_of_the_data_folder(
    installed: Path, place: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "studies").mkdir()
    study = f'[study]\nid = "mine"\ndumps = ["{place}/my.csv"]\n'
    (tmp_path / "studies" / "mine.toml").write_text(study, encoding="utf-8")
    with ui(tmp_path, environment, place, [str(installed / "hushtag")]) as service:
        assert service.end_of(service.run_of("study/mine")) == "COMPLETED"
    assert (tmp_path / "released" / "mine" / "latest" / "table1.csv").is_file()
