"""The services of compose.yaml as processes of this machine: its commands, environment, order and health checks.

What a container has of its own is put in its place: a port that is free, a folder, a user who is not root.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from flows.server import addresses
from tests.conftest import PROJECT, clean_environment
from tests.server.service import copied

COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SECRETS = {"database_password": "plum-heron-nine", "api_login": "team:otter-lamp-four"}
BINARIES = Path(sys.executable).parent
POSTGRES = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/nowhere"))
# Only so that the test waits less; nothing else differs from the file.
SWIFT = {"PREFECT_WORKER_QUERY_SECONDS": "1", "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_INTERVAL": "1"}
STARTING_SECONDS = 120
PORTS = ("4200", "5432", "6379", "8080")


def missing() -> str:
    """Which of the programs that the images bring is not on this machine."""
    programs = {"postgresql": POSTGRES / "postgres", "redis": Path(shutil.which("redis-server") or "/nowhere")}
    return ", ".join(name for name, path in programs.items() if not path.exists())


@dataclass
class Production:
    folder: Path
    ports: dict[str, str] = field(default_factory=lambda: {name: str(addresses.free_port()) for name in PORTS})
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def project(self) -> Path:
        return self.folder / "project"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['4200']}/api"

    @property
    def data(self) -> Path:
        return self.folder / "var" / "lib" / "hushtag"

    def environment(self, name: str) -> dict[str, str]:
        """A service's environment in the file, at the addresses that its neighbours have here."""
        told = {key: self.here(value) for key, value in SERVICES[name].get("environment", {}).items()}
        mine = {
            "HUSHTAG_SECRETS": str(self.folder / "secrets" / name),
            "PYTHONPATH": str(self.project),
            "PATH": f"{BINARIES}:{POSTGRES}:{os.environ['PATH']}",
        }
        ports = {"PREFECT_SERVER_API_PORT": self.ports["4200"], "PREFECT_WORKER_WEBSERVER_PORT": self.ports["8080"]}
        database = {"PGHOST": "127.0.0.1", "PGPORT": self.ports["5432"]}
        return clean_environment(self.folder / "unused") | SWIFT | mine | ports | database | told

    def here(self, words: str) -> str:
        """An address, host, port or folder of the file, as it is on this machine."""
        for port, free in self.ports.items():
            words = words.replace(f":{port}/", f":{free}/") if words != port else free
        for name in ("api", "events", "database"):
            words = words.replace(f"//{name}:", "//127.0.0.1:") if words != name else "127.0.0.1"
        for place in ("/tmp/", "/var/lib/hushtag"):  # noqa: S108  as the file names them
            words = words.replace(place, f"{self.folder}{place}") if words.startswith(place) else words
        return words

    def up(self, name: str) -> None:
        """Starts a service once what it waits for has come to pass, as the file says."""
        for other, wanted in SERVICES[name].get("depends_on", {}).items():
            if other not in self.processes:
                self.up(other)
            if wanted["condition"] == "service_completed_successfully":
                assert self.processes[other].wait(STARTING_SECONDS) == 0, self.log(other)
            else:
                assert wanted["condition"] == "service_healthy"
                self.until_healthy(other)
        self.start(name)

    def start(self, name: str) -> None:
        command = [word.replace("0.0.0.0", "127.0.0.1") for word in SERVICES[name].get("command", ["postgres"])]  # noqa: S104
        command = [self.here(word) if word.startswith("/") else word for word in command]
        if name == "database":
            command += ["-D", "database", "-h", "127.0.0.1", "-p", self.ports["5432"], "-k", ""]
        elif name == "events":
            command += ["--port", self.ports["6379"], "--dir", str(self.folder / "events")]
        else:
            command = [str(PROJECT / "deploy" / "entrypoint.sh"), *command]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command,
                cwd=self.folder if name in {"database", "events"} else self.project,
                env=self.environment(name),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self.user(name),
            )

    def user(self, name: str) -> dict[str, Any]:
        """PostgreSQL refuses to be run by root, whom its image has not either."""
        is_refused = name == "database" and os.geteuid() == 0
        return {"user": "nobody", "group": "nogroup", "extra_groups": []} if is_refused else {}

    def is_healthy(self, name: str) -> bool:
        """What the file's health check of a service says."""
        kind, program, *words = SERVICES[name]["healthcheck"]["test"]
        assert kind == "CMD"
        words = [self.here_within(word) for word in words]
        if name == "events":
            words = ["-p", self.ports["6379"], *words]
        command = [shutil.which(program, path=self.environment(name)["PATH"]) or program, *words]
        done = subprocess.run(command, env=self.environment(name), capture_output=True, check=False, timeout=30)
        return done.returncode == 0

    def here_within(self, words: str) -> str:
        for port, free in self.ports.items():
            words = words.replace(f"127.0.0.1:{port}", f"127.0.0.1:{free}")
        return words

    def until_healthy(self, name: str) -> None:
        deadline = time.monotonic() + STARTING_SECONDS
        while not self.is_healthy(name):
            assert self.processes[name].poll() is None, self.log(name)
            assert time.monotonic() < deadline, self.log(name)
            time.sleep(0.5)

    def stop(self, name: str) -> int:
        """Ends a service as `docker compose stop` does: a signal to the first process, and after a while the end of all."""
        process = self.processes[name]
        process.send_signal(signal.SIGINT if name == "database" else signal.SIGTERM)
        try:
            return process.wait(timeout=60)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def log(self, name: str) -> str:
        return f"{name}: {(self.folder / f'{name}.log').read_text()[-4000:]}"


@contextmanager
def production() -> Iterator[Production]:
    """Every service of the file, up and healthy; all of them are gone at the end of the block."""
    with _place() as made:
        _prepare(made)
        for name in SERVICES:
            if name not in made.processes:
                made.up(name)
        made.until_healthy("worker")
        yield made


@contextmanager
def postgresql() -> Iterator[str]:
    """The file's database by itself, healthy: its address, with the password."""
    with _place() as made:
        told = SERVICES["database"]["environment"]
        _folder(made, "database", 0o700)
        _secrets(made, "database")
        _database(made, told)
        made.up("database")
        made.until_healthy("database")
        owner, password = told["POSTGRES_USER"], SECRETS["database_password"]
        yield f"postgresql://{owner}:{password}@127.0.0.1:{made.ports['5432']}/{told['POSTGRES_DB']}"


@contextmanager
def _place() -> Iterator[Production]:
    # Whoever runs PostgreSQL may enter: the folders of tests are closed to all but their owner.
    made = Production(Path(tempfile.mkdtemp(prefix="hushtag-")))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, made.folder, ignore_errors=True)
        made.folder.chmod(0o755)
        stack.callback(_end, made)
        yield made


def _prepare(made: Production) -> None:
    copied(made.project, strict="[thresholds]\nleast_tweets = 1_000_000")
    for name, mode in {
        "secrets": 0o755,
        "events": 0o700,
        "database": 0o700,
        "var/lib/hushtag": 0o700,
        "tmp": 0o755,
    }.items():
        _folder(made, name, mode)
    for name in SERVICES:
        _secrets(made, name)
    _database(made, SERVICES["database"]["environment"])


def _folder(made: Production, name: str, mode: int) -> None:
    (made.folder / name).mkdir(parents=True)
    (made.folder / name).chmod(mode)


def _secrets(made: Production, name: str) -> None:
    (made.folder / "secrets" / name).mkdir(parents=True)
    for secret in SERVICES[name].get("secrets", ()):
        (made.folder / "secrets" / name / secret).write_text(SECRETS[secret])


def _database(made: Production, told: Mapping[str, str]) -> None:
    """What the image of PostgreSQL does on its first start."""
    owner = made.user("database")
    if owner:
        shutil.chown(made.folder / "database", owner["user"], owner["group"])
    secret = made.folder / "secrets" / "database" / Path(told["POSTGRES_PASSWORD_FILE"]).name
    words = ["--username", told["POSTGRES_USER"], "--pwfile", str(secret), "--auth", "scram-sha-256"]
    places = {"cwd": made.folder, "capture_output": True, "check": True, "timeout": 120, **owner}
    subprocess.run([POSTGRES / "initdb", "--pgdata", "database", "--no-sync", "--encoding", "UTF8", *words], **places)
    single = [POSTGRES / "postgres", "--single", "-D", "database", "postgres"]
    subprocess.run(single, input=f"CREATE DATABASE {told['POSTGRES_DB']};\n".encode(), **places)


def _end(made: Production) -> None:
    for process in reversed(made.processes.values()):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
