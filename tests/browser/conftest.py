"""A real browser, and the report of a real run to open in it."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ended

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome-stable"))), None)
# As root there is no sandbox; the rest keeps the browser itself from asking the network.
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium; for one module only, because its driver's event loop runs until it is closed."""
    driver = pytest.importorskip("playwright.sync_api", reason="the browser's driver is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with driver.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def report(server: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a run of the sample."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    folder = tmp_path_factory.mktemp("sample")
    run = ended([sys.executable, "-m", "flows.cli", "run", "--data", str(folder), "--json"], server)
    assert run.returncode == 0, run.stderr
    return Path(json.loads(run.stdout)["bundle"]) / "report.html"
