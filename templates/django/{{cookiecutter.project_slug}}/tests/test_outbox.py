import logging

import pytest
from django.core import mail
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from {{ cookiecutter.package_name }} import outbox
from {{ cookiecutter.package_name }}.auth.messages import Message

MESSAGE = Message(to="ada@example.com", subject="Hello", text="How are you?")


def test_mail_waits_for_the_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        outbox.post(MESSAGE)
        outbox.wait_until_empty()
        assert mail.outbox == []
    outbox.wait_until_empty()
    assert [sent.subject for sent in mail.outbox] == ["Hello"]


def test_undone_change_sends_nothing() -> None:
    with transaction.atomic():
        outbox.post(MESSAGE)
        transaction.set_rollback(True)
    outbox.wait_until_empty()
    assert mail.outbox == []


def test_failure_is_logged(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {
        "default": {"BACKEND": backend, "OPTIONS": {"host": "localhost", "port": 9}}
    }
    caplog.set_level(logging.ERROR)
    outbox.send(MESSAGE)
    assert "mail not sent" in caplog.text
