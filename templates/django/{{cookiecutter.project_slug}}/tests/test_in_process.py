import logging
import time
from threading import BoundedSemaphore

import pytest
from django.core import mail
from pytest_django import Settings

from {{ cookiecutter.package_name }} import delays, in_process
from {{ cookiecutter.package_name }}.errors import Unavailable
from {{ cookiecutter.package_name }}.in_process import run_soon
from {{ cookiecutter.package_name }}.mailers import mailer_from_url

CONTEXT = {"request_id": "find-me"}
MESSAGE = {"to": "ada@example.com", "subject": "Hello", "text": "How are you?"}


def test_mail_is_sent() -> None:
    run_soon("send_mail", CONTEXT, MESSAGE).result()
    assert [sent.subject for sent in mail.outbox] == ["Hello"]


def test_work_waits_for_its_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delays, "DELAY_SECONDS", (0.1, 0.1))
    began = time.monotonic()
    run_soon("send_mail", CONTEXT, MESSAGE).result()
    assert time.monotonic() - began >= 0.1


def test_failure_is_logged(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.MAILERS = {"default": mailer_from_url("smtp://127.0.0.1:9")}
    caplog.set_level(logging.ERROR)
    run_soon("send_mail", CONTEXT, MESSAGE).result()
    event = caplog.records[-1].msg
    assert isinstance(event, dict)
    assert (event["event"], event["request_id"]) == ("job failed", "find-me")


def test_full_queue_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_process, "_places", BoundedSemaphore(1))
    assert in_process._places.acquire()  # noqa: SLF001 - as a job that waits does
    with pytest.raises(Unavailable):
        run_soon("send_mail", CONTEXT, MESSAGE)
