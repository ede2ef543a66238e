import threading
import time
from collections.abc import Iterator

import pytest
from flask import Flask

from {{ cookiecutter.package_name }} import delays, in_process
from {{ cookiecutter.package_name }}.auth.messages import Message
from {{ cookiecutter.package_name }}.errors import Unavailable
from {{ cookiecutter.package_name }}.in_process import InProcess

from .mailbox import Mailbox

MESSAGE = Message(to="a@example.com", subject="Hello", text="World\n")


@pytest.fixture
def outbox(app: Flask, mails: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcess]:
    """Make an outbox with threads, and room for two mails."""
    del mails
    monkeypatch.setattr(in_process, "PLACES", 2)
    made = InProcess(app)
    yield made
    made.executor.shutdown()


def test_end_waits_for_mails(outbox: InProcess, mails: Mailbox) -> None:
    outbox.post(MESSAGE)
    outbox.executor.shutdown()
    assert mails.subjects() == ["Hello"]


def test_work_waits_for_its_moment(outbox: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delays, "DELAY_SECONDS", (0.1, 0.1))
    began = time.monotonic()
    outbox.post(MESSAGE)
    outbox.executor.shutdown()
    assert time.monotonic() - began >= 0.1


def test_failure_is_logged(outbox: InProcess, caplog: pytest.LogCaptureFixture) -> None:
    outbox.do_soon(lambda: 1 // 0)
    outbox.executor.shutdown()
    assert "mail not sent" in caplog.text


def test_full_outbox_takes_none(outbox: InProcess) -> None:
    emptied = threading.Event()
    for _ in range(2):
        outbox.do_soon(emptied.wait)
    with pytest.raises(Unavailable):
        outbox.post(MESSAGE)
    emptied.set()
