import logging

import pytest
from django.core import mail
from pytest_django import Settings

from {{ cookiecutter.package_name }}.auth.messages import Message
from {{ cookiecutter.package_name }}.in_process import send_soon
from {{ cookiecutter.package_name }}.mailers import mailer_from_url

MESSAGE = Message(to="ada@example.com", subject="Hello", text="How are you?")


def test_mail_is_sent() -> None:
    send_soon(MESSAGE).result()
    assert [sent.subject for sent in mail.outbox] == ["Hello"]


def test_failure_is_logged(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.MAILERS = {"default": mailer_from_url("smtp://127.0.0.1:9")}
    caplog.set_level(logging.ERROR)
    send_soon(MESSAGE).result()
    assert "mail not sent" in caplog.text
