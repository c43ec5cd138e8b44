"""Who may talk to a server that we start: only requests with its login, to its own host name, from its own pages.

A browser sends what any page asks it to send, and every account of a machine can reach 127.0.0.1. So we switch on Prefect's
own login and CSRF tokens, and check here what Prefect does not: the host name and the origin of each request.
"""

import json
import os
import secrets
from collections.abc import Mapping, Set
from typing import TYPE_CHECKING

from flows.server import shelf
from tasks.storage import places
from tasks.storage.access import account

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
ENTRANCE = "/enter"
LOGIN = "PREFECT_API_AUTH_STRING"
SERVED = "PREFECT_SERVER_API_AUTH_STRING"
UNKEPT = {"cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
# Prefect's newer pages would ask a service that counts visitors.
POLICY = b"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'none'"
ALONE = (b"content-security-policy", POLICY)
# The login stands behind a # in the address: browsers send that to nobody, and the page takes it out of the history.
ENTER = """<!doctype html><meta charset="utf-8"><title>Hushtag</title><p id="said">One moment.</p><script>
const login = decodeURIComponent(location.hash.slice(1));
if (login) { localStorage.setItem("prefect-password", btoa(login)); location.replace("/"); }
else document.getElementById("said").textContent = "Open the whole address that `hushtag ui` printed.";
</script>"""


def new_login() -> str:
    """A login for one server, for as long as it runs: this account's name and 32 random bytes."""
    return f"{account()}:{secrets.token_urlsafe(32)}"


def server_settings(origin: str, login: str) -> dict[str, str]:
    """Prefect's own settings that close a server to others."""
    return {
        SERVED: login,
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": origin,
        "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
    }


def who(environment: Mapping[str, str] = os.environ) -> str:
    """The name in the login that this process uses; empty where it uses none."""
    return environment.get(LOGIN, "").partition(":")[0]


class Doors:
    """Refuses requests to another host name or from another page, and serves the page that stores the login."""

    def __init__(self, app: "ASGIApp", hosts: Set[str] = HOSTS, origins: Set[str] = frozenset()) -> None:
        """`hosts` are names without a port; `origins`, pages besides those of the host that a request names."""
        self.app, self.hosts, self.origins = app, hosts, origins

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
        elif not is_ours(_headers(scope), self.hosts, self.origins):
            await _refuse(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == ENTRANCE:
            await _answer(200, "text/html; charset=utf-8", ENTER, send)
        else:
            await self.app(scope, receive, _alone(send))


class Shelf:
    """Answers requests for drafts and releases, and hands on all others."""

    def __init__(self, app: "ASGIApp") -> None:
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http" or not shelf.is_asked(scope["path"]):
            await self.app(scope, receive, send)
            return
        given = shelf.answer(scope["method"], scope["path"], _headers(scope), os.environ.get(SERVED, ""), places.root())
        told = {"content-type": given.kind, "content-security-policy": given.policy, **UNKEPT}
        await send(
            {
                "type": "http.response.start",
                "status": given.status,
                "headers": [(name.encode(), value.encode()) for name, value in told.items()],
            }
        )
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else given.body})


def is_ours(headers: Mapping[str, str], hosts: Set[str] = HOSTS, origins: Set[str] = frozenset()) -> bool:
    """Whether a request was meant for one of the hosts, and comes from no page, from one of the same address or of `origins`."""
    host = headers.get("host", "")
    origin = headers.get("origin", f"http://{host}")
    return name_of(host) in hosts and (origin == f"http://{host}" or origin in origins)


def name_of(host: str) -> str:
    """The name in a host as requests give it, in small letters and without the port."""
    return (host if host.endswith("]") else host.rpartition(":")[0] or host).lower()


def _headers(scope: "Scope") -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


async def _refuse(scope: "Scope", receive: "Receive", send: "Send") -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    told = json.dumps({"detail": "This server answers to its own address and its own pages only."})
    await _answer(403, "application/json", told, send)


async def _answer(status: int, kind: str, words: str, send: "Send") -> None:
    headers = [(b"content-type", kind.encode()), (b"cache-control", b"no-store"), ALONE]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})


def _alone(send: "Send") -> "Send":
    async def with_policy(message: "Message") -> None:
        if message["type"] == "http.response.start":
            given = message.get("headers", ())
            message["headers"] = [*given, *(() if any(name == ALONE[0] for name, _ in given) else (ALONE,))]
        await send(message)

    return with_policy
