"""The service gives out drafts and releases to those with its login, and nothing else of the data folder."""

import asyncio
import base64
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from flows.server import addresses, api, doors, shelf

LOGIN = "ada:secret"
SENT = {"authorization": f"Basic {base64.b64encode(LOGIN.encode()).decode()}"}
VERSION = "0123456789ab"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A data folder with a release, a draft, and what is nobody's business."""
    for folder in (f"released/owls/{VERSION}", f"drafts/owls/{VERSION}"):
        bundle = tmp_path / folder
        (bundle / "figures").mkdir(parents=True)
        for name in ("report.html", "manifest.json", "tweets.csv", "figures/flow.svg"):
            (bundle / name).write_text(f"{folder} {name}")
    (tmp_path / "released" / "owls" / "latest").symlink_to(VERSION)
    (tmp_path / "released" / "owls" / "releases.jsonl").write_text("{}")
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "owls.key").write_text("secret")
    (tmp_path / "ingested" / VERSION).mkdir(parents=True)
    (tmp_path / "ingested" / VERSION / "manifest.json").write_text("{}")
    (tmp_path / "ingested" / VERSION / "tweets.csv").write_text("words")
    return tmp_path


def given(root: Path, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> shelf.Answer:
    return shelf.answer(method, path, SENT if headers is None else headers, LOGIN, root)


@pytest.mark.parametrize("place", [f"released/owls/{VERSION}", "released/owls/latest", f"drafts/owls/{VERSION}"])
@pytest.mark.parametrize("name", ["report.html", "tweets.csv", "figures/flow.svg"])
def test_a_file_of_a_bundle_is_given_and_runs_nothing(root: Path, place: str, name: str) -> None:
    answer = given(root, f"/{place}/{name}")
    assert (answer.status, answer.body.decode().split()[1]) == (200, name)
    assert answer.policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in answer.policy


def test_without_the_login_there_is_a_page_with_no_word_of_the_file(root: Path) -> None:
    path = f"/drafts/owls/{VERSION}/report.html"
    page = given(root, path, {})
    assert (page.status, page.body) == (200, given(root, "/drafts/nothing/at/all", {}).body)
    assert b"drafts/owls" not in page.body
    for wrong in ("Basic bm9ib2R5", "", "Bearer x", "Basic \xe9"):
        assert given(root, path, {"authorization": wrong or "x"}).status == 401
    assert shelf.answer("GET", path, SENT, "", root).status == 401
    assert given(root, path, method="POST").status == 405


@pytest.mark.parametrize(
    "path",
    [
        "/released/owls/../../keys/owls.key",
        f"/released/../ingested/{VERSION}/tweets.csv",
        f"/released/../ingested/{VERSION}/manifest.json",
        "/released/owls/releases.jsonl",
        f"/released/owls/{VERSION}/../../../keys/owls.key",
        f"/released//etc/{VERSION}/report.html",
        f"/released/owls/{VERSION}/",
        f"/released/owls/{VERSION}",
        f"/released/owls/{VERSION}/figures/../tweets.csv",
        f"/released/owls/{VERSION}/.hidden.csv",
        f"/released/owls/{VERSION}/report.html\0.csv",
        "/released/owls/ffffffffffff/report.html",
        "/drafts/owls/latest/report.html",
    ],
)
def test_no_path_leads_out_of_the_bundles(root: Path, path: str) -> None:
    assert given(root, path).status == 404


def test_no_link_leads_out_of_the_bundles(root: Path) -> None:
    home = root / "released" / "owls"
    (home / "aaaaaaaaaaaa").symlink_to(root / "ingested" / VERSION)
    (home / VERSION / "flow.csv").symlink_to(root / "ingested" / VERSION / "tweets.csv")
    (home / "latest-team").symlink_to(root / "ingested" / VERSION)
    for path in ("aaaaaaaaaaaa/tweets.csv", f"{VERSION}/flow.csv", "latest-team/tweets.csv"):
        assert given(root, f"/released/owls/{path}").status == 404


def test_the_doors_lead_there_and_to_no_other_host(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(doors.SERVED, LOGIN)
    monkeypatch.setenv("HUSHTAG_DATA", str(root))

    def asked(**headers: str) -> tuple[int, bytes]:
        sent: list[dict[str, Any]] = []
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "GET", "path": f"/drafts/owls/{VERSION}/report.html", "headers": raw}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(doors.Doors(doors.Shelf(None))(scope, None, send))  # type: ignore[arg-type]
        return sent[0]["status"], sent[1]["body"]

    assert asked(host="127.0.0.1:4200", **SENT) == (200, f"drafts/owls/{VERSION} report.html".encode())
    assert asked(host="127.0.0.1:4200")[1] == shelf.SHELL.encode()
    assert asked(host="owls.example", **SENT)[0] == 403
    assert asked(host="127.0.0.1:4200", origin="http://owls.example", **SENT)[0] == 403


@pytest.mark.parametrize(
    ("says", "told"),
    [(shelf.SHELL, "[Open it](/drafts/owls/a/report.html)"), ("<!doctype html><p>Prefect", "Open it: `drafts/owls/a/report.html`")],
)
def test_a_link_is_printed_only_where_it_leads_somewhere(says: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(says.encode())

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        monkeypatch.setenv(api.ADDRESS, addresses.address(server.server_port))
        assert api.linked("Open it", "drafts/owls/a/report.html").startswith(told)


def test_where_no_server_answers_no_link_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(api.ADDRESS, addresses.address(addresses.free_port()))
    assert not api.serves_files()
