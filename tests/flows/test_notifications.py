"""A study that needs a person is told to the one address that was set, in a sentence, and the address is kept as a secret."""

import json
import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from prefect.client.orchestration import get_client

from flows import rerun
from flows.server import addresses, automations, notifications
from flows.study import study
from tasks.errors import HushtagError, ThresholdCrossed, UsageError
from tests.flows.conftest import small_study

PATIENCE_SECONDS = 60


@pytest.fixture
def received(folder: Path) -> Iterator[tuple[str, Queue[str]]]:
    """A receiver on this machine: its address, and what was posted to it."""
    posted: Queue[str] = Queue()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.put(json.loads(self.rfile.read(int(self.headers["content-length"])))["text"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/a-secret-of-the-team", posted
    server.shutdown()


def test_a_study_that_is_held_for_review_is_told_and_no_word_of_a_tweet(
    folder: Path, received: tuple[str, Queue[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, posted = received
    monkeypatch.setenv(notifications.SETTING, address)
    notifications.register_if_set()
    notifications.register_if_set()
    with get_client(sync_client=True) as client:
        assert len(client.read_automations_by_name(notifications.NAME)) == 1
        shown = client.request("POST", "/block_documents/filter", json={}).json()
        assert "a-secret-of-the-team" not in json.dumps(shown)
    file = small_study(folder, "owls", "[thresholds]\nleast_tweets = 1000\n")
    with pytest.raises(ThresholdCrossed):
        study(str(file))
    told = posted.get(timeout=PATIENCE_SECONDS)
    assert told.startswith("Hushtag: owls: Held for review. The result is beyond a threshold of the study")
    assert "least_tweets is 1,000" in told
    assert "listen" not in told
    (folder / "broken.toml").write_text('[study]\nid = "broken"\n')
    with pytest.raises(HushtagError):
        rerun.rerun(str(folder))
    texts = [posted.get(timeout=PATIENCE_SECONDS) for _ in range(2)]
    assert any(text.startswith("Hushtag: rerun: Of 2 studies some need a person: broken is failed, owls is") for text in texts)


class Mailbox:
    """Keeps what a mail server is handed: to whom, and the mail itself."""

    def __init__(self) -> None:
        self.mails: Queue[tuple[list[str], Message]] = Queue()

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802  as aiosmtpd calls it
        self.mails.put((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 OK"


def test_a_mail_is_sent_where_a_mail_server_is_named(folder: Path) -> None:
    box, port = Mailbox(), addresses.free_port()
    receiver = Controller(box, hostname="127.0.0.1", port=port)
    receiver.start()
    try:
        notifications.register(f"mailto://127.0.0.1:{port}?from=hushtag@example.org&to=team@example.org")
        with get_client(sync_client=True) as client:
            assert len(client.read_automations_by_name(notifications.NAME)) == 1
            assert "team@example.org" not in json.dumps(client.request("POST", "/block_documents/filter", json={}).json())
        file = small_study(folder, "wrens", "[thresholds]\nleast_tweets = 1000\n")
        with pytest.raises(ThresholdCrossed):
            study(str(file))
        people, mail = box.mails.get(timeout=PATIENCE_SECONDS)
    finally:
        receiver.stop()
    assert (people, mail["subject"], mail.get_content_type()) == (["team@example.org"], "Hushtag: wrens", "text/plain")
    assert "least_tweets is 1,000" in str(mail.get_payload(decode=True))


@pytest.mark.parametrize("address", ["mailto:ada@example.org", "mailtos://mail.example.org", "https://", "owls"])
def test_an_address_that_is_none_is_refused_in_a_line(address: str) -> None:
    with pytest.raises(UsageError, match="is not the address of a webhook or a mail server"):
        notifications.register(address)


def test_no_other_automation_is_touched() -> None:
    assert notifications.NAME not in {each.name for each in automations.AUTOMATIONS}
