"""Where a Prefect API is: the one that is configured, that of `hushtag ui`, or one at Prefect's own port."""

import os
import socket
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tasks.errors import StorageError

HOST = "127.0.0.1"
DEFAULT_PORT = 4200


def running_url() -> str | None:
    """The address of the server to use: the one configured, that of `hushtag ui`, or one at Prefect's own port.

    Raises: StorageError when a configured server does not answer.
    """
    configured = _configured_url()
    if configured and not is_up(configured):
        raise StorageError(
            "the configured Prefect server does not answer", plain(configured), "Start it, or unset PREFECT_API_URL."
        )
    return configured or next(filter(is_up, (*_noted_url(), address(DEFAULT_PORT))), None)


def is_up(url: str, path: str = "health") -> bool:
    """Whether a Prefect API answers at this address; `ready` asks for its database too."""
    try:
        with urlopen(f"{url}/{path}", timeout=2) as answer:  # noqa: S310  our own or the configured address
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


def note() -> Path:
    """The file that says where `hushtag ui` is; it holds a lock on it as long as it lives."""
    return home() / "hushtag-ui.url"


def _configured_url() -> str | None:
    """From the environment, else from the active Prefect profile; read without importing Prefect."""
    if "PREFECT_API_URL" in os.environ:
        return os.environ["PREFECT_API_URL"] or None
    import tomllib

    try:
        profiles = tomllib.loads((home() / "profiles.toml").read_text(encoding="utf-8"))
        active = os.environ.get("PREFECT_PROFILE") or profiles["active"]
        return profiles["profiles"][active].get("PREFECT_API_URL") or None
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return None


def _noted_url() -> list[str]:
    try:
        return note().read_text(encoding="utf-8").split()
    except OSError:
        return []
