"""compose.yaml is held to its specification, to Prefect's commands and settings, and to what it must never do."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from flows import cli
from flows.server import doors, team
from tests.conftest import PROJECT, ended

COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ADMITTED = {line[1:] for line in (PROJECT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
PARSES = """
import json, sys
from prefect.cli._app import _app
from prefect.settings import Settings
from prefect.settings.legacy import _get_valid_setting_names
commands, names = json.load(sys.stdin)
for command in commands:
    _app.parse_args(command, exit_on_error=False, print_error=False)
print(json.dumps(sorted(set(names) - _get_valid_setting_names(Settings))))
"""


def test_it_is_a_compose_file() -> None:
    PyCompose.from_json(json.dumps(COMPOSE)).validate()
    wrong = COMPOSE | {"services": SERVICES | {"api": SERVICES["api"] | {"prots": []}}}
    with pytest.raises(ValueError, match="prots"):
        PyCompose.from_json(json.dumps(wrong))


def test_prefect_knows_every_command_and_every_setting() -> None:
    commands = [each["command"][1:] for each in SERVICES.values() if each.get("command", [""])[0] == "prefect"]
    named = {name for each in SERVICES.values() for name in each.get("environment", {})}
    settings = [name for name in named if name.startswith("PREFECT_") and not name.startswith("PREFECT_REDIS_")]
    told = json.dumps([commands, settings])
    done = subprocess.run(
        [sys.executable, "-c", PARSES], input=told, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert len(commands) == 3
    assert json.loads(done.stdout) == []
    for each in SERVICES.values():
        if each.get("command", [""])[0] == "hushtag":
            cli.parser().parse_args(each["command"][1:])


def test_images_are_pinned_and_all_processes_of_prefect_are_one_version() -> None:
    images = {each["image"] for each in SERVICES.values()}
    assert all(re.search(r":\d+\.\d+(\.\d+)?(-\w+)?$", image) for image in images)
    of_prefect = {each["image"] for each in SERVICES.values() if each.get("build")}
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]
    assert of_prefect == {f"hushtag:{version}"}
    locked = {each["name"]: each["version"] for each in tomllib.loads((PROJECT / "uv.lock").read_text())["package"]}
    assert yaml.safe_load((PROJECT / "prefect.yaml").read_text())["prefect-version"] == locked["prefect"]
    assert "prefect-redis" in locked


def test_a_password_is_in_a_file_that_is_never_committed_nor_enters_the_image() -> None:
    for secret in COMPOSE["secrets"].values():
        ignored = subprocess.run(["git", "check-ignore", "-q", secret["file"]], cwd=PROJECT, check=False, timeout=60)
        assert ignored.returncode == 0
    for each in SERVICES.values():
        words = [name for name in each.get("environment", {}) if re.search("PASSWORD|AUTH|SECRET", name)]
        assert all(name.endswith("_FILE") for name in words)
    assert not {each for each in ADMITTED if "secrets" in each or each in {"data", "data/dumps", "data/ingested"}}


def test_the_image_has_all_that_is_shipped() -> None:
    """What the Dockerfile copies is let in by .dockerignore, and of the project's code and data nothing is left out."""
    lines = (PROJECT / "Dockerfile").read_text().splitlines()
    copied = {
        source for line in lines if line.startswith("COPY") for source in line.split()[1:-1] if source[:2] != "--"
    }
    assert all((PROJECT / source).exists() for source in copied | ADMITTED)
    assert not {each for each in ADMITTED if not within(each, copied)}
    assert not {source for source in copied if not any(within(each, {source}) for each in ADMITTED)}
    listed = ["git", "ls-files", "data", "flows", "tasks", "expectations"]
    done = subprocess.run(listed, cwd=PROJECT, capture_output=True, text=True, check=True, timeout=60)
    assert {path for path in done.stdout.split() if not within(path, ADMITTED)} == {"data/README.md"}


@pytest.mark.nightly
def test_what_the_dockerfile_copies_and_installs_is_enough(tmp_path: Path) -> None:
    """Its COPY and uv lines, one after the other, in an empty folder; then its default command, on that folder alone."""
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    # Where uv is not installed, the Makefile has put it there.
    environment["PATH"] = f"{os.environ['PATH']}:{PROJECT / '.tools' / 'bin'}"
    for line in (PROJECT / "Dockerfile").read_text().splitlines():
        instruction, *words = shlex.split(line, comments=True) or [""]
        if instruction == "COPY" and not words[-1].startswith("/"):
            for source in words[:-1]:
                copy(PROJECT / source, tmp_path / source)
        elif instruction == "RUN" and words[0] == "uv":
            done = ended(["env", "-C", str(tmp_path), *words], environment)
            assert done.returncode == 0, done.stderr
    command = [str(tmp_path / ".venv" / "bin" / "hushtag"), "doctor", "--data", str(tmp_path / "tables")]
    done = ended(command, environment | {"PREFECT_HOME": str(tmp_path / "home")})
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(list((PROJECT / 'data' / 'studies').glob('*.toml')))} valid" in done.stdout


def copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=lambda folder, names: [name for name in names if is_left(folder, name)])
    else:
        shutil.copy(source, target)


def is_left(folder: str, name: str) -> bool:
    """Whether .dockerignore keeps a file or folder out."""
    path = (Path(folder) / name).relative_to(PROJECT).as_posix()
    return name == "__pycache__" or not any(within(path, {each}) or within(each, {path}) for each in ADMITTED)


def within(path: str, folders: set[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def test_what_reads_dumps_knows_neither_the_password_of_the_database_nor_a_way_to_it() -> None:
    with_password = {name for name, each in SERVICES.items() if "database_password" in each.get("secrets", [])}
    assert with_password == {"database", "migration", "api", "services"}
    near_database = {name for name, each in SERVICES.items() if "inside" in each.get("networks", ())}
    assert near_database == with_password | {"events"}
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_the_entrypoint_hands_passwords_on_from_files(tmp_path: Any) -> None:
    (tmp_path / "database_password").write_text("a b'c\n")
    (tmp_path / "api_login").write_text("team:x\n")
    shown = ["sh", "-c", 'printf "%s|%s|%s" "$PREFECT_SERVER_DATABASE_PASSWORD" "$PREFECT_API_AUTH_STRING" "$(umask)"']
    done = subprocess.run(
        [PROJECT / "deploy" / "entrypoint.sh", *shown],
        env={"PATH": "/usr/bin:/bin", "HUSHTAG_SECRETS": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == "a b'c|team:x|0027"


def test_nothing_starts_before_what_it_needs_and_nobody_else_can_reach_it() -> None:
    assert SERVICES["migration"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    for name in ("api", "services"):
        assert SERVICES[name]["depends_on"]["migration"]["condition"] == "service_completed_successfully"
    assert "/api/ready" in SERVICES["api"]["healthcheck"]["test"][-1]
    assert SERVICES["deployments"]["depends_on"]["api"]["condition"] == "service_healthy"
    assert [each["ports"] for each in SERVICES.values() if "ports" in each] == [["127.0.0.1:4200:4200"]]


def test_the_api_answers_to_what_people_type_and_to_its_neighbours_and_to_no_other_name() -> None:
    api = SERVICES["api"]
    assert api["command"][:3] == ["python", "-m", team.__name__]
    named, typed = team.hosts(api["environment"]), team.origins(api["environment"])
    assert named == {"127.0.0.1", "localhost", "[::1]", "api"}
    for headers in (
        {"host": "api:4200"},
        {"host": "127.0.0.1:4200", "origin": "http://127.0.0.1:4200"},
        {"host": "LOCALHOST"},
        {"host": "[::1]:4200"},
    ):
        assert doors.is_ours(headers, named, typed), headers
    for headers in (
        {"host": "owls.example"},
        {"host": "owls.example:4200", "origin": "http://owls.example:4200"},
        {"host": "api.owls.example:4200"},
        {"host": "127.0.0.1:4200", "origin": "http://owls.example"},
        {"host": "127.0.0.1:4200", "origin": "null"},
        {"host": "api@owls.example"},
        {},
    ):
        assert not doors.is_ours(headers, named, typed), headers


def test_behind_a_proxy_the_address_that_people_type_is_let_in_and_no_star_is() -> None:
    environment = {team.TYPED: "https://Hushtag.example/, http://127.0.0.1:4200"}
    named, typed = team.hosts(environment), team.origins(environment)
    assert doors.is_ours({"host": "hushtag.example", "origin": "https://hushtag.example"}, named, typed)
    assert not doors.is_ours({"host": "hushtag.example", "origin": "https://owls.example"}, named, typed)
    assert not doors.is_ours({"host": "hushtag.example.owls.example"}, named, typed)
    for mistaken in ("", "*", "https://*", "hushtag.example", "https://hushtag.example/pages"):
        done = ended([sys.executable, "-m", team.__name__, "--host", "127.0.0.1"], os.environ | {team.TYPED: mistaken})
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr


def test_only_the_worker_has_tables_the_api_reads_bundles_and_dumps_are_read_only() -> None:
    mounts = {name: each.get("volumes", []) for name, each in SERVICES.items()}
    whole = [name for name, each in mounts.items() if any("tables:" in mount for mount in each)]
    # That which makes the folders ends before anything else begins, and reaches nobody.
    assert whole == ["folders", "worker"]
    assert SERVICES["folders"]["network_mode"] == "none"
    assert SERVICES["api"]["depends_on"]["folders"]["condition"] == "service_completed_successfully"
    seen = [(each["source"], each["volume"]["subpath"], each["target"], each["read_only"]) for each in mounts["api"]]
    home = SERVICES["api"]["environment"]["HUSHTAG_DATA"]
    assert seen == [("tables", name, f"{home}/{name}", True) for name in ("drafts", "released")]
    named = [mount for each in mounts.values() for mount in each if isinstance(mount, str)]
    assert all(mount.endswith(":ro") for mount in named if mount.startswith("./"))
    assert "--mode 0700 /var/lib/hushtag" in (PROJECT / "Dockerfile").read_text()
