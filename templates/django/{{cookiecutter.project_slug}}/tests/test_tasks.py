from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from kombu.exceptions import OperationalError

from {{ cookiecutter.package_name }}.auth.messages import Message
from {{ cookiecutter.package_name }}.auth.models import OneTimeToken, RefreshToken, Session
from {{ cookiecutter.package_name }}.environment import get_settings
from {{ cookiecutter.package_name }}.errors import Unavailable
from {{ cookiecutter.package_name }}.tasks import delete_expired, send_soon
from {{ cookiecutter.package_name }}.worker import app, check_broker, keep_logs

from .factories import OneTimeTokenFactory, RefreshTokenFactory, SessionFactory

MESSAGE = Message(to="ada@example.com", subject="Hello", text="How are you?")
NOWHERE = "redis://127.0.0.1:9"


@pytest.fixture
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("REDIS_URL", NOWHERE)
    get_settings.cache_clear()
    app.conf.update(task_always_eager=False, broker_url=NOWHERE)
    yield
    app.conf.update(task_always_eager=True, broker_url=None)
    get_settings.cache_clear()


def test_mail_is_sent() -> None:
    send_soon(MESSAGE)
    assert [sent.subject for sent in mail.outbox] == ["Hello"]


def test_expired_tokens_are_deleted() -> None:
    past = timezone.now() - timedelta(seconds=1)
    RefreshTokenFactory.create(session__expires_at=past)
    OneTimeTokenFactory.create(expires_at=past)
    kept = SessionFactory.create()
    delete_expired.delay()
    assert list(Session.objects.all()) == [kept]
    assert not RefreshToken.objects.exists()
    assert not OneTimeToken.objects.exists()


@pytest.mark.usefixtures("_no_broker")
def test_lost_broker_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        send_soon(MESSAGE)


@pytest.mark.usefixtures("_no_broker")
def test_lost_broker_is_not_ready() -> None:
    with pytest.raises(OperationalError):
        check_broker()


def test_worker_knows_its_tasks() -> None:
    assert app.conf.beat_schedule["delete-expired"]["task"] in app.tasks


def test_logs_stay_as_they_are() -> None:
    keep_logs()
