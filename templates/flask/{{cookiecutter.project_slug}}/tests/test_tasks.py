from dataclasses import asdict
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from {{ cookiecutter.package_name }}.auth.messages import Message
from {{ cookiecutter.package_name }}.auth.models import LoginSession, RefreshToken
from {{ cookiecutter.package_name }}.errors import Unavailable
from {{ cookiecutter.package_name }}.factory import create_app
from {{ cookiecutter.package_name }}.orm import utc_now
from {{ cookiecutter.package_name }}.settings import get_settings
from {{ cookiecutter.package_name }}.tasks import delete_expired, deliver_mail, mail_reset_link
from {{ cookiecutter.package_name }}.users.models import User
from {{ cookiecutter.package_name }}.worker import app as worker

from .factories import log_in
from .mailbox import Mailbox

MESSAGE = Message(to="a@example.com", subject="Hello", text="World\n")
NOWHERE = "redis://127.0.0.1:1"


@pytest.fixture
def brokerless(monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Make an application whose broker is down."""
    monkeypatch.setenv("REDIS_URL", NOWHERE)
    get_settings.cache_clear()
    application = create_app(get_settings())
    monkeypatch.undo()
    get_settings.cache_clear()
    return application


@pytest.fixture(autouse=True)
def _current_celery(app: Flask) -> None:
    app.extensions["celery"].set_current()


def test_mail_is_sent(mails: Mailbox) -> None:
    deliver_mail(**asdict(MESSAGE))
    assert mails.subjects() == ["Hello"]


@pytest.mark.usefixtures("session")
def test_link_goes_to_accounts_only(alice: User, mails: Mailbox) -> None:
    for email in (alice.email, "nobody@example.com"):
        mail_reset_link(email=email)
    assert [mail["to"] for mail in mails.read()] == [alice.email]


def test_expired_logins_are_deleted(session: Session, alice: User) -> None:
    log_in(session, alice)
    session.execute(update(LoginSession).values(expires_at=utc_now() - timedelta(seconds=1)))
    log_in(session, alice)
    session.commit()
    delete_expired()
    counts = [
        session.scalar(select(func.count()).select_from(model))
        for model in (LoginSession, RefreshToken)
    ]
    assert counts == [1, 1]


def test_lost_broker_is_unavailable(brokerless: Flask) -> None:
    outbox = brokerless.extensions["outbox"]
    with pytest.raises(Unavailable):
        outbox.post(MESSAGE)
    with pytest.raises(Unavailable):
        outbox.post_reset_link(MESSAGE.to)


def test_lost_redis_refuses_logins(brokerless: Flask) -> None:
    body = {"email": "nobody@example.com", "password": "whatever it is"}
    answer = brokerless.test_client().post("/api/v1/auth/login", json=body)
    assert answer.status_code == 503


def test_lost_broker_is_not_ready(brokerless: Flask) -> None:
    answer = brokerless.test_client().get("/health/ready")
    assert answer.status_code == 503
    assert answer.get_json()["checks"]["broker"] == "down"


def test_worker_knows_its_tasks() -> None:
    scheduled = worker.conf.beat_schedule["delete-expired"]["task"]
    assert scheduled in worker.tasks
