"""What another account of this machine, or a page that somebody opens, sends to the service is refused."""

import asyncio
import http.client
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from flows.server import addresses
from tests.conftest import clean_environment, ended
from tests.server.service import COMMAND, Service

REFUSED = {401, 403}
SHELL = [{"prefect.deployments.steps.run_shell_script": {"script": "touch taken"}}]
APPROVAL = {"by": "Nobody", "reason": "None."}
STEWARD = {"decision": "approve", "named_person": "Ada Owl", "reason": "Forged."}


def sent(
    service: Service, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str]]:
    """The status of an answer and its headers, to a call as a stranger makes it."""
    connection = http.client.HTTPConnection("127.0.0.1", int(service.url.split(":")[2].split("/")[0]), timeout=30)
    given = {"Content-Type": "application/json", **(headers or {})}
    connection.request(method, f"/api{path}", json.dumps(body), given)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}


@pytest.fixture(scope="module")
def sample(service: Service) -> dict[str, Any]:
    return dict(service.told("/deployments/name/study/sample"))


@pytest.fixture(scope="module")
def automation(service: Service) -> dict[str, Any]:
    return next(each for each in service.asked("/automations/filter") if "gate is closed" in each["name"])


@pytest.fixture(scope="module")
def calls(sample: dict[str, Any], automation: dict[str, Any]) -> list[tuple[str, str, object]]:
    """All that was done to the service when its door stood open."""
    flow, run = sample["flow_id"], f"/deployments/{sample['id']}/create_flow_run"
    named = sample["parameters"]
    return [
        ("POST", "/deployments/", {"name": "shell", "flow_id": flow, "work_pool_name": "hushtag", "pull_steps": SHELL}),
        ("POST", run, {"parameters": named, "job_variables": {"command": "touch taken"}}),
        ("POST", run, {"parameters": named | {"approval": APPROVAL}}),
        ("POST", run, {"parameters": named | {"changes": {"dumps": ["/etc/hostname"]}}}),
        ("POST", f"/flow_runs/{uuid4()}/resume", {"run_input": STEWARD}),
        ("PATCH", f"/automations/{automation['id']}", {"enabled": False}),
        ("POST", "/flow_runs/filter", {}),
        ("GET", f"/deployments/{sample['id']}", None),
        ("DELETE", f"/deployments/{sample['id']}", None),
        ("GET", "/csrf-token?client=stranger", None),
    ]


def kept(service: Service, automation: dict[str, Any]) -> tuple[object, ...]:
    """What those calls would have changed; runs that a schedule makes meanwhile are not theirs."""
    now = service.told(f"/automations/{automation['id']}")
    runs = [run["id"] for run in service.asked("/flow_runs/filter") if not run["auto_scheduled"]]
    return now["enabled"], sorted(runs), service.asked("/deployments/count")


def test_a_call_without_the_login_is_refused(
    service: Service, calls: list[tuple[str, str, object]], automation: dict[str, Any]
) -> None:
    before = kept(service, automation)
    token = {name: value for name, value in service.headers().items() if name.startswith("Prefect-Csrf")}
    for headers in ({}, token, token | {"Authorization": "Basic cm9vdDpndWVzc2Vk"}):
        assert {sent(service, *call, headers)[0] for call in calls} <= REFUSED
    assert kept(service, automation) == before


@pytest.mark.parametrize(
    "foreign", [{"Origin": "http://127.0.0.1:8080"}, {"Origin": "null"}, {"Host": "hushtag.example:4200"}], ids=str
)
def test_a_page_of_another_address_is_refused_whatever_it_knows(
    service: Service, calls: list[tuple[str, str, object]], automation: dict[str, Any], foreign: dict[str, str]
) -> None:
    before = kept(service, automation)
    headers = service.headers()
    for call in [*calls, ("OPTIONS", "/flow_runs/filter", None)]:
        status, answered = sent(service, *call, headers | foreign)
        assert status == 403
        assert "access-control-allow-origin" not in answered
    assert kept(service, automation) == before


def test_the_login_starts_studies_by_their_names_and_by_nothing_else(service: Service, sample: dict[str, Any]) -> None:
    before = service.asked("/flow_runs/count")
    for parameters in (
        {"name": "sample", "approval": APPROVAL},
        {"name": "sample", "changes": {"dumps": ["/etc/hostname"]}},
        {"name": "sample", "file": "/etc/hostname"},
        {"name": "../../../tmp/sample"},
        {"name": "/tmp/sample"},  # noqa: S108
    ):
        body = {"parameters": parameters}
        status, _ = sent(service, "POST", f"/deployments/{sample['id']}/create_flow_run", body, service.headers())
        assert status in {409, 422}, parameters
    assert service.asked("/flow_runs/count") == before


def test_a_socket_without_the_login_is_closed_and_one_of_another_page_is_not_opened(service: Service) -> None:
    address = f"{service.url.replace('http', 'ws')}/events/in"

    async def tried(origin: str | None, token: str) -> str:
        async with connect(address, origin=origin, subprotocols=["prefect"]) as socket:  # type: ignore[list-item, arg-type]
            await socket.send(json.dumps({"type": "auth", "token": token}))
            return str(await socket.recv())

    assert "auth_success" in asyncio.run(tried(None, service.login))
    with pytest.raises(ConnectionClosed):
        asyncio.run(tried(None, "guessed"))
    with pytest.raises(InvalidStatus):
        asyncio.run(tried("http://127.0.0.1:8080", service.login))


def test_the_pages_are_shown_in_no_frame_and_ask_no_other_host(service: Service) -> None:
    policy = sent(service, "GET", "/health")[1]["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert policy.startswith("default-src 'self'")


def test_another_account_finds_no_server_though_one_listens(service: Service, tmp_path: Path) -> None:
    assert addresses.is_up(service.url)
    alone = ended([*COMMAND, "schedule"], clean_environment(tmp_path))
    assert alone.returncode == 2
    assert "no Prefect server is up" in alone.stderr
