"""Where a Prefect API is: the one that is configured, or one of this machine, by its port."""

import os
import socket
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

HOST = "127.0.0.1"


class Api(NamedTuple):
    """A Prefect API, and the login that it asks for."""

    url: str
    login: str = ""

    @property
    def origin(self) -> str:
        """What a browser calls the place that its pages come from."""
        return self.url.removesuffix("/api")


def is_up(url: str, path: str = "health") -> bool:
    """Whether a Prefect API answers at this address; `ready` asks for its database too."""
    try:
        with urlopen(f"{plain(url)}/{path}", timeout=2) as answer:  # noqa: S310  our own or the configured address
            return bool(answer.status == 200)
    except (URLError, OSError, ValueError):
        return False


def address(port: int) -> str:
    """Where an API of our own is, by its port."""
    return f"http://{HOST}:{port}/api"


def plain(url: str) -> str:
    """An address without the user and password that may stand in it."""
    scheme, mark, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if mark else url


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_taken(port: int) -> bool:
    """Whether something listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def home() -> Path:
    """Prefect's own folder: its profiles, and its database of runs where that is SQLite."""
    return Path(os.environ.get("PREFECT_HOME") or Path.home() / ".prefect")


def configured_url() -> str | None:
    """The address that Prefect's own settings give, read without importing it: the environment's, else the profile's."""
    if "PREFECT_API_URL" in os.environ:
        return os.environ["PREFECT_API_URL"] or None
    import tomllib

    try:
        profiles = tomllib.loads((home() / "profiles.toml").read_text(encoding="utf-8"))
        active = os.environ.get("PREFECT_PROFILE") or profiles["active"]
        return profiles["profiles"][active].get("PREFECT_API_URL") or None
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return None
