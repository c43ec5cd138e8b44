"""Drafts and releases on the service's own address: behind its login, and nothing else of the data folder.

A browser sends the login with no address that somebody opens, so the address itself gives an empty page. Its script fetches
the file with the login that the pages keep, and shows a report in a frame in which nothing runs.
"""

import base64
import hmac
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

PLACE = re.compile(
    r"/(drafts|released)/([a-z0-9][a-z0-9_-]{0,63})/([0-9a-f]{12}|latest|latest-team|latest-public)/"
    r"((?:figures/)?[a-z0-9-]+\.(html|docx|csv|svg|png|json|toml|sql|parquet))"
)
KINDS = {
    "html": "text/html; charset=utf-8", "svg": "image/svg+xml", "png": "image/png", "json": "application/json",
    "csv": "text/csv; charset=utf-8", "toml": "text/plain; charset=utf-8",
}  # fmt: skip
CLOSED = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
SHELL_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; frame-src 'self' blob:;"
    " frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
SHELL = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Hushtag</title>
<style>html,body{margin:0;height:100%}body{display:flex;flex-direction:column}iframe{border:0;flex:1}
p{margin:0;padding:.5em 1em;font-family:sans-serif}</style>
<p id="said">One moment.</p><script>
(async () => {
  const login = localStorage.getItem("prefect-password"), said = document.getElementById("said");
  const answer = await fetch(location.pathname, {headers: {Authorization: "Basic " + (login || "")}});
  if (!answer.ok) { said.textContent = answer.status == 404 ? "There is no such file here any more."
    : "Log in on the service's first page, or open the address that `hushtag ui` printed; then open this one again."; return; }
  const file = await answer.blob(), name = location.pathname.split("/").pop(), link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([file], {type: "application/octet-stream"}));
  link.download = name; link.textContent = "Save " + name; said.replaceChildren(link);
  if (name.endsWith(".html")) {
    const frame = document.createElement("iframe");
    // With an origin of its own a report's links within itself would lead nowhere; still nothing in it may run.
    frame.title = "The report"; frame.setAttribute("sandbox", "allow-same-origin"); frame.src = URL.createObjectURL(file);
    said.append(" to print it: this page prints only what is seen of it."); said.after(frame);
  }
})();
</script></html>"""


class Answer(NamedTuple):
    """What a request is given."""

    status: int
    kind: str
    body: bytes
    policy: str


def is_asked(path: str) -> bool:
    """Whether a path is one of drafts or releases, or would be if it were spelled right."""
    return path.startswith(("/drafts/", "/released/"))


def answer(method: str, path: str, headers: Mapping[str, str], login: str, root: Path) -> Answer:
    """The file to those who send the login, the page that fetches it to a browser that does not yet, and no more."""
    if method not in {"GET", "HEAD"}:
        return _told(405, "Files are only read here.")
    given = headers.get("authorization", "")
    if not given:
        return Answer(200, KINDS["html"], SHELL.encode(), SHELL_POLICY)
    expected = f"Basic {base64.b64encode(login.encode()).decode()}"
    if not login or not hmac.compare_digest(given.encode(), expected.encode()):
        return _told(401, "This needs the service's login.")
    found = _file(path, root)
    if not found:
        return _told(404, "There is no such file.")
    kind = KINDS.get(found.suffix.removeprefix("."), "application/octet-stream")
    return Answer(200, kind, found.read_bytes(), CLOSED)


def _file(path: str, root: Path) -> Path | None:
    named = PLACE.fullmatch(path)
    if not named:
        return None
    shelf, study, version, name = named[1], named[2], named[3], named[4]
    bundle = (root / shelf / study / version).resolve()
    file = bundle / name
    # `latest` is a link to a bundle beside it; any other link leads elsewhere.
    is_within = bundle.parent == (root / shelf / study).resolve() and bundle.name[:1] != "."
    is_whole = (bundle / "manifest.json").is_file()
    return file if is_within and is_whole and file.is_file() and file.resolve() == file else None


def _told(status: int, words: str) -> Answer:
    return Answer(status, "text/plain; charset=utf-8", words.encode(), CLOSED)
