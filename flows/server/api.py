"""Which Prefect API a command uses: the one that is configured, else that of `hushtag ui`, else none."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

from flows.server import note, shelf
from flows.server.addresses import Api, configured_url, is_up, plain
from flows.server.doors import LOGIN
from tasks.errors import StorageError

ADDRESS = "PREFECT_API_URL"


def running() -> Api | None:
    """The API to use. A server that merely listens at Prefect's port is not: anybody's may.

    Raises: StorageError when a configured server does not answer.
    """
    configured, noted = configured_url(), note.read()
    if noted and is_up(noted.url) and configured in (None, noted.url):
        return noted
    if configured and not is_up(configured):
        raise StorageError(
            "the configured Prefect server does not answer", plain(configured), "Start it, or unset PREFECT_API_URL."
        )
    return Api(configured) if configured else None


def use(api: Api) -> None:
    """Has Prefect use an API from now on, in this process and those that it starts."""
    os.environ[ADDRESS] = api.url
    if api.login:
        os.environ[LOGIN] = api.login


@contextmanager
def used(api: Api) -> Iterator[None]:
    """Has Prefect use an API for as long as the block runs."""
    before = {name: os.environ.get(name) for name in (ADDRESS, LOGIN)}
    use(api)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def linked(words: str, path: str) -> str:
    """The words as a link to a draft or a release in Markdown; where the server in use serves neither, with its place instead."""
    if serves_files():
        return f"[{words}](/{path})"
    return f"{words}: `{path}` in the data folder of the machine that ran this"


def serves_files() -> bool:
    """Whether the server in use gives out drafts and releases, as those do that we start, and a team's that is shown them."""
    origin = Api(plain(configured_url() or "")).origin
    try:
        with urlopen(f"{origin}/drafts/", timeout=2) as answer:  # noqa: S310  the address in use
            return bool(answer.read(len(shelf.SHELL) + 1) == shelf.SHELL.encode())
    except (OSError, ValueError):
        return False
