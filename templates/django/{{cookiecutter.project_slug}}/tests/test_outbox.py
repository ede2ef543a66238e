from django.core import mail
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from {{ cookiecutter.package_name }}.auth.messages import Message
from {{ cookiecutter.package_name }}.outbox import post

MESSAGE = Message(to="ada@example.com", subject="Hello", text="How are you?")


def test_mail_waits_for_the_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        post(MESSAGE)
        assert mail.outbox == []
    assert [sent.subject for sent in mail.outbox] == ["Hello"]


def test_undone_change_sends_nothing(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        post(MESSAGE)
        transaction.set_rollback(True)
    assert mail.outbox == []
