"""Flows run in this process, against the one server, on studies small enough to look through."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.storage import store
from tests.small_studies import CODEBOOK, write_tags

ASKING = tuple(f"Please listen to me when the {what} is late #care" for what in ("bus", "train", "nurse", "letter"))
THANKING = tuple(f"Many thanks for the {what} that you brought #care" for what in ("tea", "lamp", "map", "song"))


@pytest.fixture(scope="module")
def folder(server: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for studies; while it is there, flows that this process runs keep to it and to the one server."""
    from prefect.events.worker import EventsWorker
    from prefect.settings import (
        PREFECT_API_URL,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        PREFECT_HOME,
        PREFECT_LOGGING_TO_API_ENABLED,
        temporary_settings,
    )

    home = tmp_path_factory.mktemp("studies")
    settings = {
        PREFECT_API_URL: server["PREFECT_API_URL"],
        PREFECT_HOME: server["PREFECT_HOME"],
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
        # What is logged late would find the server gone.
        PREFECT_LOGGING_TO_API_ENABLED: False,
    }
    with pytest.MonkeyPatch.context() as patch, temporary_settings(updates=settings):
        patch.setenv(store.DATA_VARIABLE, str(home / "data"))
        yield home
        EventsWorker.drain_all(timeout=10)


def dump(path: Path, words: tuple[str, ...], first: int = 1) -> None:
    """A dump as TAGS writes it; ids run on from `first`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_tags(path, ((place, f"quill_{place}", text) for place, text in enumerate(words, first)))


def small_study(folder: Path, name: str, more: str = "", words: tuple[str, ...] = ASKING) -> Path:
    """A study of a few tweets with a dump folder and a codebook of its own."""
    dump(folder / name / "first.csv", words)
    (folder / name / "small.toml").write_text(CODEBOOK)
    path = folder / f"{name}.toml"
    path.write_text(f'[study]\nid = "{name}"\ndumps = ["{name}/*.csv"]\ncodebook = "{name}/small.toml"\n{more}')
    return path
