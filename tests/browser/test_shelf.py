"""A draft in a browser: it is shown in a frame in which nothing runs, its links work, and it can be saved to be printed."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from flows.server import addresses, shelf

PLACE = "/drafts/owls/0123456789ab"
REPORT = (
    "<!doctype html><title>Owls</title><script>document.title = 'ran'</script><a href='#end'>To the end</a>"
    f"{'<p>Owl' * 200}<h2 id='end'>The end</h2>"
)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where a draft is served by the shelf, to those who log in as ada."""
    bundle = tmp_path / PLACE.removeprefix("/")
    bundle.mkdir(parents=True)
    for name in ("report.html", "manifest.json", "report.docx"):
        (bundle / name).write_text(REPORT)

    class Shelf(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            given = shelf.answer("GET", self.path, headers, "ada:secret", tmp_path)
            self.send_response(given.status)
            self.send_header("Content-Type", given.kind)
            self.send_header("Content-Security-Policy", given.policy)
            self.end_headers()
            self.wfile.write(given.body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Shelf) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield addresses.address(server.server_port).removesuffix("/api")
        server.shutdown()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page of a browser in which somebody has logged in."""
    opened = browser.new_page()
    opened.goto(f"{address}{PLACE}/report.html")
    opened.evaluate("localStorage.setItem('prefect-password', btoa('ada:secret'))")
    yield opened
    opened.close()


def test_a_report_is_shown_with_its_links_and_runs_nothing(page: Any, address: str) -> None:
    page.goto(f"{address}{PLACE}/report.html")
    report = page.frame_locator("iframe")
    report.get_by_text("To the end").click()
    page.frames[1].wait_for_function("document.querySelector('h2').getBoundingClientRect().top < innerHeight")
    assert report.locator("html").evaluate("() => document.title") == "Owls"


@pytest.mark.parametrize("name", ["report.html", "report.docx"])
def test_a_file_can_be_saved_as_it_is_and_opens_nowhere_with_the_pages_rights(page: Any, address: str, name: str) -> None:
    page.goto(f"{address}{PLACE}/{name}")
    link = page.get_by_text(f"Save {name}")
    with page.expect_download() as saved:
        link.click()
    assert saved.value.suggested_filename == name
    assert Path(saved.value.path()).read_text(encoding="utf-8") == REPORT
    # A page may open what it saves; as what it is, it would run there with the login within its reach.
    with page.expect_download(), page.context.expect_page():
        page.evaluate("window.open(document.querySelector('a').href)")


def test_without_the_login_the_page_says_how_to_log_in(page: Any, address: str) -> None:
    page.evaluate("localStorage.clear()")
    page.goto(f"{address}{PLACE}/report.html")
    page.get_by_text("Log in on the service's first page").wait_for()
