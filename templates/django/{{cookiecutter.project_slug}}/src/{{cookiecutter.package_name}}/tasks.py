"""Do in the background what no caller waits for."""

from dataclasses import asdict

from django.db import models
from django.utils import timezone
from kombu.exceptions import OperationalError

from .auth.messages import Message
from .auth.models import OneTimeToken, RefreshToken, Session
from .errors import Unavailable
from .outbox import send
from .worker import app

EXPIRING: tuple[type[models.Model], ...] = (Session, RefreshToken, OneTimeToken)


@app.task(autoretry_for=(OSError,), retry_backoff=True, max_retries=8)
def deliver_mail(*, to: str, subject: str, text: str) -> None:
    """Send a mail; a mail server that fails is asked again, ever more seldom, for some minutes."""
    send(Message(to=to, subject=subject, text=text))


@app.task
def delete_expired() -> None:
    """Delete the sessions and tokens whose time has passed."""
    for model in EXPIRING:
        model._default_manager.filter(expires_at__lt=timezone.now()).delete()  # noqa: SLF001 - public by Django's documentation


def send_soon(message: Message) -> None:
    """Leave a mail to a worker.

    Raises:
        Unavailable: the broker does not take it.
    """
    try:
        deliver_mail.delay(**asdict(message))
    except OperationalError as error:
        raise Unavailable from error
