from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from kombu.exceptions import OperationalError

from {{ cookiecutter.package_name }}.auth.models import Session
from {{ cookiecutter.package_name }}.environment import get_settings
from {{ cookiecutter.package_name }}.errors import Unavailable
from {{ cookiecutter.package_name }}.tasks import delete_expired, run_soon
from {{ cookiecutter.package_name }}.worker import app, check_broker, keep_logs

from .factories import SessionFactory

CONTEXT = {"request_id": "find-me"}
MESSAGE = {"to": "ada@example.com", "subject": "Hello", "text": "How are you?"}
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
    run_soon("send_mail", CONTEXT, MESSAGE)
    assert [sent.subject for sent in mail.outbox] == ["Hello"]


def test_expired_sessions_are_deleted() -> None:
    SessionFactory.create(expires_at=timezone.now() - timedelta(seconds=1))
    delete_expired.delay()
    assert not Session.objects.exists()


@pytest.mark.usefixtures("_no_broker")
def test_lost_broker_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        run_soon("send_mail", CONTEXT, MESSAGE)


@pytest.mark.usefixtures("_no_broker")
def test_lost_broker_is_not_ready() -> None:
    with pytest.raises(OperationalError):
        check_broker()


def test_worker_knows_its_tasks() -> None:
    assert app.conf.beat_schedule["delete-expired"]["task"] in app.tasks


def test_logs_stay_as_they_are() -> None:
    keep_logs()
