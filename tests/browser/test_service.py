"""The pages of the service as a person meets them: closed at first, open by the printed address, of nobody else's making."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.server.service import Service

PATIENCE_MS = 120_000


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of a browser that knows nothing yet, with the hosts that it asks."""
    opened = browser.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    opened.asked = set()
    opened.on("response", lambda answer: opened.asked.add(answer.url.split("/")[2]))
    yield opened
    opened.close()


def test_the_pages_ask_for_a_login_and_the_printed_address_brings_it(page: Any, service: Service) -> None:
    pages = service.url.removesuffix("/api")
    page.goto(pages)
    page.wait_for_url("**/login**")
    page.goto(next(word for word in service.said.split() if "/enter#" in word))
    page.wait_for_url("**/dashboard**")
    page.goto(f"{pages}/deployments")
    page.get_by_text("every-study").first.wait_for()
    assert service.login not in page.url
    assert page.asked == {pages.split("/")[2]}


def test_the_entrance_without_a_login_says_what_to_do(page: Any, service: Service) -> None:
    page.goto(f"{service.url.removesuffix('/api')}/enter")
    assert page.inner_text("body") == "Open the whole address that `hushtag ui` printed."
