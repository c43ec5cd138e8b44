"""One `hushtag ui` for all tests of the service: it takes long to start."""

from collections.abc import Iterator

import pytest

from tests.conftest import clean_environment
from tests.server.service import Service, started_with, ui

BEAT_SECONDS = 30
SWIFT = {
    "PREFECT_WORKER_QUERY_SECONDS": "1",
    "PREFECT_SERVER_EVENTS_PROACTIVE_GRANULARITY": "PT1S",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_INTERVAL": "1",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(BEAT_SECONDS),
}


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home, data = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("data")
    with ui(data, clean_environment(home) | SWIFT) as service:
        yield service
    assert not started_with(str(home))
