"""Do in the background what no caller waits for."""

from dataclasses import asdict
from typing import Any

import structlog
from celery import Celery, Task, shared_task, signals
from flask import Flask
from kombu.exceptions import OperationalError
from redis import Redis
from sqlalchemy.exc import SQLAlchemyError

from .auth.expiry import delete_expired_rows
from .auth.messages import Message
from .auth.password_services import forgot_password
from .broker import CONFIG, CONNECT_SECONDS
from .db import get_session
from .errors import Unavailable
from .mail import send_mail
from .settings import get_settings
from .throttle_redis import RedisStore

log = structlog.stdlib.get_logger(__name__)


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=8)
def deliver_mail(*, to: str, subject: str, text: str) -> None:
    """Send a mail; a mail server that fails is asked again, ever more seldom, for some minutes."""
    send_mail(to=to, subject=subject, text=text)


@shared_task(autoretry_for=(OSError, SQLAlchemyError), retry_backoff=True, max_retries=8)
def mail_reset_link(*, email: str) -> None:
    """Look an account up and mail it a link that sets a new password; try again like any mail."""
    message = forgot_password(session=get_session(), email=email)
    if message:
        send_mail(**asdict(message))


@shared_task
def delete_expired() -> None:
    """Delete what has expired."""
    delete_expired_rows(session=get_session())


class Broker:
    """Leave mails to a worker."""

    def post(self, message: Message) -> None:
        """Take a mail.

        Raises:
            Unavailable: the broker does not take it.
        """
        hand_over(deliver_mail, **asdict(message))

    def post_reset_link(self, email: str) -> None:
        """Take the wish for a link that sets a new password.

        Raises:
            Unavailable: the broker does not take it.
        """
        hand_over(mail_reset_link, email=email)


def hand_over(task: Task[Any, Any], **arguments: str) -> None:
    """Leave a task to a worker.

    Raises:
        Unavailable: the broker does not take it.
    """
    try:
        task.delay(**arguments)
    except OperationalError as error:
        log.warning("broker unavailable", reason=str(error))
        raise Unavailable from error


def make_celery(app: Flask) -> Celery:
    """Make the Celery application whose tasks run in the context of a Flask application."""

    class FlaskTask(Task):  # type: ignore[type-arg]  # generic only for the type checker
        def __call__(self, *args: object, **kwargs: object) -> object:
            with app.app_context():
                return self.run(*args, **kwargs)

    celery: Celery = Celery(app.name, task_cls=FlaskTask, broker=get_settings().redis_url)
    celery.conf.update(CONFIG)
    celery.set_default()
    return celery


@signals.setup_logging.connect
def keep_logs(**_: object) -> None:
    """Leave the logs as the application has configured them."""


def install_tasks(app: Flask) -> None:
    """Give an application its background tasks.

    Without a broker, as in development and in tests, mails stay with what sends them in process.
    """
    app.extensions["celery"] = make_celery(app)
    if url := get_settings().redis_url:
        broker = Redis.from_url(url, socket_connect_timeout=CONNECT_SECONDS, retry=None)
        app.extensions["checks"]["broker"] = broker.ping
        app.extensions["outbox"] = Broker()
        app.extensions["throttle_store"] = RedisStore(url)
